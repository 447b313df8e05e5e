import type { Repository } from "../config/config";
import { oidcProviderArn, roleArn } from "../policy/arn";
import type { EcrPermissions } from "../policy/ecr-policy";
import { registryHost } from "../policy/ecr-registry";
import { GITHUB_COM, GITHUB_COM_ISSUER, isServerIssuer } from "../policy/github-issuer";
import type { NonEmpty } from "../policy/non-empty";
import { defaultAudience } from "../policy/partition";
import type { PolicyJson } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject";
import { type RoleTrust, roleTrustPolicy } from "../policy/trust-policy";
import { imageParts } from "./images";
import { type KnownRole, knownRole, namedValues } from "./known-role";
import type { AccessRole, RoleSource } from "./role-source";
import type { RoleWorkflowProps, WorkflowRole, WorkflowValues } from "./role-workflow-props";
import { isToken } from "./token";

/** What a program says of a role, as a `Config` says it: one account, one role, one repository that has the values. */
export function roleAccess(props: RoleWorkflowProps, repository: Repository): RoleSource {
  const { role } = props;
  const { account, name, path } = knownRole(role, props.publish);
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

/** @param providerArn of the account's OIDC provider, in a document that has a token in its place. */
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

/** In place of repositories that are tokens, those that the images name. */
function namedEcr({ role: { ecr }, images = [] }: RoleWorkflowProps): EcrPermissions {
  const isNamed = !ecr.repositories.some(isToken);
  const meant = isNamed ? [] : images.map((text) => imageParts(text).repository);
  const repositories = [...ecr.repositories, ...meant].filter((text) => !isToken(text));
  return { ...ecr, repositories: repositories as unknown as NonEmpty<string> };
}

function publicationOf(
  publish: WorkflowValues | undefined,
  { account, path, name }: KnownRole,
  repository: Repository,
): AccessRole["publish"] {
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

/** The GitHub whose tokens an issuer signs. */
function hostOf(issuerHost: string): string {
  if (isServerIssuer(issuerHost)) return issuerHost.split("/")[0] ?? "";
  return issuerHost.startsWith(GITHUB_COM_ISSUER) ? GITHUB_COM : issuerHost.replace("token.actions.", "");
}
