import { type ArnScope, arnScopeOf } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-limits";
import { parsePolicy } from "../policy/parse";
import { isPartition } from "../policy/partition";
import type { DocumentPath, ParsedPolicy, PolicyJson, Statement } from "../policy/policy-document";
import type { DocumentValue } from "./json-value";

/** What a file says about a role, apart from its policies. */
interface RoleFacts {
  readonly name: string;
  /** Its ARN or its Terraform address, if the file has one. */
  readonly address: string | undefined;
  /** The place of the role in the file. */
  readonly path: DocumentPath;
}

/** A role whose trust policy can be read. */
export interface DiscoveredRole extends RoleFacts {
  readonly trustPolicy: PlacedDocument;
  /** The same, parsed. */
  readonly document: ParsedPolicy;
  readonly account: ArnScope | undefined;
  /** The statements of its policies; undefined if the file names no policy of the role. */
  readonly permissions: Permissions | undefined;
  readonly maxSessionSeconds: number | undefined;
  /** Undefined if this form of file never contains it. */
  readonly hasPermissionsBoundary: boolean | undefined;
}

interface PlacedDocument {
  readonly path: DocumentPath;
  readonly value: PolicyJson;
  /** Whether the file contains it as a string, so that no path of the file leads inside. */
  readonly isText: boolean;
}

export interface Permissions {
  /** Each policy that can be read. */
  readonly policies: readonly AttachedPolicy[];
  /** How many of the role's policies are not in the file or cannot be read. */
  readonly unread: number;
}

/** A role whose trust policy cannot be checked. */
export interface SkippedRole extends RoleFacts {
  /** `unknown`: only Terraform knows the policy, later or in another file. `unreadable`: the file is wrong. */
  readonly reason: "unknown" | "unreadable";
  readonly problems: readonly PlacedProblem[];
}

export interface PlacedProblem {
  readonly path: DocumentPath;
  /** One line: what is expected and what was given. */
  readonly message: string;
}

/** The roles of a file. */
export interface Inventory {
  /** The form of the file: `terraform show -json, a plan`. */
  readonly kind: string;
  readonly roles: readonly DiscoveredRole[];
  readonly skipped: readonly SkippedRole[];
}

/** For one document. Text that is no policy could have any number of them. */
const MAX_PROBLEMS = 20;

/** Longer than any name or address. Every message repeats them. */
const MAX_NAME_CHARACTERS = 1_000;

/** A role as a file describes it. */
interface DescribedRole extends Omit<DiscoveredRole, "trustPolicy" | "document"> {
  readonly trustPolicy: { readonly path: DocumentPath; readonly value: DocumentValue };
}

/** Parses the trust policy of a role. */
export function readRole(role: DescribedRole): DiscoveredRole | SkippedRole {
  const described = { ...role, ...facts(role) };
  const { value, path } = described.trustPolicy;
  if (value.kind !== "document") return skipped(described, value.kind, [{ path, message: value.message }]);
  const { document: own, isText } = value;
  const document = parsePolicy(own, "trust");
  if (!("problems" in document)) return { ...described, trustPolicy: { path, value: own, isText }, document };
  const problems = document.problems.slice(0, MAX_PROBLEMS);
  const more = document.problems.length - problems.length;
  return skipped(described, "unreadable", [
    ...problems.map((problem) => ({ ...problem, path: isText ? path : [...path, ...problem.path] })),
    ...(more > 0 ? [{ path, message: `${more} more problems` }] : []),
  ]);
}

/** A role that cannot be checked, or a part of the file that may contain roles. */
export function skipped(
  role: RoleFacts,
  reason: SkippedRole["reason"],
  problems: readonly PlacedProblem[],
): SkippedRole {
  return { ...facts(role), reason, problems };
}

function facts({ name, address, path }: RoleFacts): RoleFacts {
  return {
    name: name.slice(0, MAX_NAME_CHARACTERS),
    address: address?.slice(0, MAX_NAME_CHARACTERS),
    path,
  };
}

/** Where a policy that is attached to a role comes from. */
export interface PolicySource {
  readonly kind: "inline policy" | "managed policy";
  /** Its name, or the ARN of a managed policy. Its address, if the file has neither. */
  readonly name: string;
  /** Its address in Terraform, or its logical id in CloudFormation. */
  readonly address: string | undefined;
}

/** A policy that is attached to a role. */
export interface AttachedPolicy extends PolicySource {
  readonly statements: readonly Statement[];
  /** The place of the policy in the file. */
  readonly path: DocumentPath;
  /** Whether the file contains it as a string, so that no path of the file leads inside. */
  readonly isText: boolean;
}

/** Undefined if it is not in the file or cannot be read. */
export type Policy = AttachedPolicy | undefined;

/** More than a role can have: IAM allows 25 managed policies and a few inline ones. It keeps a check fast. */
const MAX_POLICIES = 100;

/** Parses a policy. */
export function policyOf(
  { kind, name, address }: PolicySource,
  path: DocumentPath,
  value: DocumentValue,
): Policy {
  if (value.kind !== "document") return undefined;
  const read = parsePolicy(value.document, "permissions");
  if ("problems" in read) return undefined;
  return {
    kind,
    name: name.slice(0, MAX_NAME_CHARACTERS),
    address: address?.slice(0, MAX_NAME_CHARACTERS),
    statements: read.statements,
    path,
    isText: value.isText,
  };
}

/**
 * The permissions of all policies of a role.
 * @returns undefined if the file names no policy.
 */
export function permissionsOf(policies: readonly Policy[]): Permissions | undefined {
  if (policies.length === 0) return undefined;
  const read = withoutCopies([
    ...new Set(policies.flatMap((policy) => (policy === undefined ? [] : [policy]))),
  ]);
  const kept = read.slice(0, MAX_POLICIES);
  return {
    policies: kept,
    unread: policies.filter((policy) => policy === undefined).length + read.length - kept.length,
  };
}

/** A Terraform state has an inline policy in its own resource, and again in the arguments of the role. */
function withoutCopies(policies: readonly AttachedPolicy[]): readonly AttachedPolicy[] {
  const last = new Map(policies.map((policy) => [policy.name, policy]));
  return policies.filter((policy) => {
    const other = last.get(policy.name);
    return (
      other === undefined ||
      other === policy ||
      other.kind !== policy.kind ||
      JSON.stringify(other.statements) !== JSON.stringify(policy.statements)
    );
  });
}

/** The account of an IAM ARN; undefined for another string. */
export function accountOf(arn: string | undefined): ArnScope | undefined {
  if (arn === undefined || !/^arn:[^:]*:iam::[0-9]+:/.test(arn)) return undefined;
  const { partition, accountId } = arnScopeOf(arn);
  return isPartition(partition) && ACCOUNT_ID.pattern.test(accountId) ? { partition, accountId } : undefined;
}
