import {
  accountOf,
  type DiscoveredRole,
  type Permissions,
  type Policy,
  type PolicySource,
  permissionsOf,
  policyOf,
  readRole,
  type SkippedRole,
} from "./discovered-role";
import { at, documentValue, elements, isMap, type Place, textAt } from "./json-value";

/** What the rest of IAM's output says about a role. */
interface RoleDetails {
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

/**
 * The roles of `aws iam get-account-authorization-details`.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function* authorizationDetails(answer: Place): Generator<DiscoveredRole | SkippedRole> {
  const managed = new Map(
    elements(at(answer, "Policies")).map((policy) => [textAt(policy, "Arn"), currentVersion(policy)]),
  );
  for (const role of elements(at(answer, "RoleDetailList"))) {
    const inline = elements(at(role, "RolePolicyList")).map((policy) =>
      awsPolicy(
        { kind: "inline policy", name: textAt(policy, "PolicyName") ?? "", address: undefined },
        at(policy, "PolicyDocument"),
      ),
    );
    const attached = elements(at(role, "AttachedManagedPolicies"));
    yield awsRole(role, {
      permissions:
        permissionsOf([...inline, ...attached.map((policy) => managed.get(textAt(policy, "PolicyArn")))]) ??
        (hasPolicyLists(role) ? NO_PERMISSIONS : undefined),
      hasBoundaries: true,
    });
  }
}

const NO_PERMISSIONS: Permissions = { policies: [], unread: 0 };

/** Whether the output has the lists of the role's policies. If both are empty, the role has none. */
function hasPolicyLists(role: Place): boolean {
  return ["RolePolicyList", "AttachedManagedPolicies"].every((list) => Array.isArray(at(role, list).value));
}

/** The version in force. */
function currentVersion(policy: Place): Policy {
  const version = elements(at(policy, "PolicyVersionList")).find(
    (each) => at(each, "IsDefaultVersion").value === true,
  );
  const name = textAt(policy, "Arn") ?? textAt(policy, "PolicyName") ?? "";
  return version && awsPolicy({ kind: "managed policy", name, address: undefined }, at(version, "Document"));
}

/** A policy in the output of IAM's API. */
function awsPolicy(source: PolicySource, { path, value }: Place): Policy {
  return policyOf(source, path, documentValue(value, "permissions"));
}
