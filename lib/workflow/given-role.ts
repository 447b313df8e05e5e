import type { PublishedValue, Repository } from "../config/types";
import { type ArnScope, arnScopeOf, oidcProviderArn, ROLE_ARN } from "../policy/arn";
import { isToken } from "../policy/deferred";
import type { EcrPermissions } from "../policy/ecr-policies";
import { GITHUB_COM, GITHUB_COM_ISSUER, isGithubIssuer, isServerIssuer } from "../policy/github-issuer";
import { VALUE_NAME } from "../policy/github-names";
import { MIN_SESSION_SECONDS } from "../policy/iam-limits";
import type { NonEmpty } from "../policy/non-empty";
import { parsePolicy } from "../policy/parse";
import { defaultAudience, isPartition, knownPartition, type Partition, REGION } from "../policy/partition";
import type { PolicyJson } from "../policy/policy-document";
import { contentTexts, loginRegion, type ValueContent } from "../policy/published-values";
import type { TrustEntry } from "../policy/subject/types";
import { type ParsedTrust, type RoleTrust, roleTrustPolicy } from "../policy/trust-policy";
import {
  type RoleWorkflowProps,
  textProblems,
  tokenProblems,
  type WorkflowRole,
  type WorkflowValues,
} from "./generate-props";
import { imageParts } from "./images";
import { type RoleSource, UNKNOWN_ACCOUNT } from "./role-source";

/** The account, name and path of a role, as far as they are literal. */
interface RoleNames {
  readonly account: ArnScope & { readonly name: string; readonly region: string };
  readonly name: string;
  readonly path: string;
}

/**
 * The role of the props in the form of a `Config`: one account, one role, and one repository that has the values. Its trust policy is parsed
 * here and nowhere else.
 * @returns every problem of the role and its values, or the role.
 */
export function givenRole(
  props: RoleWorkflowProps,
  repository: Repository,
): RoleSource | { readonly problems: readonly string[] } {
  const { role, publish } = props;
  const region = regionProblems(role, publish);
  const others = [
    ...ecrProblems(props),
    ...tokenProblems(role.audience, "role.audience"),
    ...issuerProblems(role),
    ...namedValues(publish).flatMap(({ name }) => textProblems("publish.values", VALUE_NAME, name)),
  ];
  // Without the region, the partition and so the ARNs are not known.
  if (region.length > 0) return { problems: [...region, ...others] };
  const names = roleNames(role, publish);
  const trust = givenTrust(role, names.account);
  const problems = [
    ...arnProblems(role, publish, names.account),
    ...("problems" in trust ? trust.problems : []),
    ...others,
  ];
  if (problems.length > 0 || "problems" in trust) return { problems };
  return roleSource(props, repository, names, trust);
}

const ROLE_ARN_PARTS = /^arn:([^:]+):iam::([0-9]{12}):role(\/(?:.*\/)?)([^/]+)$/;

/** Without a literal name, the name is that of the value with the ARN. */
function roleNames(role: WorkflowRole, publish: WorkflowValues | undefined): RoleNames {
  const [, ownPartition = "", ownId, path = "/", ownName] = ROLE_ARN_PARTS.exec(role.roleArn) ?? [];
  const region = loginRegion(role.account?.region, role.ecr);
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

/** Default: aws. Only the default audience depends on it. */
function partitionNamed(name: string): Partition {
  return isPartition(name) ? name : "aws";
}

function literalOr(text: string | undefined): string | undefined {
  return text === undefined || isToken(text) ? undefined : text;
}

/** The published values, with their names in GitHub. */
function namedValues(publish: WorkflowValues | undefined): readonly Omit<PublishedValue, "text">[] {
  const { values = {}, prefix = "" } = publish ?? {};
  return Object.entries(values).map(([name, holds]) => ({ name: `${prefix}${name}`, holds }));
}

/** The name of the value with some content. */
function holderOf(holds: ValueContent, publish: WorkflowValues | undefined): string | undefined {
  return namedValues(publish).find((value) => value.holds === holds)?.name;
}

/** Trust with its parsed policy, and the GitHub whose tokens it allows. */
interface GivenTrust extends ParsedTrust {
  readonly audience: string;
  readonly issuerHost: string;
}

const NAMED_PROVIDER = /:iam::[0-9]{12}:oidc-provider\//;

function givenTrust(
  role: WorkflowRole,
  account: RoleNames["account"],
): GivenTrust | { readonly problems: readonly string[] } {
  const { audience = defaultAudience(account.partition), issuerHost = GITHUB_COM_ISSUER } = role;
  const providerArn = oidcProviderArn(account, issuerHost);
  const trust = roleTrust(role, providerArn);
  const tokens =
    trust.kind === "entries"
      ? trust.entries.flatMap((entry, index) =>
          tokenProblems({ ...entry, ids: undefined }, `role.trust[${index}]`),
        )
      : tokenProblems(trust.document, "role.trust");
  if (tokens.length > 0) return { problems: tokens };
  if (trust.kind === "entries" && trust.entries.length === 0) {
    return { problems: ["role.trust: expected at least one entry, got []"] };
  }
  const parsed = parsePolicy(roleTrustPolicy(trust, { providerArn, issuerHost, audience }), "trust");
  if ("problems" in parsed) {
    return {
      problems: parsed.problems.map(
        ({ path, message }) => `role.trust${path.map(keyText).join("")}: ${message}`,
      ),
    };
  }
  if (
    trust.kind === "document" &&
    account.accountId === UNKNOWN_ACCOUNT &&
    NAMED_PROVIDER.test(JSON.stringify(trust.document))
  ) {
    return {
      problems: [
        "role.account: missing. Expected the account id as a literal string, because the trust policy names the account's OIDC provider",
      ],
    };
  }
  return { trust, parsedTrustPolicy: parsed, audience, issuerHost };
}

/** @param providerArn the ARN of the account's OIDC provider. It replaces a CDKTF token in the trust policy. */
function roleTrust({ trust }: WorkflowRole, providerArn: string): RoleTrust {
  if (isEntries(trust)) return { kind: "entries", entries: trust };
  const document: PolicyJson = JSON.parse(JSON.stringify(trust), (key, value: unknown) =>
    key === "Federated" && typeof value === "string" && isToken(value) ? providerArn : value,
  );
  return { kind: "document", document };
}

function isEntries(trust: WorkflowRole["trust"]): trust is NonEmpty<TrustEntry> {
  return Array.isArray(trust);
}

function keyText(key: string | number): string {
  return typeof key === "number" ? `[${key}]` : `.${key}`;
}

function roleSource(
  props: RoleWorkflowProps,
  repository: Repository,
  { account, name, path }: RoleNames,
  { audience, issuerHost, ...trust }: GivenTrust,
): RoleSource {
  const as = props.publish?.as ?? "secrets";
  const { maxSessionSeconds: given = MIN_SESSION_SECONDS } = props.role;
  // A CDKTF token is a negative number.
  const maxSessionSeconds = given < 0 ? MIN_SESSION_SECONDS : given;
  const texts = contentTexts({ name, path, account, ecr: props.role.ecr });
  const values = namedValues(props.publish).map((value) => ({ ...value, text: texts[value.holds] }));
  const publish = {
    isWanted: props.publish !== undefined,
    as,
    to: ["repository"],
    values,
    repositories: [repository],
    organizations: [repository.owner],
  } as const;
  return {
    github: { host: hostOf(issuerHost), issuerHost },
    accounts: [
      {
        ...account,
        ecr: props.role.registry,
        audience,
        roles: [
          {
            name,
            path,
            ...trust,
            ecr: namedEcr(props),
            furtherEcr: props.role.furtherEcr ?? [],
            ecrPublic: props.role.ecrPublic,
            maxSessionSeconds,
            publish,
          },
        ],
      },
    ],
    owners: [
      {
        name: repository.owner,
        values: values.map((value) => ({
          as,
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

/** The ECR repositories of the role. Those that are CDKTF tokens are replaced with those of the images. */
function namedEcr({ role: { ecr }, images = [] }: RoleWorkflowProps): EcrPermissions {
  const isNamed = !ecr.repositories.some(isToken);
  const meant = isNamed ? [] : images.map((text) => imageParts(text).repository);
  const repositories = [...ecr.repositories, ...meant].filter((text) => !isToken(text));
  return { ...ecr, repositories: repositories as unknown as NonEmpty<string> };
}

/** The host of the GitHub that an issuer belongs to. */
function hostOf(issuerHost: string): string {
  if (isServerIssuer(issuerHost)) return issuerHost.split("/")[0] ?? "";
  return issuerHost.startsWith(GITHUB_COM_ISSUER) ? GITHUB_COM : issuerHost.replace("token.actions.", "");
}

function regionProblems(
  { account, ecr }: WorkflowRole,
  publish: WorkflowValues | undefined,
): readonly string[] {
  const region = loginRegion(account?.region, ecr);
  const path = account?.region === region ? "role.account.region" : "role.ecr.regions[0]";
  return isToken(region)
    ? unpublishedProblems(path, ["AWS_REGION", "region"], publish)
    : textProblems(path, REGION, region);
}

function arnProblems(
  { roleArn }: WorkflowRole,
  publish: WorkflowValues | undefined,
  { partition, region }: RoleNames["account"],
): readonly string[] {
  if (isToken(roleArn)) return unpublishedProblems("role.roleArn", ["AWS_ROLE_ARN", "roleArn"], publish);
  const wrong = textProblems("role.roleArn", ROLE_ARN, roleArn);
  return wrong.length > 0 || arnScopeOf(roleArn).partition === partition
    ? wrong
    : [
        `role.roleArn: expected an ARN in ${partition}, the partition of ${region}, got ${JSON.stringify(roleArn)}`,
      ];
}

/** A CDKTF token that no published value holds. */
function unpublishedProblems(
  path: string,
  [name, holds]: readonly [string, ValueContent],
  publish: WorkflowValues | undefined,
): readonly string[] {
  return holderOf(holds, publish) === undefined
    ? [
        `${path}: expected a literal string, or the name of the value that holds it, such as publish: { values: { ${name}: "${holds}" } }, got a CDKTF token`,
      ]
    : [];
}

function ecrProblems({ role: { ecr }, images = [] }: RoleWorkflowProps): readonly string[] {
  const at = ecr.repositories.findIndex(isToken);
  return at < 0 || images.length > 0
    ? []
    : [
        `role.ecr.repositories[${at}]: expected a literal string, or the names of the ECR repositories in images, got a CDKTF token`,
      ];
}

function issuerProblems({ issuerHost }: WorkflowRole): readonly string[] {
  if (issuerHost === undefined || isGithubIssuer(issuerHost)) return [];
  const tokens = tokenProblems(issuerHost, "role.issuerHost");
  return tokens.length > 0
    ? tokens
    : [
        `role.issuerHost: expected the issuer of a GitHub host (such as ${GITHUB_COM_ISSUER}, without https://), got ${JSON.stringify(issuerHost)}`,
      ];
}
