import { type Policy, policyOf } from "./permissions";
import { at, elements, type Place } from "./place";
import type { TerraformResource } from "./terraform-resource";

/** The policies of each role: its own, and those that other resources attach to it. */
export function attachedPolicies(
  resources: readonly TerraformResource[],
): (role: TerraformResource) => readonly Policy[] {
  const managed = managedPolicies(resources);
  const attached = new Map<string, Policy[]>();
  for (const resource of resources) {
    const found = attachedPolicy(resource, managed);
    if (found === undefined) continue;
    for (const key of receiverKeys(resource)) {
      const policies = attached.get(key);
      if (policies === undefined) attached.set(key, [found.policy]);
      else policies.push(found.policy);
    }
  }
  return (role) => [
    ...ownPolicies(role, managed),
    ...roleKeys(role).flatMap((key) => attached.get(key) ?? []),
    // A policy may be attached to this role, if the file does not show to which one.
    ...(attached.has(ANY_ROLE) || isAmbiguous(role, attached) ? [undefined] : []),
  ];
}

type Managed = (arn: string | undefined, references: readonly string[], index: string) => Policy;

/** Managed policies by their ARN, or by the block that a reference names. */
function managedPolicies(resources: readonly TerraformResource[]): Managed {
  const byKey = new Map<string, Policy>();
  for (const resource of resources) {
    if (resource.type !== "aws_iam_policy") continue;
    const policy = policyOf(resource.document(at(resource.arguments, "policy").value, "permissions"));
    const arn = resource.text("arn");
    if (arn !== undefined) byKey.set(arn, policy);
    // If a block has several instances, a reference without an index names none of them.
    byKey.set(resource.block, byKey.has(resource.block) ? undefined : policy);
    if (resource.index !== "") byKey.set(resource.block + resource.index, policy);
  }
  return (arn, references, index) => {
    const keys = arn === undefined ? references.flatMap((block) => [block + index, block]) : [arn];
    return byKey.get(keys.find((key) => byKey.has(key)) ?? "");
  };
}

/** The policy that a resource attaches to roles; undefined for a resource that attaches none. */
function attachedPolicy(
  resource: TerraformResource,
  managed: Managed,
): { readonly policy: Policy } | undefined {
  switch (resource.type) {
    case "aws_iam_role_policy":
      return { policy: policyOf(resource.document(at(resource.arguments, "policy").value, "permissions")) };
    case "aws_iam_role_policy_attachment":
      return {
        policy: managed(resource.text("policy_arn"), resource.references("policy_arn"), resource.index),
      };
    // It attaches to several roles, users and groups at once. Its policy counts as not read.
    case "aws_iam_policy_attachment":
      return { policy: undefined };
    default:
      return undefined;
  }
}

const ANY_ROLE = "";

/** The keys of the roles to which this resource attaches a policy. A role that is not in the file also has a key, without effect. */
function receiverKeys(resource: TerraformResource): readonly string[] {
  const name = resource.text("role");
  if (name !== undefined) return [nameKey(name)];
  const [block, ...others] = resource.references("role");
  if (block === undefined || others.length > 0) return [ANY_ROLE];
  return resource.index === "" ? [block] : [block + resource.index, indexedKey(block)];
}

/** The keys of a role: its name, its block with the same index or without an index, or with any index if the role has none. */
function roleKeys(role: TerraformResource): readonly string[] {
  const name = role.text("name");
  const blocks =
    role.index === "" ? [role.block, indexedKey(role.block)] : [role.block + role.index, role.block];
  return name === undefined ? blocks : [nameKey(name), ...blocks];
}

/** Whether policies are attached to instances of the block with other indexes. */
function isAmbiguous({ block, index }: TerraformResource, attached: ReadonlyMap<string, unknown>): boolean {
  return index !== "" && attached.has(indexedKey(block)) && !attached.has(block + index);
}

function indexedKey(block: string): string {
  return `${block} by index`;
}

function nameKey(name: string): string {
  return `name ${name}`;
}

/** The policies in the role's own arguments. */
function ownPolicies(role: TerraformResource, managed: Managed): readonly Policy[] {
  const inline = elements(at(role.arguments, "inline_policy"));
  const arns: readonly Place[] = elements(at(role.arguments, "managed_policy_arns"));
  return [
    ...inline.map((policy) => policyOf(role.document(at(policy, "policy").value, "permissions"))),
    ...arns.map(({ value }) => managed(String(value), [], "")),
  ];
}
