import {
  accountOf,
  type DiscoveredRole,
  type Policy,
  type PolicySource,
  permissionsOf,
  policyOf,
  readRole,
  type SkippedRole,
} from "./discovered-role";
import { at, documentValue, elements, type JsonMap, type Place, textAt } from "./json-value";

/** Whether a map is the output of `pulumi stack export`. */
export function isStackExport({ deployment }: JsonMap): boolean {
  return Array.isArray(at({ value: deployment, path: [] }, "resources").value);
}

/**
 * The roles in the output of `pulumi stack export`.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/
 */
export function* pulumiStack(file: Place): Generator<DiscoveredRole | SkippedRole> {
  const resources = elements(at(at(file, "deployment"), "resources")).map((place) => ({
    type: textAt(place, "type"),
    urn: textAt(place, "urn"),
    outputs: at(place, "outputs"),
  }));
  const ofType = (type: string) =>
    resources.filter((each) => each.type === `aws:iam/${type}`).map(({ outputs }) => outputs);
  const managed = new Map(
    ofType("policy:Policy").map((policy) => [
      textAt(policy, "arn"),
      documentIn("managed policy", policy, textAt(policy, "arn")),
    ]),
  );
  const attached = [
    ...ofType("rolePolicy:RolePolicy").map((policy) => ({
      role: textAt(policy, "role"),
      policy: documentIn("inline policy", policy, textAt(policy, "name")),
    })),
    ...ofType("rolePolicyAttachment:RolePolicyAttachment").map((attachment) => ({
      role: textAt(attachment, "role"),
      policy: managed.get(textAt(attachment, "policyArn")),
    })),
  ];
  for (const { urn, type, outputs } of resources) {
    if (type !== "aws:iam/role:Role") continue;
    const policy = at(outputs, "assumeRolePolicy");
    const name = textAt(outputs, "name");
    const { value: seconds } = at(outputs, "maxSessionDuration");
    yield readRole({
      name: name ?? urn ?? "a role without a name",
      address: textAt(outputs, "arn") ?? urn,
      path: outputs.path,
      trustPolicy: { path: policy.path, value: documentValue(policy.value, "trust") },
      account: accountOf(textAt(outputs, "arn")),
      permissions: permissionsOf([
        ...elements(at(outputs, "inlinePolicies")).map((each) =>
          documentIn("inline policy", each, textAt(each, "name")),
        ),
        ...attached.filter(({ role }) => role !== undefined && role === name).map((each) => each.policy),
      ]),
      maxSessionSeconds: typeof seconds === "number" ? seconds : undefined,
      hasPermissionsBoundary: (textAt(outputs, "permissionsBoundary") ?? "") !== "",
    });
  }
}

function documentIn(kind: PolicySource["kind"], policy: Place, name: string | undefined): Policy {
  const { path, value } = at(policy, "policy");
  return policyOf({ kind, name: name ?? "", address: undefined }, path, documentValue(value, "permissions"));
}
