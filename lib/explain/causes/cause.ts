import type { Part } from "../../policy/subject/parse";
import type { Attempt, ExpectedSubject } from "../compare";
import { subjectOf } from "../token";

/** What a job runs on, as causes name it. */
export type ContextCode = "branch" | "tag" | "environment" | "pull-request" | "merge-queue";

/** What is wrong, by a name that stays the same between versions. */
export type CauseCode =
  | "issuer"
  | "other-github-host"
  | "enterprise-in-issuer"
  | "no-enterprise-in-issuer"
  | "other-enterprise-in-issuer"
  | "other-account-provider"
  | "misspelled-provider"
  | "principal"
  | "action"
  | "explicit-deny"
  | "undetermined-deny"
  | "no-audience"
  | "audience"
  | "subject-template"
  | "template-value"
  | "invalid-subject"
  | "prefix-case"
  | "owner-case"
  | "owner-renamed"
  | "owner-id"
  | "other-owner"
  | "fork"
  | "fork-pull-request"
  | "ids-instead-of-names"
  | "names-instead-of-ids"
  | "repository-case"
  | "repository-renamed"
  | "repository-id"
  | "other-repository"
  | "no-context"
  | "no-ref"
  | "environment-colon"
  | "ref-prefix"
  | "context-case"
  | "literal-wildcard"
  | "misspelled-subject"
  | "impossible-claim"
  | "policy-variable"
  | "excluding-conditions"
  | `other-${ContextCode}`
  | `${ContextCode}-instead-of-${ContextCode}`
  | "other-context"
  | "other-subject"
  | "claim-value"
  | "missing-claim"
  | "unsupported-claim"
  | "misspelled-key"
  | "unfilled-key"
  | "unknown-operator"
  | "undetermined-condition"
  | "expired"
  | "not-yet-valid";

/** How a file can be edited, in the order in which several edits are made. */
export const EDIT_KINDS = [
  "enterprise",
  "audience",
  "owner-case",
  "repository-case",
  "repository-rename",
  "immutable-subject",
  "name-subject",
  "repository-id",
  "context-spelling",
  "new-entry",
] as const;

export type EditKind = (typeof EDIT_KINDS)[number];

/** A difference between what a statement expects and what the token has. */
export interface Difference {
  /** `sub`, `aud`, `iss`, or another claim. */
  readonly claim: string;
  /** As the trust policy writes it. One of several is enough. */
  readonly expected: readonly string[];
  /** Undefined if the token does not have the claim. */
  readonly got: string | undefined;
  /** The pieces of `got` that differ. */
  readonly marks: readonly Pick<Part, "start" | "end">[];
}

/** One reason why a role does not allow a token. */
export interface Cause {
  readonly code: CauseCode;
  /** How far the token is from the statement. The closest statement has the lowest sum. */
  readonly cost: number;
  /** What the role expects and what the token has: one sentence without a full stop. */
  readonly message: string;
  /** What to do: imperative sentences without a full stop at the end. */
  readonly fix: string;
  readonly difference: Difference | undefined;
  /** How the file can be edited. Undefined if it cannot or must not be. */
  readonly editKind: EditKind | undefined;
}

export type CauseText = Pick<Cause, "code" | "cost" | "message" | "fix" | "editKind">;

/** The cost of a cause that needs more than a change of the subject. */
export const FAR = 64;

/** A difference in which the token's whole value is marked. */
export function wholeDifference(
  claim: string,
  expected: readonly string[],
  got: string | undefined,
): Difference {
  return { claim, expected, got, marks: got === undefined ? [] : [{ start: 0, end: got.length }] };
}

/** The difference between the expected subject and the token's. */
export function subjectDifference(
  { roleDecision }: Attempt,
  { value }: ExpectedSubject,
  marks: Difference["marks"],
): Difference {
  return { claim: "sub", expected: [value.text], got: subjectOf(roleDecision.token), marks };
}
