import type { ArnScope } from "../policy/arn";
import { accountOf } from "./account";
import type { DiscoveredRole, SkippedRole } from "./discovered-role";
import { permissionsOf } from "./permissions";
import { at, type Place } from "./place";
import { readRole } from "./role";
import { attachedPolicies } from "./terraform-policies";
import { isRole, type TerraformResource } from "./terraform-resource";

/**
 * The roles among Terraform's resources.
 * @param account of roles whose ARN is not known.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export function* terraformRoles(
  resources: readonly TerraformResource[],
  account: ArnScope | undefined,
): Generator<DiscoveredRole | SkippedRole> {
  const policiesOf = attachedPolicies(resources);
  for (const role of resources.filter(isRole)) {
    const trustPolicy = at(role.arguments, "assume_role_policy");
    const { value: seconds } = at(role.arguments, "max_session_duration");
    yield readRole({
      name: role.text("name") ?? role.address,
      address: role.address,
      path: role.arguments.path,
      trustPolicy: { path: trustPolicy.path, value: role.document(trustPolicy.value, "trust") },
      account: accountOf(role.text("arn")) ?? account,
      permissions: permissionsOf(policiesOf(role)),
      maxSessionSeconds: typeof seconds === "number" ? seconds : undefined,
      hasPermissionsBoundary: hasBoundary(role),
    });
  }
}

function hasBoundary(role: TerraformResource): boolean | undefined {
  const boundary: Place = at(role.arguments, "permissions_boundary");
  if (boundary.value === undefined) return role.isComplete ? false : undefined;
  return boundary.value !== null && boundary.value !== "";
}
