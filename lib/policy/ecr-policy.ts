import { type ArnScope, ecrRepositoryArn } from "./arn";
import { ECR_LEVELS, ECR_LOGIN_ACTIONS, type EcrAccess } from "./ecr-actions";
import { MAX_MANAGED_POLICY_CHARACTERS } from "./iam-names";
import { flattened, mapped, type NonEmpty } from "./non-empty";
import {
  countedCharacters,
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
  const policies: NamedPolicy[] = [];
  let arns: readonly string[] = repositoryArns(scope, permissions);
  while (arns.length > 0) {
    const isFirst = policies.length === 0;
    const document = (held: NonEmpty<string>) => granting(permissions.access, held, isFirst);
    const held = fitting(arns, document);
    policies.push({ name: isFirst ? name : `${name}-${policies.length + 1}`, document: document(held) });
    arns = arns.slice(held.length);
  }
  return policies as unknown as NonEmpty<NamedPolicy>;
}

function granting(access: EcrAccess, arns: NonEmpty<string>, hasLogin: boolean): NamedPolicy["document"] {
  const { sid, actions } = ECR_LEVELS[access];
  const grant: PermissionStatement = {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: oneOrMore(arns),
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
