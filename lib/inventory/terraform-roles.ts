import type { ArnScope } from "../policy/arn";
import type { DocumentKind } from "../policy/policy-document";
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
import { at, type DocumentValue, elements, type Place, textAt } from "./json-value";

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

/** A Terraform resource or data source, from a configuration, a plan or a state. */
export interface TerraformResource {
  /** `aws_iam_role` */
  readonly type: string;
  /** `module.web["a"].aws_iam_role.push[0]` */
  readonly address: string;
  /** The address without its own index. All instances of a block have the same one. */
  readonly block: string;
  /** `[0]`, or empty. */
  readonly index: string;
  /** Its arguments. */
  readonly arguments: Place;
  /** The string of an argument, if it is known. */
  readonly text: (argument: string) => string | undefined;
  /** The blocks that an argument refers to. */
  readonly references: (argument: string) => readonly string[];
  /** Reads an argument's value as a policy document. */
  readonly document: (value: unknown, kind: DocumentKind) => DocumentValue;
  /** Whether an absent argument has no value. Otherwise its value is not known. */
  readonly isComplete: boolean;
}

function isRole({ type, block }: TerraformResource): boolean {
  return type === "aws_iam_role" && !/(?:^|\.)data\./.test(block);
}

/** The block of a role, a policy or a provider in a reference to it: `aws_iam_role.push` of `aws_iam_role.push.name`. */
const BLOCK = /^(?:data\.)?aws_iam_[a-z_]+\.[\w-]+/;

export function referredBlock(reference: string): string | undefined {
  return BLOCK.exec(reference)?.[0];
}

/** The policies of each role: its own, and those that other resources attach to it. */
function attachedPolicies(
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
    const policy = policyOfResource(resource, "managed policy", at(resource.arguments, "policy"));
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
      return { policy: policyOfResource(resource, "inline policy", at(resource.arguments, "policy")) };
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

function policyOfResource(
  resource: TerraformResource,
  kind: PolicySource["kind"],
  { path, value }: Place,
): Policy {
  const { address } = resource;
  const name =
    (kind === "managed policy" ? resource.text("arn") : undefined) ?? resource.text("name") ?? address;
  return policyOf({ kind, name, address }, path, resource.document(value, "permissions"));
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
    ...inline.map((policy) => {
      const source = { kind: "inline policy", name: textAt(policy, "name") ?? role.address } as const;
      const { path, value } = at(policy, "policy");
      return policyOf({ ...source, address: role.address }, path, role.document(value, "permissions"));
    }),
    ...arns.map(({ value }) => managed(String(value), [], "")),
  ];
}
