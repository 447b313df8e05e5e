import { type Policy, policyOf } from "./permissions";
import { at, elements, type Place } from "./place";
import type { TerraformResource } from "./terraform-resource";

/** The policies of each role: its own, and what other resources attach to it. */
export function attachedPolicies(
  resources: readonly TerraformResource[],
): (role: TerraformResource) => readonly Policy[] {
  const managed = managedPolicies(resources);
  const attached = new Map<string, Policy[]>();
  for (const resource of resources) {
    const policy = givenPolicy(resource, managed);
    if (policy === undefined) continue;
    for (const key of receiverKeys(resource)) {
      const policies = attached.get(key);
      if (policies === undefined) attached.set(key, [policy.given]);
      else policies.push(policy.given);
    }
  }
  return (role) => [
    ...ownPolicies(role, managed),
    ...roleKeys(role).flatMap((key) => attached.get(key) ?? []),
    // What may be attached to this role as to any other.
    ...(attached.has(ANY_ROLE) || isAmbiguous(role, attached) ? [undefined] : []),
  ];
}

type Managed = (arn: string | undefined, references: readonly string[], index: string) => Policy;

/** Managed policies by their ARN, or by the block that a reference leads to. */
function managedPolicies(resources: readonly TerraformResource[]): Managed {
  const byKey = new Map<string, Policy>();
  for (const resource of resources) {
    if (resource.type !== "aws_iam_policy") continue;
    const policy = policyOf(resource.document(at(resource.arguments, "policy").value, "permissions"));
    const arn = resource.text("arn");
    if (arn !== undefined) byKey.set(arn, policy);
    // Of several that one block makes, a reference without an index means none in particular.
    byKey.set(resource.block, byKey.has(resource.block) ? undefined : policy);
    if (resource.index !== "") byKey.set(resource.block + resource.index, policy);
  }
  return (arn, references, index) => {
    const keys = arn === undefined ? references.flatMap((block) => [block + index, block]) : [arn];
    return byKey.get(keys.find((key) => byKey.has(key)) ?? "");
  };
}

/** What a resource gives to roles; nothing for one that gives nothing. */
function givenPolicy(resource: TerraformResource, managed: Managed): { readonly given: Policy } | undefined {
  switch (resource.type) {
    case "aws_iam_role_policy":
      return { given: policyOf(resource.document(at(resource.arguments, "policy").value, "permissions")) };
    case "aws_iam_role_policy_attachment":
      return {
        given: managed(resource.text("policy_arn"), resource.references("policy_arn"), resource.index),
      };
    // Gives to several roles, users and groups at once, and is not taken apart here.
    case "aws_iam_policy_attachment":
      return { given: undefined };
    default:
      return undefined;
  }
}

const ANY_ROLE = "";

/** By what a role will find what this resource gives. A role that stands elsewhere has a name too, and nobody finds that. */
function receiverKeys(resource: TerraformResource): readonly string[] {
  const name = resource.text("role");
  if (name !== undefined) return [nameKey(name)];
  const [block, ...others] = resource.references("role");
  if (block === undefined || others.length > 0) return [ANY_ROLE];
  return resource.index === "" ? [block] : [block + resource.index, indexedKey(block)];
}

/** What has the role's index, or none where the role has one, or any where the role has none. */
function roleKeys(role: TerraformResource): readonly string[] {
  const name = role.text("name");
  const blocks =
    role.index === "" ? [role.block, indexedKey(role.block)] : [role.block + role.index, role.block];
  return name === undefined ? blocks : [nameKey(name), ...blocks];
}

/** Whether something is attached to roles of the block by other indexes than theirs. */
function isAmbiguous({ block, index }: TerraformResource, attached: ReadonlyMap<string, unknown>): boolean {
  return index !== "" && attached.has(indexedKey(block)) && !attached.has(block + index);
}

function indexedKey(block: string): string {
  return `${block} by index`;
}

function nameKey(name: string): string {
  return `name ${name}`;
}

/** What the role itself says of its policies. */
function ownPolicies(role: TerraformResource, managed: Managed): readonly Policy[] {
  const inline = elements(at(role.arguments, "inline_policy"));
  const arns: readonly Place[] = elements(at(role.arguments, "managed_policy_arns"));
  return [
    ...inline.map((policy) => policyOf(role.document(at(policy, "policy").value, "permissions"))),
    ...arns.map(({ value }) => managed(String(value), [], "")),
  ];
}
