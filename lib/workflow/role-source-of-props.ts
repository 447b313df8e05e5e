import type { Repository } from "../config/config";
import { oidcProviderArn, roleArn } from "../policy/arn";
import type { EcrPermissions } from "../policy/ecr-policy";
import { registryHost } from "../policy/ecr-registry";
import { GITHUB_COM, GITHUB_COM_ISSUER, isServerIssuer } from "../policy/github-issuer";
import type { NonEmpty } from "../policy/non-empty";
import { defaultAudience } from "../policy/partition";
import type { PolicyJson } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject/types";
import { type RoleTrust, roleTrustPolicy } from "../policy/trust-policy";
import { isToken } from "./cdktf-token";
import { imageParts } from "./images";
import { namedValues, type RoleNames, roleNames } from "./role-names";
import type { RoleSource, SourceRole } from "./role-source";
import type { RoleWorkflowProps, WorkflowRole, WorkflowValues } from "./role-workflow-props";

/** The props of a program in the form of a `Config`: one account, one role, and one repository that has the values. */
export function roleSource(props: RoleWorkflowProps, repository: Repository): RoleSource {
  const { role } = props;
  const { account, name, path } = roleNames(role, props.publish);
  const audience = role.audience ?? defaultAudience(account.partition);
  const issuerHost = role.issuerHost ?? GITHUB_COM_ISSUER;
  const providerArn = oidcProviderArn(account, issuerHost);
  const trust = roleTrust(role, providerArn);
  const publish = publicationOf(props.publish, { account, name, path }, repository);
  const accessRole = {
    name,
    path,
    trust,
    trustPolicy: roleTrustPolicy(trust, { providerArn, issuerHost, audience }),
    ecr: namedEcr(props),
    publish,
  };
  return {
    github: { host: hostOf(issuerHost), issuerHost },
    accounts: [{ ...account, audience, roles: [accessRole] }],
    owners: [
      {
        name: repository.owner,
        values: publish.values.map((value) => ({
          as: publish.as,
          target: { level: "repository", repository: repository.name },
          name: value.name,
          value: value.text,
        })),
        environments: [],
        templates: [],
      },
    ],
  };
}

/** @param providerArn the ARN of the account's OIDC provider. It replaces a CDKTF token in the trust policy. */
export function roleTrust({ trust }: WorkflowRole, providerArn: string): RoleTrust {
  if (isEntries(trust)) return { kind: "entries", entries: trust };
  const document: PolicyJson = JSON.parse(JSON.stringify(trust), (key, value: unknown) =>
    key === "Federated" && typeof value === "string" && isToken(value) ? providerArn : value,
  );
  return { kind: "document", document };
}

function isEntries(trust: WorkflowRole["trust"]): trust is NonEmpty<TrustEntry> {
  return Array.isArray(trust);
}

/** The ECR repositories of the role. Those that are CDKTF tokens are replaced with those of the images. */
function namedEcr({ role: { ecr }, images = [] }: RoleWorkflowProps): EcrPermissions {
  const isNamed = !ecr.repositories.some(isToken);
  const meant = isNamed ? [] : images.map((text) => imageParts(text).repository);
  const repositories = [...ecr.repositories, ...meant].filter((text) => !isToken(text));
  return { ...ecr, repositories: repositories as unknown as NonEmpty<string> };
}

function publicationOf(
  publish: WorkflowValues | undefined,
  { account, path, name }: RoleNames,
  repository: Repository,
): SourceRole["publish"] {
  const texts = {
    region: account.region,
    accountId: account.accountId,
    roleName: name,
    roleArn: roleArn(account, path, name),
    registry: registryHost(account, account.region),
  };
  return {
    isWanted: publish !== undefined,
    as: publish?.as ?? "secrets",
    to: ["repository"],
    values: namedValues(publish).map((value) => ({ ...value, text: texts[value.holds] })),
    repositories: [repository],
    organizations: [repository.owner],
  };
}

/** The host of the GitHub that an issuer belongs to. */
function hostOf(issuerHost: string): string {
  if (isServerIssuer(issuerHost)) return issuerHost.split("/")[0] ?? "";
  return issuerHost.startsWith(GITHUB_COM_ISSUER) ? GITHUB_COM : issuerHost.replace("token.actions.", "");
}
