import { type ArnScope, ecrRepositoryArn } from "./arn";
import { type Deferred, knownValue } from "./deferred";
import { ECR_LEVELS, ECR_LOGIN_ACTIONS, type EcrAccess } from "./ecr-actions";
import { MAX_MANAGED_POLICY_CHARACTERS } from "./iam-names";
import { distinct, flattened, mapped, type NonEmpty } from "./non-empty";
import {
  countedCharacters,
  type OneOrMore,
  oneOrMore,
  type PermissionStatement,
  type PolicyDocument,
} from "./policy-document";

/** The permissions of a role, and its ECR repositories. */
export interface EcrPermissions {
  readonly access: EcrAccess;
  /** Names, or patterns with `*`, which crosses `/`. */
  readonly repositories: NonEmpty<string>;
  readonly regions: NonEmpty<string>;
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
  return writtenEcrPolicies(name, permissions.access, mapped(repositoryArns(scope, permissions), knownValue));
}

/** {@link ecrPolicies} for ARNs that may be Terraform's expressions. The samples decide which policy contains an ARN. */
export function writtenEcrPolicies(
  name: string,
  access: EcrAccess,
  arns: NonEmpty<Deferred>,
): NonEmpty<NamedPolicy> {
  const policies: NamedPolicy[] = [];
  let rest: readonly Deferred[] = arns;
  while (rest.length > 0) {
    const isFirst = policies.length === 0;
    const samples = rest.map(({ sample }) => sample);
    const { length } = fitting(samples, (held) => granting(access, oneOrMore(held), isFirst));
    const [arn = "", ...others] = rest.slice(0, length).map(({ expression }) => expression);
    // One expression can have several samples: an ARN is the same in every region of the role.
    const resource = length === 1 ? arn : distinct([arn, ...others]);
    policies.push({
      name: isFirst ? name : `${name}-${policies.length + 1}`,
      document: granting(access, resource, isFirst),
    });
    rest = rest.slice(length);
  }
  return policies as unknown as NonEmpty<NamedPolicy>;
}

function granting(access: EcrAccess, resource: OneOrMore, hasLogin: boolean): NamedPolicy["document"] {
  const { sid, actions } = ECR_LEVELS[access];
  const grant: PermissionStatement = {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resource,
  };
  return { Version: "2012-10-17", Statement: hasLogin ? [LOGIN, grant] : [grant] };
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

function repositoryArns(scope: ArnScope, { repositories, regions }: EcrPermissions): NonEmpty<string> {
  return flattened(
    mapped(regions, (region) =>
      mapped(repositories, (repository) => ecrRepositoryArn(scope, region, repository)),
    ),
  );
}
