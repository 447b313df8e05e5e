import type { PublicationKind, PublishedValue, Repository, ValueContent } from "../config/types";
import { type ArnScope, oidcProviderArn, roleArn } from "../policy/arn";
import { isToken } from "../policy/deferred";
import type { PolicyDocument, PolicyJson, TrustStatement } from "../policy/document";
import { type EcrPermissions, registryHost } from "../policy/ecr";
import { GITHUB_COM, GITHUB_COM_ISSUER, isServerIssuer } from "../policy/github-issuer";
import type { NonEmpty } from "../policy/non-empty";
import { defaultAudience, isPartition, knownPartition, type Partition } from "../policy/partition";
import type { TrustEntry } from "../policy/subject/types";
import { parseValidTrustPolicy, type RoleTrust, roleTrustPolicy } from "../policy/trust-policy";
import { imageParts } from "./images";
import type { WorkflowRequest } from "./request";
import { type RoleSource, type SourceRole, UNKNOWN_ACCOUNT } from "./role-source";

/** Options that are left out follow from the role's trust and permissions, as in the command `workflow`. */
export interface RoleWorkflowProps extends Partial<Omit<WorkflowRequest, "wording">> {
  /** `OWNER/NAME` of the GitHub repository whose tokens are evaluated. A literal string. */
  readonly repository: string;
  /** The role, such as an `EcrRole`. Its trust policy must allow the workflow. */
  readonly role: WorkflowRole;
  /** The secrets or variables that the job reads. Default: none; the workflow contains the values. */
  readonly publish?: WorkflowValues | undefined;
}

/**
 * The parts of a role that a workflow needs. An `EcrRole` has them.
 * @inline
 */
export interface WorkflowRole {
  /** A literal string, or a CDKTF token if `publish` names the value that holds it. */
  readonly roleArn: string;
  /** The name in comments and messages if the ARN is a CDKTF token. Default: the name of the value that holds the ARN. */
  readonly roleName?: string;
  /** Default: the account of the ARN, and the first of `ecr.regions`. Accepts CDKTF tokens if `publish` names the values that hold them. */
  readonly account?: { readonly accountId: string; readonly region: string };
  /**
   * Trust entries, or a trust policy. It must be literal, because it is evaluated. Only ids and the ARN of the OIDC provider may be
   * CDKTF tokens.
   */
  readonly trust: NonEmpty<TrustEntry> | PolicyDocument<TrustStatement> | PolicyJson;
  /** An ECR repository may be a CDKTF token if `images` names the ECR repositories. */
  readonly ecr: EcrPermissions;
  /** Default: the audience of the partition, `sts.amazonaws.com` or `sts.amazonaws.com.cn`. */
  readonly audience?: string;
  /** The issuer of the tokens, without `https://`. Default: `token.actions.githubusercontent.com`. */
  readonly issuerHost?: string;
}

/**
 * The secrets or variables of the job, from its repository, environment or organization.
 * @inline
 */
export interface WorkflowValues {
  /** Default: `secrets`. */
  readonly as?: PublicationKind;
  /** The content of each value, by its name in GitHub: `{ AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" }`. */
  readonly values: Readonly<Record<string, ValueContent>>;
  /** The prefix of each name. Default: none. */
  readonly prefix?: string;
}

/** The account, name and path of a role, as far as they are literal. */
interface RoleNames {
  readonly account: ArnScope & { readonly name: string; readonly region: string };
  readonly name: string;
  readonly path: string;
}

const ROLE_ARN_PARTS = /^arn:([^:]+):iam::([0-9]{12}):role(\/(?:.*\/)?)([^/]+)$/;

/**
 * Account, name and path from the props of a role. Without a literal name, the name is that of the value with the ARN.
 * @throws TypeError for a region without a known partition.
 */
export function roleNames(role: WorkflowRole, publish: WorkflowValues | undefined): RoleNames {
  const [, ownPartition = "", ownId, path = "/", ownName] = ROLE_ARN_PARTS.exec(role.roleArn) ?? [];
  const region = roleRegion(role);
  const accountId = ownId ?? literalOr(role.account?.accountId);
  return {
    account: {
      partition: isToken(region) ? partitionNamed(ownPartition) : knownPartition(region),
      accountId: accountId ?? UNKNOWN_ACCOUNT,
      name: accountId ?? "",
      region,
    },
    name: ownName ?? literalOr(role.roleName) ?? `the role in ${holderOf("roleArn", publish)}`,
    path,
  };
}

/** The region whose registry the workflow logs in to. */
export function roleRegion({ account, ecr: { regions } }: WorkflowRole): string {
  return account !== undefined && regions.includes(account.region) ? account.region : regions[0];
}

/** The published values, with their names in GitHub. */
export function namedValues(publish: WorkflowValues | undefined): readonly Omit<PublishedValue, "text">[] {
  const { values = {}, prefix = "" } = publish ?? {};
  return Object.entries(values).map(([name, holds]) => ({ name: `${prefix}${name}`, holds }));
}

/** The name of the value with some content. */
export function holderOf(holds: ValueContent, publish: WorkflowValues | undefined): string | undefined {
  return namedValues(publish).find((value) => value.holds === holds)?.name;
}

/** Default: aws. Only the default audience depends on it. */
function partitionNamed(name: string): Partition {
  return isPartition(name) ? name : "aws";
}

function literalOr(text: string | undefined): string | undefined {
  return text === undefined || isToken(text) ? undefined : text;
}

/** The props of a program in the form of a `Config`: one account, one role, and one repository that has the values. */
export function roleSource(props: RoleWorkflowProps, repository: Repository): RoleSource {
  const { role } = props;
  const { account, name, path } = roleNames(role, props.publish);
  const audience = role.audience ?? defaultAudience(account.partition);
  const issuerHost = role.issuerHost ?? GITHUB_COM_ISSUER;
  const providerArn = oidcProviderArn(account, issuerHost);
  const trust = roleTrust(role, providerArn);
  const publish = publicationOf(props.publish, { account, name, path, ecr: role.ecr }, repository);
  const accessRole = {
    name,
    path,
    trust,
    parsedTrustPolicy: parseValidTrustPolicy(roleTrustPolicy(trust, { providerArn, issuerHost, audience })),
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
  { account, path, name, ecr }: RoleNames & Pick<WorkflowRole, "ecr">,
  repository: Repository,
): SourceRole["publish"] {
  const registry = registryHost(account, account.region);
  const texts = {
    region: account.region,
    accountId: account.accountId,
    roleName: name,
    roleArn: roleArn(account, path, name),
    registry,
    repository: ecr.repositories[0],
    repositoryUrl: `${registry}/${ecr.repositories[0]}`,
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
