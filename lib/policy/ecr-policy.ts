import { type ArnScope, ecrRepositoryArn } from "./arn";
import {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./ecr-actions";
import { flattened, mapped, type NonEmpty } from "./non-empty";
import { oneOrMore, type PermissionStatement, type PolicyDocument } from "./policy-document";

export interface EcrPermissions {
  readonly access: EcrAccess;
  /** Names, or patterns with `*`, which crosses `/`. */
  readonly repositories: NonEmpty<string>;
  readonly regions: NonEmpty<string>;
}

const GRANTS: Readonly<Record<EcrAccess, Pick<PermissionStatement, "Sid" | "Action">>> = {
  push: { Sid: "ECRPushPull", Action: ECR_PUSH_ACTIONS },
  pull: { Sid: "ECRPull", Action: ECR_PULL_ACTIONS },
  "push-pull": { Sid: "ECRPushPull", Action: ECR_PUSH_PULL_ACTIONS },
};

/** What a role may do: log in to the registry, and the actions of its access on these repositories. */
export function ecrPolicy(scope: ArnScope, permissions: EcrPermissions): PolicyDocument<PermissionStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "ECRAuth", Effect: "Allow", Action: ECR_LOGIN_ACTIONS, Resource: "*" },
      {
        Sid: GRANTS[permissions.access].Sid,
        Effect: "Allow",
        Action: GRANTS[permissions.access].Action,
        Resource: oneOrMore(repositoryArns(scope, permissions)),
      },
    ],
  };
}

function repositoryArns(scope: ArnScope, { repositories, regions }: EcrPermissions): NonEmpty<string> {
  return flattened(
    mapped(regions, (region) =>
      mapped(repositories, (repository) => ecrRepositoryArn(scope, region, repository)),
    ),
  );
}
