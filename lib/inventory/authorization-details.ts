import { awsRole } from "./aws-role";
import type { DiscoveredRole, SkippedRole } from "./discovered-role";
import { awsPolicy, type Policy, permissionsOf } from "./permissions";
import { at, elements, type Place, textAt } from "./place";

/**
 * The roles of `aws iam get-account-authorization-details`.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function* authorizationDetails(answer: Place): Generator<DiscoveredRole | SkippedRole> {
  const managed = new Map(
    elements(at(answer, "Policies")).map((policy) => [textAt(policy, "Arn"), currentVersion(policy)]),
  );
  for (const role of elements(at(answer, "RoleDetailList"))) {
    const inline = elements(at(role, "RolePolicyList")).map((policy) => at(policy, "PolicyDocument").value);
    const attached = elements(at(role, "AttachedManagedPolicies"));
    yield awsRole(role, {
      permissions: permissionsOf([
        ...inline.map(awsPolicy),
        ...attached.map((policy) => managed.get(textAt(policy, "PolicyArn"))),
      ]),
      hasBoundaries: true,
    });
  }
}

/** The version in force. */
function currentVersion(policy: Place): Policy {
  const version = elements(at(policy, "PolicyVersionList")).find(
    (each) => at(each, "IsDefaultVersion").value === true,
  );
  return version && awsPolicy(at(version, "Document").value);
}
