import type { Statement } from "../policy/iam/document";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { Permissions } from "./discovered-role";
import { type DocumentValue, documentValue } from "./document-value";

/** The statements of a policy; undefined if it is not in the file or cannot be read. */
export type Policy = readonly Statement[] | undefined;

/** More than a role can have: IAM allows 25 managed policies and a few inline ones. It keeps a check fast. */
const MAX_POLICIES = 100;

export function policyOf(value: DocumentValue): Policy {
  if (value.kind !== "document") return undefined;
  const read = parsePolicy(value.document, "permissions");
  return "problems" in read ? undefined : read.statements;
}

/** A policy in the output of IAM's API. */
export function awsPolicy(value: unknown): Policy {
  return policyOf(documentValue(value, "permissions"));
}

/**
 * The permissions of all policies of a role.
 * @returns undefined if the file names no policy.
 */
export function permissionsOf(policies: readonly Policy[]): Permissions | undefined {
  if (policies.length === 0) return undefined;
  const read = [...new Set(policies)].flatMap((policy) => (policy === undefined ? [] : [policy]));
  const kept = read.slice(0, MAX_POLICIES);
  return {
    policies: kept,
    unread: policies.filter((policy) => policy === undefined).length + read.length - kept.length,
  };
}
