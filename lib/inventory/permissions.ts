import type { Statement } from "../policy/iam/document";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { Permissions } from "./discovered-role";
import { type DocumentValue, documentValue } from "./document-value";

/** What a policy says; nothing, where the file does not hold it or it cannot be read. */
export type Policy = readonly Statement[] | undefined;

/** More than a role can have: 25 managed ones and some inline, by IAM's quotas. What is judged stays small by it. */
const MAX_POLICIES = 100;

export function policyOf(value: DocumentValue): Policy {
  if (value.kind !== "document") return undefined;
  const read = parsePolicy(value.document, "permissions");
  return "problems" in read ? undefined : read.statements;
}

/** A policy as IAM's API answers it. */
export function awsPolicy(value: unknown): Policy {
  return policyOf(documentValue(value, "permissions"));
}

/**
 * What policies allow together.
 * @returns nothing, where the file names none.
 */
export function permissionsOf(policies: readonly Policy[]): Permissions | undefined {
  if (policies.length === 0) return undefined;
  const read = [...new Set(policies)].flatMap((policy) => (policy === undefined ? [] : [policy]));
  const judged = read.slice(0, MAX_POLICIES);
  return {
    policies: judged,
    unread: policies.filter((policy) => policy === undefined).length + read.length - judged.length,
  };
}
