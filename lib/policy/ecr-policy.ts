import { type ArnScope, ecrRepositoryArn } from "./arn";
import {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./ecr-actions";
import { MAX_MANAGED_POLICY_CHARACTERS } from "./iam-names";
import { flattened, mapped, type NonEmpty } from "./non-empty";
import {
  countedCharacters,
  oneOrMore,
  type PermissionStatement,
  type PolicyDocument,
} from "./policy-document";

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

const GRANTS: Readonly<Record<EcrAccess, Pick<PermissionStatement, "Sid" | "Action">>> = {
  push: { Sid: "ECRPushPull", Action: ECR_PUSH_ACTIONS },
  pull: { Sid: "ECRPull", Action: ECR_PULL_ACTIONS },
  "push-pull": { Sid: "ECRPushPull", Action: ECR_PUSH_PULL_ACTIONS },
};

const LOGIN: PermissionStatement = {
  Sid: "ECRAuth",
  Effect: "Allow",
  Action: ECR_LOGIN_ACTIONS,
  Resource: "*",
};

/**
 * What a role may do: log in to the registry, and the actions of its access on these repositories. Where one policy does not hold
 * all of them, the rest goes to policies of the same name with a number, `-2` and so on, in the order of regions and repositories: in
 * one region, a further repository at the end changes the last policy alone.
 * @param name of the first policy.
 */
export function ecrPolicies(
  name: string,
  scope: ArnScope,
  permissions: EcrPermissions,
): NonEmpty<NamedPolicy> {
  const grant = (arns: NonEmpty<string>): PermissionStatement => ({
    Sid: GRANTS[permissions.access].Sid,
    Effect: "Allow",
    Action: GRANTS[permissions.access].Action,
    Resource: oneOrMore(arns),
  });
  const policies: NamedPolicy[] = [];
  let arns: readonly string[] = repositoryArns(scope, permissions);
  while (arns.length > 0) {
    const isFirst = policies.length === 0;
    const document = (held: NonEmpty<string>): NamedPolicy["document"] => ({
      Version: "2012-10-17",
      Statement: isFirst ? [LOGIN, grant(held)] : [grant(held)],
    });
    const held = fitting(arns, document);
    policies.push({ name: isFirst ? name : `${name}-${policies.length + 1}`, document: document(held) });
    arns = arns.slice(held.length);
  }
  return policies as unknown as NonEmpty<NamedPolicy>;
}

/** As many of the first ARNs as a managed policy holds, at least one. */
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
