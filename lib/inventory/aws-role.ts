import { accountOf } from "./account";
import type { DiscoveredRole, Permissions, SkippedRole } from "./discovered-role";
import { documentValue } from "./document-value";
import { at, isMap, type Place, textAt } from "./place";
import { readRole } from "./role";

/** What the rest of IAM's output says about a role. */
export interface RoleDetails {
  readonly permissions: Permissions | undefined;
  /** Whether the output contains permissions boundaries. list-roles does not. */
  readonly hasBoundaries: boolean;
}

/**
 * A role in the output of `aws iam`.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export function awsRole(
  role: Place,
  { permissions, hasBoundaries }: RoleDetails,
): DiscoveredRole | SkippedRole {
  const address = textAt(role, "Arn");
  const policy = at(role, "AssumeRolePolicyDocument");
  const { value: seconds } = at(role, "MaxSessionDuration");
  const hasBoundary = isMap(at(role, "PermissionsBoundary").value);
  return readRole({
    name: textAt(role, "RoleName") ?? address ?? "a role without a name",
    address,
    path: role.path,
    trustPolicy: { path: policy.path, value: documentValue(policy.value, "trust") },
    account: accountOf(address),
    permissions,
    maxSessionSeconds: typeof seconds === "number" ? seconds : undefined,
    hasPermissionsBoundary: hasBoundary || (hasBoundaries ? false : undefined),
  });
}
