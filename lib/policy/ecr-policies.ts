import { type ArnScope, ecrRepositoryArn } from "./arn";
import { type Deferred, knownValue } from "./deferred";
import {
  ECR_LOGIN_ACTIONS,
  ECR_PUBLIC_LEVELS,
  ECR_PUBLIC_LOGIN_ACTIONS,
  type EcrAccesses,
  type EcrPublicAccess,
  ecrLevel,
  SIGNING_ACTIONS,
} from "./ecr-access";
import { ECR_PUBLIC_HOST, registryHost } from "./ecr-names";
import { MAX_MANAGED_POLICY_CHARACTERS } from "./iam-limits";
import { distinct, flattened, mapped, type NonEmpty } from "./non-empty";
import {
  countedCharacters,
  type OneOrMore,
  oneOrMore,
  type PermissionStatement,
  type PolicyDocument,
} from "./policy-document";

/**
 * What a role may do with repositories of its account in ECR Public.
 * @inline
 */
export interface EcrPublicPermissions {
  readonly access: NonEmpty<EcrPublicAccess>;
  readonly repositories: NonEmpty<string>;
  /** `ALIAS` in `public.ecr.aws/ALIAS/REPOSITORY`, for workflows. */
  readonly alias: string | undefined;
}

/** The actions of a role in ECR Public. Without any, the policy has the login alone. */
export function ecrPublicGrant(
  { access }: Pick<EcrPublicPermissions, "access">,
  arns: NonEmpty<Deferred>,
): EcrGrant {
  const actions = [...new Set(access.flatMap((each) => ECR_PUBLIC_LEVELS[each]))].sort();
  return { sid: "ECRPublic", actions, arns, login: "public" };
}

/** The permissions of a role, and its ECR repositories. */
export interface EcrPermissions {
  readonly access: EcrAccesses;
  /** Names, or patterns with `*`, which crosses `/`. */
  readonly repositories: NonEmpty<string>;
  readonly regions: NonEmpty<string>;
  /** The account of the repositories, if it is not that of the role. Its repository policies must allow the role too. */
  readonly accountId?: string;
  /** ARNs of the signing profiles with which ECR signs what the role pushes. Default: none. */
  readonly signingProfileArns?: NonEmpty<string>;
}

/** The grant for signing profiles: none without a profile. */
export function signingGrants(arns: readonly Deferred[]): readonly EcrGrant[] {
  const [first, ...others] = new Map(arns.map((arn) => [arn.expression, arn])).values();
  return first === undefined
    ? []
    : [{ sid: "SignImages", actions: SIGNING_ACTIONS, arns: [first, ...others], login: "none" }];
}

/** The names of signing profiles, for readers: `web`. */
export function signingProfileNames(arns: NonEmpty<string>): string {
  return arns.map((arn) => arn.split("/").at(-1)).join(", ");
}

/** The registry to which a client logs in. */
type EcrLogin = "private" | "public" | "none";

/** Actions of a role on repositories: one statement in each policy that has some of the repositories. */
export interface EcrGrant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly arns: NonEmpty<Deferred>;
  /** What a client needs before it uses the actions. */
  readonly login: EcrLogin;
}

/** A managed policy by its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument<PermissionStatement>;
}

const LOGIN: PermissionStatement = {
  Sid: "ECRAuth",
  Effect: "Allow",
  Action: ECR_LOGIN_ACTIONS,
  Resource: "*",
};

const LOGINS: Readonly<Record<Exclude<EcrLogin, "none">, PermissionStatement>> = {
  private: LOGIN,
  public: { Sid: "ECRPublicAuth", Effect: "Allow", Action: ECR_PUBLIC_LOGIN_ACTIONS, Resource: "*" },
};

/**
 * The ECR policies of a role: login to the registry, and the actions of its access on its repositories. Repositories that do not fit into the
 * first managed policy go to policies of the same name with a number, `-2` and so on, in the order of regions and repositories. Within one
 * region, a new repository at the end changes only the last policy.
 * @param name of the first policy.
 *
 * @example
 * ```ts
 * import { ecrPolicies } from "cdktf-github-actions-ecr/policy";
 *
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * const repositories = Array.from({ length: 100 }, (_, index) => `service-${index}`);
 * const policies = ecrPolicies("PushPolicy", account, {
 *   access: "push",
 *   repositories: ["web", ...repositories],
 *   regions: ["ap-northeast-2"],
 * });
 * console.log(policies.map(({ name }) => name).join()); // PushPolicy,PushPolicy-2
 * ```
 */
export function ecrPolicies(
  name: string,
  scope: ArnScope,
  permissions: EcrPermissions,
): NonEmpty<NamedPolicy> {
  return writtenEcrPolicies(name, [
    ecrGrant(permissions, mapped(repositoryArns(scope, permissions), knownValue)),
  ]);
}

/** The actions of an access on repositories. */
export function ecrGrant(
  { access, accountId = "" }: Pick<EcrPermissions, "access" | "accountId">,
  arns: NonEmpty<Deferred>,
): EcrGrant {
  const { sid, actions, canPush, canPull } = ecrLevel(access);
  // Only clients that push or pull log in.
  return { sid: `${sid}${accountId}`, actions, arns, login: canPush || canPull ? "private" : "none" };
}

/** The policies of grants whose ARNs may be Terraform's expressions. The samples decide which policy contains an ARN. */
export function writtenEcrPolicies(name: string, grants: NonEmpty<EcrGrant>): NonEmpty<NamedPolicy> {
  const documents: NamedPolicy["document"][] = [];
  let statements: readonly Written[] = (["private", "public"] as const)
    .filter((registry) => grants.some(({ login }) => login === registry))
    .map((registry) => ({ sample: LOGINS[registry], expression: LOGINS[registry] }));
  const finish = (): void => {
    documents.push(documentOf(statements.map(({ expression }) => expression)));
    statements = [];
  };
  for (const { sid, actions, arns } of withoutRepeatedSids(grants)) {
    const statementOf = (resource: OneOrMore): PermissionStatement => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resource,
    });
    let rest: readonly Deferred[] = arns;
    // The login alone needs no repository.
    while (rest.length > 0 && actions.length > 0) {
      const [first = "", ...others] = rest.map(({ sample }) => sample);
      const before = statements.map(({ sample }) => sample);
      const withArns = (held: NonEmpty<string>) => documentOf([...before, statementOf(oneOrMore(held))]);
      if (before.length > 0 && countedCharacters(withArns([first])) > MAX_MANAGED_POLICY_CHARACTERS) {
        finish();
        continue;
      }
      const held = fitting([first, ...others], withArns);
      const [arn = "", ...more] = rest.slice(0, held.length).map(({ expression }) => expression);
      // One expression can have several samples: an ARN is the same in every region of the role.
      const resource = held.length === 1 ? arn : distinct([arn, ...more]);
      statements = [
        ...statements,
        { sample: statementOf(oneOrMore(held)), expression: statementOf(resource) },
      ];
      rest = rest.slice(held.length);
      if (rest.length > 0) finish();
    }
  }
  if (statements.length > 0) finish();
  const [first = documentOf([LOGIN]), ...others] = documents;
  return [
    { name, document: first },
    ...others.map((document, index) => ({ name: `${name}-${index + 2}`, document })),
  ];
}

/** A statement for the count of characters, and as it is written. */
interface Written {
  readonly sample: PermissionStatement;
  readonly expression: PermissionStatement;
}

function documentOf(statements: readonly PermissionStatement[]): NamedPolicy["document"] {
  const [first = LOGIN, ...others] = statements;
  return { Version: "2012-10-17", Statement: [first, ...others] };
}

/** Grants with the same `Sid` have the same actions, and IAM takes a `Sid` only once. */
function withoutRepeatedSids(grants: NonEmpty<EcrGrant>): readonly EcrGrant[] {
  const bySid = new Map<string, EcrGrant>();
  for (const grant of grants) {
    const known = bySid.get(grant.sid);
    bySid.set(
      grant.sid,
      known === undefined ? grant : { ...known, arns: flattened([known.arns, grant.arns]) },
    );
  }
  return [...bySid.values()];
}

/** As many of the first ARNs as fit into a managed policy, at least one. */
function fitting(
  [first = "", ...others]: readonly string[],
  document: (arns: NonEmpty<string>) => object,
): NonEmpty<string> {
  if (others.length === 0) return [first];
  const more = ',""'.length;
  let characters = countedCharacters(document([first, ""])) - more;
  const held: string[] = [];
  for (const arn of others) {
    characters += arn.length + more;
    if (characters > MAX_MANAGED_POLICY_CHARACTERS) break;
    held.push(arn);
  }
  return [first, ...held];
}

/** The ARNs of repositories, in each region. */
export function repositoryArns(
  role: ArnScope,
  permissions: Omit<EcrPermissions, "access">,
): NonEmpty<string> {
  const { repositories, regions } = permissions;
  const scope = registryScope(role, permissions);
  return flattened(
    mapped(regions, (region) =>
      mapped(repositories, (repository) => ecrRepositoryArn(scope, region, repository)),
    ),
  );
}

/** The account of the ECR repositories of a role. */
export function registryScope(
  role: ArnScope,
  { accountId = role.accountId }: Pick<EcrPermissions, "accountId">,
): ArnScope {
  return { partition: role.partition, accountId };
}

/** The hosts of the registries of a role's repositories, one for each region. */
export function registryHosts(
  role: ArnScope,
  permissions: Pick<EcrPermissions, "accountId" | "regions">,
): NonEmpty<string> {
  return mapped(permissions.regions, (region) => registryHost(registryScope(role, permissions), region));
}

/** The address of the public registry of an account, without its alias if the file does not know it. */
export function publicRegistryHost({ alias }: Pick<EcrPublicPermissions, "alias">): string {
  return alias === undefined ? ECR_PUBLIC_HOST : `${ECR_PUBLIC_HOST}/${alias}`;
}
