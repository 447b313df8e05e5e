import { ALWAYS_SENT, CONDITION_CLAIMS } from "../claims";
import { GITHUB_COM_ISSUER } from "../github-issuer";
import {
  ANYTHING,
  EMPTY,
  type Glob,
  hasVariable,
  hasWildcard,
  overlaps,
  patternOf,
  WILDCARDS_ALONE,
} from "../iam/glob";
import { isNegativeString, requiresValue } from "../iam/operators";
import { parseContext, parseSubject, segmentsOf, subjectClaims } from "../subject/parse";
import { isPossibleClaim } from "../subject/possible";
import type { LintContext } from "./context";
import {
  type ClaimCondition,
  type ConditionValue,
  type GithubStatement,
  hasLiteralWildcard,
  isWiderValue,
} from "./github-statement";

/** A condition that no token fulfills together with the others of its statement. */
export interface Contradiction {
  readonly value: ConditionValue;
  /** What the two conditions require, or the one that no token fulfills alone. */
  readonly asked: readonly AskedValue[];
  /** Why, as a clause for a finding at the value. */
  readonly hint: string;
  /** The same without a place. */
  readonly message: string;
  readonly fix: string;
}

/**
 * The conditions of a statement that exclude each other: for each, the first value of the later one. Subjects with ids and those of other
 * subject templates count as what they usually are: a job with an environment has no branch in its subject.
 */
export function contradictions(
  { conditions, issuerHost }: GithubStatement,
  context: Pick<LintContext, "hasTemplate">,
): readonly Contradiction[] {
  const plain = conditions
    .filter(({ condition }) => requiresValue(condition.operator))
    .map((condition) => ({ ...condition, values: possibleValues(condition, issuerHost) }))
    .filter(({ values }) => values.length > 0);
  return [
    ...plain.flatMap((later, index) =>
      plain.slice(0, index).flatMap((earlier) => pair(later, earlier, context)),
    ),
    ...conditions.flatMap((condition) => plain.flatMap((other) => exclusion(condition, other))),
    ...conditions.flatMap((condition) => nullContradiction(condition, plain, issuerHost, context)),
  ];
}

/** The values of a condition that a token can have. */
function possibleValues(
  { claim, condition, values }: ClaimCondition,
  issuerHost: string,
): readonly ConditionValue[] {
  // A workflow can request the audience sts.* itself.
  const isLiteral = (value: ConditionValue) =>
    claim !== "aud" && !hasVariable(value.pattern) && hasLiteralWildcard(condition.operator, value);
  return values.filter(
    (value) => !isLiteral(value) && isPossibleClaim(claim, value.pattern, issuerHost, value.isCaseless),
  );
}

const REMOVE = "remove one of the two conditions";

function pair(
  later: ClaimCondition,
  earlier: ClaimCondition,
  context: Pick<LintContext, "hasTemplate">,
): readonly Contradiction[] {
  const [value] = later.values;
  const [other] = earlier.values;
  if (value === undefined || other === undefined) return [];
  const isExcluded = later.values.every((one) =>
    earlier.values.every((two) => {
      const asked = [
        { claim: later.claim, value: one },
        { claim: earlier.claim, value: two },
      ] as const;
      return later.claim === earlier.claim
        ? !isOverlap(one, two)
        : isContradiction(...asked) || isUnusual(...asked, context);
    }),
  );
  if (!isExcluded) return [];
  const byEnvironment = environmentText(later, earlier);
  const asked = [
    { claim: earlier.claim, value: other },
    { claim: later.claim, value },
  ] as const;
  const [first, second] = asked.map(askedText);
  return [
    {
      value,
      asked,
      hint: `both this and ${first} must hold, and no token has both${byEnvironment?.why ?? ""}`,
      message: `all conditions must hold, and no token has both ${first} and ${second}${byEnvironment?.why ?? ""}`,
      fix:
        byEnvironment?.fix ??
        (later.claim === earlier.claim
          ? `${REMOVE}, or write the two values as a list in one condition, if either is enough`
          : REMOVE),
    },
  ];
}

/** A subject shows by itself what it is. */
function askedText({ claim, value: { text } }: AskedValue): string {
  return claim === "sub" ? text : `${claim} ${text}`;
}

/** The text for the claim `environment` beside a subject of a job without one. */
function environmentText(
  a: ClaimCondition,
  b: ClaimCondition,
): { readonly why: string; readonly fix: string } | undefined {
  const subject = [a, b].find(({ claim }) => claim === "sub")?.values[0];
  if (subject === undefined || ![a, b].some(({ claim }) => claim === "environment")) return undefined;
  const { kind } = parseContext(contextOf(subject));
  if (kind === "environment") return undefined;
  return kind === "pullRequest"
    ? {
        why: ": the subject of a job with an environment does not end with pull_request",
        fix: `trust the environment in the subject. Or ${REMOVE}`,
      }
    : {
        why: ": the subject of a job with an environment names no branch",
        fix: `trust the environment in the subject, and require the branch with the claim ref. Or ${REMOVE}`,
      };
}

/** A negative operator that excludes every value that another condition requires. */
function exclusion(negative: ClaimCondition, required: ClaimCondition): readonly Contradiction[] {
  const [value] = negative.values;
  const [other] = required.values;
  if (value === undefined || other === undefined || !isExcludedBy(negative, required)) return [];
  return [
    {
      value,
      asked: [{ claim: required.claim, value: other }],
      hint: `${askedText({ claim: required.claim, value: other })} must hold too, and ${negative.condition.operatorName} excludes it`,
      message: `all conditions must hold, and ${negative.condition.operatorName} ${value.text} excludes ${askedText({ claim: required.claim, value: other })}`,
      fix: REMOVE,
    },
  ];
}

/** Whether a condition with a negative operator matches no token that fulfills another condition. */
function isExcludedBy(negative: ClaimCondition, required: ClaimCondition): boolean {
  return (
    negative.claim === required.claim &&
    isNegativeString(negative.condition.operator) &&
    required.values.every((value) => negative.values.some((excluded) => isWiderValue(excluded, value)))
  );
}

/** What a condition with `Null` requires of the claim; undefined for other conditions. */
function requiredPresence({
  condition,
}: ClaimCondition): "absent" | "present" | "never" | "always" | undefined {
  const { comparison, set } = condition.operator;
  const truths = condition.values.map((value) => value.toLowerCase());
  if (comparison.kind !== "null" || !truths.every((each) => each === "true" || each === "false"))
    return undefined;
  const [isTrue, isFalse] = [truths.includes("true"), truths.includes("false")];
  switch (set) {
    case undefined:
      return isTrue && isFalse ? "always" : isTrue ? "absent" : "present";
    case "ForAllValues":
      return isFalse ? "always" : "absent";
    case "ForAnyValue":
      return isFalse ? "present" : "never";
  }
}

/** Whether no token fulfills a condition with `Null`, alone or beside the conditions that require a value. */
export function isNullNever(
  condition: ClaimCondition,
  required: readonly ClaimCondition[],
  issuerHost: string,
): boolean {
  const presence = requiredPresence(condition);
  if (presence !== "absent") return presence === "never";
  return (
    isAlwaysFilled(condition.claim, issuerHost) || required.some(({ claim }) => claim === condition.claim)
  );
}

/** Whether AWS has a value for a claim in every call. It documents the claims of other hosts than github.com only in part. */
function isAlwaysFilled(claim: string, issuerHost: string): boolean {
  return (
    ["sub", "aud"].includes(claim) ||
    (issuerHost === GITHUB_COM_ISSUER && ALWAYS_SENT.includes(claim) && CONDITION_CLAIMS.includes(claim))
  );
}

function nullContradiction(
  condition: ClaimCondition,
  required: readonly ClaimCondition[],
  issuerHost: string,
  context: Pick<LintContext, "hasTemplate">,
): readonly Contradiction[] {
  const [value] = condition.values;
  if (value === undefined) return [];
  const { claim } = condition;
  if (isNullNever(condition, required, issuerHost)) {
    const why =
      requiredPresence(condition) === "never"
        ? `${condition.condition.operatorName} true never holds`
        : `the token needs the claim ${claim}, which this condition excludes`;
    return [{ value, asked: [], hint: why, message: why, fix: "remove the condition" }];
  }
  if (claim !== "environment") return [];
  const subjects = required.find((each) => each.claim === "sub")?.values ?? [];
  const [subject] = subjects;
  if (subject === undefined) return [];
  const presence = requiredPresence(condition);
  const isOfEnvironment = (each: ConditionValue) => parseContext(contextOf(each)).kind === "environment";
  const isWithout = (each: ConditionValue) =>
    isUnusual({ claim: "sub", value: each }, { claim, value: ANY_VALUE }, context) ||
    isContradiction({ claim: "sub", value: each }, { claim, value: ANY_VALUE });
  const isNever =
    (presence === "absent" && subjects.every(isOfEnvironment)) ||
    (presence === "present" && subjects.every(isWithout));
  if (!isNever) return [];
  const job = presence === "absent" ? "has an environment" : "has no environment";
  const why = `a job with the subject ${subject.text} ${job}, and the condition requires ${presence === "absent" ? "none" : "one"}`;
  return [{ value, asked: [{ claim: "sub", value: subject }], hint: why, message: why, fix: REMOVE }];
}

/** A value of the claim `environment` that overlaps with every other. */
const ANY_VALUE: ConditionValue = { path: [], text: "*", pattern: ANYTHING, isCaseless: false };

function contextOf({ pattern }: ConditionValue): Glob {
  return segmentsOf(parseSubject(pattern)?.context?.text ?? EMPTY)[0] ?? EMPTY;
}

/** A value that a condition asks for. */
export interface AskedValue {
  readonly claim: string;
  readonly value: ConditionValue;
}

export function isOverlap(a: ConditionValue, b: ConditionValue): boolean {
  return a.isCaseless || b.isCaseless
    ? overlaps(a.pattern.toLowerCase(), b.pattern.toLowerCase())
    : overlaps(a.pattern, b.pattern);
}

/** Whether no token with the default subject template has both. A pattern can match repositories with another template. */
function isUnusual(a: AskedValue, b: AskedValue, context: Pick<LintContext, "hasTemplate">): boolean {
  if (b.claim === "sub") return a.claim !== "sub" && isUnusual(b, a, context);
  if (a.claim !== "sub" || !["environment", "ref"].includes(b.claim)) return false;
  const parts = parseSubject(a.value.pattern);
  if (parts?.context === undefined || parts.repository === undefined) return false;
  if (hasWildcard(parts.owner.text) || hasWildcard(parts.repository.text)) return false;
  if (context.hasTemplate(parts.owner.text, parts.repository.text)) return false;
  const segments = segmentsOf(parts.context.text);
  const { kind } = parseContext(segments[0] ?? EMPTY);
  if (segments.length > 1 || kind === "any" || kind === "unknown") return false;
  if (b.claim === "environment") return kind !== "environment";
  return b.claim === "ref" && kind === "pullRequest" && !overlaps(b.value.pattern, MERGE_REF);
}

/** The refs of pull requests. */
const MERGE_REF = patternOf("refs/pull/*", WILDCARDS_ALONE);

/** Whether no token has both values, one of them a subject in the default form. */
export function isContradiction(a: AskedValue, b: AskedValue): boolean {
  if (a.claim === "sub") return isOtherJob(a.value, b);
  return b.claim === "sub" && isOtherJob(b.value, a);
}

/** The claims whose value the default form of a subject can contain. */
const CLAIMS_IN_SUBJECT = ["repository", "repository_owner_id", "repository_id", "ref", "environment"];

function isOtherJob(subject: ConditionValue, { claim, value }: AskedValue): boolean {
  if (!CLAIMS_IN_SUBJECT.includes(claim)) return false;
  // With any template, pull_request is the context of a job without an environment.
  if (claim === "environment" && contextOf(subject) === "pull_request") return true;
  const claimed = subjectClaims(subject.pattern).get(claim);
  if (claimed === undefined) return false;
  const asked = decodedName(claim, value.pattern);
  return subject.isCaseless || value.isCaseless
    ? !overlaps(asked.toLowerCase(), decodedName(claim, claimed).toLowerCase())
    : !overlaps(asked, decodedName(claim, claimed));
}

/** Two environments can have one subject, so that their names are compared as the subject has them. */
function decodedName(claim: string, name: Glob): Glob {
  return claim === "environment" ? name.replace(/%3a/gi, ":") : name;
}
