import type { Claims } from "./claims";
import { GITHUB_COM_ISSUER, isServerIssuer } from "./github-issuer";
import { WEB_IDENTITY_ACTION } from "./iam/evaluate";
import { distinct, flattened, mapped, type NonEmpty } from "./non-empty";
import type { Partition } from "./partition";
import { type OneOrMore, oneOrMore, type PolicyDocument } from "./policy-document";
import { subjectPatterns } from "./subject/format";
import type { SubjectTemplate, TemplateKey } from "./subject/template";

/**
 * Maximum length of a resource control policy and of a service control policy. White space counts, unless the console removes it.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html#min-max-values
 */
export const MAX_ORGANIZATION_POLICY_CHARACTERS = 5_120;

/** An owner whose tokens the guardrail leaves alone. */
export interface GuardrailOwner {
  /** In GitHub's casing. */
  readonly name: string;
  /** Undefined: only the name is known. */
  readonly id: string | undefined;
  /** Templates of its repositories, apart from the default. */
  readonly templates: readonly SubjectTemplate[];
}

/** A statement of an organization's policy. `Principal` is `*` in a resource control policy; a service control policy has none. */
interface DenyStatement {
  readonly Sid: string;
  readonly Effect: "Deny";
  readonly Principal?: "*";
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export type OrganizationPolicy = PolicyDocument<DenyStatement>;

/**
 * A resource control policy that denies GitHub tokens of every owner that is not in the list, for every role below it. `Null` keeps it from
 * tokens of other issuers, whose requests have no such key.
 *
 * Where AWS fills `repository_owner_id`, the owner decides: by id, or by the beginning of `repository`. Elsewhere the beginning of the
 * subject decides, which no other owner can have: every subject starts with a key of its template, and `:` in a value is encoded.
 * @param issuers without `https://`.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function resourceControlPolicy(
  issuers: NonEmpty<string>,
  owners: NonEmpty<GuardrailOwner>,
): OrganizationPolicy {
  return {
    Version: "2012-10-17",
    Statement: flattened(
      mapped(issuers, (issuer, index) => {
        const suffix = index === 0 ? "" : String(index + 1);
        const bySubject = subjectStatement(issuer, owners, suffix);
        return issuer === GITHUB_COM_ISSUER ? [ownerStatement(issuer, owners), bySubject] : [bySubject];
      }),
    ),
  };
}

/** Denies by the claims that AWS fills for github.com. A negative operator also holds for a missing key, so `Null` requires one. */
function ownerStatement(issuer: string, owners: NonEmpty<GuardrailOwner>): DenyStatement {
  const ids = owners.flatMap(({ id }) => id ?? []);
  const names = owners.filter(({ id }) => id === undefined).map(({ name }) => `${name}/*`);
  const [id, ...otherIds] = ids;
  const [name, ...otherNames] = names;
  return denyTokens("DenyOtherGithubOwners", {
    Null: { [`${issuer}:repository_owner_id`]: "false" },
    ...(id !== undefined && {
      StringNotEquals: { [`${issuer}:repository_owner_id`]: oneOrMore([id, ...otherIds]) },
    }),
    ...(name !== undefined && {
      StringNotLike: { [`${issuer}:repository`]: oneOrMore([name, ...otherNames]) },
    }),
  });
}

/** Denies by the subject, if AWS does not fill the id of the owner. */
function subjectStatement(issuer: string, owners: NonEmpty<GuardrailOwner>, suffix: string): DenyStatement {
  return denyTokens(`DenyOtherGithubSubjects${suffix}`, {
    Null: {
      [`${issuer}:sub`]: "false",
      ...(issuer === GITHUB_COM_ISSUER && { [`${issuer}:repository_owner_id`]: "true" }),
    },
    StringNotLike: { [`${issuer}:sub`]: oneOrMore(subjectsOfOwners(issuer, owners)) },
  });
}

function denyTokens(Sid: string, Condition: NonNullable<DenyStatement["Condition"]>): DenyStatement {
  return { Sid, Effect: "Deny", Principal: "*", Action: WEB_IDENTITY_ACTION, Resource: "*", Condition };
}

/** The patterns for the subjects of owners. */
export function subjectsOfOwners(issuer: string, owners: NonEmpty<GuardrailOwner>): NonEmpty<string> {
  return distinct(flattened(mapped(owners, (owner) => subjectsOf(issuer, owner))));
}

function subjectsOf(issuer: string, owner: GuardrailOwner): NonEmpty<string> {
  const { name, id = "*", templates } = owner;
  const others = templates.filter((template) => template[0] !== "repo" && isOwnerIn(template, owner, issuer));
  return [
    `repo:${name}/*`,
    // A server sends no ids.
    ...(isServerIssuer(issuer) ? [] : [`repo:${name}@${id}/*`]),
    ...others.flatMap((template) => templateSubjects(template, owner)),
  ];
}

function templateSubjects(template: SubjectTemplate, { name, id }: GuardrailOwner): readonly string[] {
  const claims: Claims = id === undefined ? {} : { repositoryOwnerId: [id] };
  const entry = { kind: "repository", owner: name, context: { kind: "any" }, claims, template } as const;
  return subjectPatterns([
    { ...entry, repository: "*", ids: undefined },
    { ...entry, repository: "*", ids: { owner: id ?? "*", repository: "*" } },
  ]);
}

/**
 * Whether the subjects of a template say whose they are, so that no other owner can have one. A server up to 3.18 does not encode `:`, so
 * there the subject has to begin with its owner.
 */
function isOwnerIn(template: SubjectTemplate, { id }: GuardrailOwner, issuer: string): boolean {
  const says = (key: TemplateKey) =>
    key === "repo" ||
    key === "repository" ||
    key === "repository_owner" ||
    (key === "repository_owner_id" && id !== undefined);
  return isServerIssuer(issuer) ? says(template[0]) : template.some(says);
}

/** The issuers of every GitHub, as they are in the ARN of a provider. */
const GITHUB_PROVIDERS = {
  githubCom: GITHUB_COM_ISSUER,
  enterprises: `${GITHUB_COM_ISSUER}/*`,
  // The issuer of github.com until 2021.
  former: "vstoken.actions.githubusercontent.com",
  gheCom: "token.actions.*.ghe.com",
  server: "*/_services/token",
} as const;

const PROVIDER_CHANGES = [
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:DeleteOpenIDConnectProvider",
  "iam:RemoveClientIDFromOpenIDConnectProvider",
  "iam:UpdateOpenIDConnectProviderThumbprint",
];

/** What a service control policy protects. */
export interface ProviderProtection {
  /** Without `https://`. */
  readonly issuers: NonEmpty<string>;
  readonly partitions: NonEmpty<Partition>;
  /** ARNs of the roles that may change the providers, `*` is a wildcard. */
  readonly deployers: readonly string[];
}

/**
 * A service control policy for the OIDC providers. It cannot deny tokens: it applies to principals of the organization, and a token has none.
 * It denies changes of the providers of these issuers, and creating a provider for another GitHub, whose tokens the resource control
 * policy does not know.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function serviceControlPolicy(protection: ProviderProtection): OrganizationPolicy {
  const { issuers, partitions, deployers } = protection;
  const [deployer, ...others] = deployers;
  const arns = (names: NonEmpty<string>) =>
    oneOrMore(
      flattened(
        mapped(partitions, (partition) =>
          mapped(names, (name) => `arn:${partition}:iam::*:oidc-provider/${name}`),
        ),
      ),
    );
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ProtectGithubProviders",
        Effect: "Deny",
        Action: PROVIDER_CHANGES,
        Resource: arns(issuers),
        ...(deployer !== undefined && {
          Condition: { ArnNotLike: { "aws:PrincipalArn": oneOrMore([deployer, ...others]) } },
        }),
      },
      {
        Sid: "DenyOtherGithubProviders",
        Effect: "Deny",
        Action: "iam:CreateOpenIDConnectProvider",
        Resource: arns(otherProviders(issuers)),
      },
    ],
  };
}

/** Patterns for the providers of every GitHub, without those that match one of these issuers. */
function otherProviders([issuer, ...more]: NonEmpty<string>): NonEmpty<string> {
  const { githubCom, enterprises, former, gheCom, server } = GITHUB_PROVIDERS;
  const own = [issuer, ...more];
  return [
    former,
    ...(own.includes(githubCom) ? [] : [githubCom]),
    ...(own.some((each) => each.startsWith(`${githubCom}/`)) ? [] : [enterprises]),
    ...(own.some((each) => each.endsWith(".ghe.com")) ? [] : [gheCom]),
    ...(own.some(isServerIssuer) ? [] : [server]),
  ];
}

/** The length of a policy without white space between its parts. */
export function policyCharacters(policy: OrganizationPolicy): number {
  return JSON.stringify(policy).length;
}

/** A policy as text, with white space if its length allows it. */
export function organizationPolicyText(policy: OrganizationPolicy): string {
  const text = JSON.stringify(policy, undefined, 2);
  return text.length <= MAX_ORGANIZATION_POLICY_CHARACTERS ? text : JSON.stringify(policy);
}
