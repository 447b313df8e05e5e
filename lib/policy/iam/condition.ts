import { CONDITION_CLAIMS } from "../claims";
import type { Condition } from "../policy-document";
import { type Glob, isExpression, patternOf, plainText, subsumes } from "./glob";
import { type Comparison, isRejected, type Operator, readingOf } from "./operators";
import { type RequestContext, requestContext } from "./request-context";
import { type RequestKey, requestKey } from "./request-keys";

/**
 * Whether a condition, a principal or a statement matches; `undetermined` if it cannot be determined.
 * @inline
 */
export type Outcome = "holds" | "fails" | "undetermined";

/** The result of one condition. */
export interface ConditionAnswer {
  readonly condition: Condition;
  readonly outcome: Outcome;
  /** The values of the claim in the token, undefined if the token does not have it. */
  readonly got: readonly string[] | undefined;
  /** Why, a sentence without a full stop. */
  readonly why: string;
}

/**
 * Whether a condition holds for a request.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionAnswer(
  condition: Condition,
  hasVariables: boolean,
  request: RequestContext,
): ConditionAnswer {
  const got = request.keys.get(condition.key.toLowerCase());
  const answer: Answering = (outcome, why) => ({ condition, outcome, got, why });
  const { comparison } = condition.operator;
  if (isRejected(condition.operatorName, condition.operator)) {
    return answer("fails", `IAM rejects the operator ${condition.operatorName}`);
  }
  const unknown = whyUndetermined(condition, got, request);
  if (unknown !== undefined) return answer("undetermined", unknown);
  if (got === undefined && !isClaimOf(condition.key, request.issuerHost)) {
    const known = requestKey(condition.key);
    if (known !== undefined) return requestKeyAnswer(condition, known, hasVariables, request);
  }
  if (got === undefined) return absentAnswer(condition, answer);
  if (comparison.kind === "null") return nullAnswer(condition, got, answer);
  return comparedAnswer(condition, got, hasVariables, request, answer);
}

type Answering = (outcome: Outcome, why: string) => ConditionAnswer;

/**
 * Whether no token of an issuer can fulfill a condition: AWS never has a value for its key, or IAM rejects its operator. `false` if that is
 * not certain.
 */
export function neverHolds(condition: Condition, hasVariables: boolean, issuerHost: string): boolean {
  const { key, operator } = condition;
  const isClaim = CONDITION_CLAIMS.some(
    (claim) => `${issuerHost}:${claim}`.toLowerCase() === key.toLowerCase(),
  );
  if (isClaim && operator.comparison.kind !== "unknown") return false;
  return conditionAnswer(condition, hasVariables, requestContext({}, issuerHost)).outcome === "fails";
}

/** Why the outcome of a condition cannot be determined; undefined if it can. */
function whyUndetermined(
  condition: Condition,
  got: readonly string[] | undefined,
  { issuerHost, unsupportedKeys, unknownClaims }: RequestContext,
): string | undefined {
  const { operatorName, operator, key, values } = condition;
  if (operator.comparison.kind === "unknown") return `${operatorName} is not a known IAM operator`;
  if (unsupportedKeys.has(key.toLowerCase())) return `AWS documents ${key} only for github.com`;
  if (got === undefined && unknownClaims.has(key.toLowerCase())) return `the value of ${key} is unknown`;
  if (got === undefined && !isClaimOf(key, issuerHost)) {
    const known = requestKey(key);
    if (known === undefined) return `${key} is not a claim of this token, and its value is unknown`;
    if (known.presence === "request") return `the token has no ${key}; ${known.why}`;
  }
  if (operator.comparison.kind === "null")
    return areTruths(values) ? undefined : "Null accepts only true or false";
  return got === undefined ? whyMissingUndetermined(condition) : whyGotUndetermined(condition, got);
}

function whyMissingUndetermined({
  operatorName,
  operator: { set, isIfExists },
}: Condition): string | undefined {
  return set === "ForAnyValue" && isIfExists
    ? `AWS does not document ${operatorName} for a missing claim`
    : undefined;
}

function whyGotUndetermined(
  { operatorName, operator: { comparison, set }, values }: Condition,
  got: readonly string[],
): string | undefined {
  if (comparison.kind === "other")
    return `${operatorName} compares a type that no claim of a GitHub token has`;
  if (comparison.kind === "bool" && !areTruths([...values, ...got])) return "Bool accepts only true or false";
  return set === undefined && got.length > 1
    ? `${operatorName} accepts only a claim with one value`
    : undefined;
}

/** Whether a condition key is a claim of an issuer. */
export function isClaimOf(key: string, issuerHost: string): boolean {
  return key.toLowerCase().startsWith(`${issuerHost.toLowerCase()}:`);
}

/** A key that the request does not have. If AWS may fill it for every request, both ways count. */
function requestKeyAnswer(
  condition: Condition,
  { anonymous, why }: RequestKey,
  hasVariables: boolean,
  request: RequestContext,
): ConditionAnswer {
  const { key } = condition;
  const answer: Answering = (outcome, because) => ({ condition, outcome, got: undefined, why: because });
  const absent = absentAnswer(condition, (outcome) =>
    answer(outcome, `no call with a GitHub token has ${key}: ${why}`),
  );
  if (anonymous === undefined) return absent;
  const keys = new Map([...request.keys, [key.toLowerCase(), [anonymous]] as const]);
  const present = conditionAnswer(condition, hasVariables, { ...request, keys });
  return present.outcome === absent.outcome ? absent : answer("undetermined", why);
}

function absentAnswer(condition: Condition, answer: Answering): ConditionAnswer {
  return condition.operator.comparison.kind === "null"
    ? nullAnswer(condition, undefined, answer)
    : missingAnswer(condition.operator, answer);
}

function areTruths(texts: readonly string[]): boolean {
  return texts.every((text) => /^(?:true|false)$/i.test(text));
}

/**
 * `ForAllValues:Null` holds for a missing key, and `ForAnyValue:Null` does not, whatever their values are: a set operator compares each value
 * of the request, and there is none. AWS documents neither; this is what its simulator answers, recorded by the authors of PMapper.
 * @see https://github.com/nccgroup/PMapper/blob/master/tests/test_local_policy_sim.py
 */
function nullAnswer(
  { values, operator: { set } }: Condition,
  got: readonly string[] | undefined,
  answer: Answering,
): ConditionAnswer {
  const isAsked = values.some((value) => (value.toLowerCase() === "true") === (got === undefined));
  const isHeld = set === undefined || got !== undefined ? isAsked : set === "ForAllValues";
  return answer(isHeld ? "holds" : "fails", got === undefined ? ABSENT : "the token has the claim");
}

const ABSENT = "the token has no such claim";

/** IfExists, ForAllValues and the negative operators hold for a missing claim. */
function missingAnswer({ comparison, set, isIfExists }: Operator, answer: Answering): ConditionAnswer {
  const isHeld = isIfExists || (set === undefined ? isNegative(comparison) : set === "ForAllValues");
  return isHeld ? answer("holds", `${ABSENT}, so this operator matches`) : answer("fails", ABSENT);
}

function comparedAnswer(
  { values, operator }: Condition,
  got: readonly string[],
  hasVariables: boolean,
  request: RequestContext,
  answer: Answering,
): ConditionAnswer {
  const { comparison, set } = operator;
  const reading = readingOf(operator, hasVariables);
  const unresolved: string[] = [];
  const patterns = values.map((value) =>
    patternOf(value, reading, (variable) => {
      const text = variableText(variable, request);
      if (text === undefined && (isNegative(comparison) || !isExpression(variable))) {
        unresolved.push(variable);
      }
      return plainText(text ?? NO_TEXT);
    }),
  );
  if (unresolved.length > 0) {
    return answer("undetermined", `the policy variable ${unresolved[0]} has no value`);
  }
  const isCaseless = comparison.kind === "bool" || ("isCaseless" in comparison && comparison.isCaseless);
  const folded = (text: Glob) => (isCaseless ? text.toLowerCase() : text);
  const isNamed = (value: string) =>
    patterns.some((pattern) => subsumes(folded(pattern), folded(plainText(value))));
  const isMatch = (value: string) => isNamed(value) !== isNegative(comparison);
  const isHeld = set === "ForAnyValue" ? got.some(isMatch) : got.every(isMatch);
  return isHeld
    ? answer("holds", "the claim matches")
    : answer(
        "fails",
        isNegative(comparison)
          ? "the claim matches a value that the operator excludes"
          : "the claim matches none of the values",
      );
}

function isNegative(comparison: Comparison): boolean {
  return "isNegative" in comparison && comparison.isNegative;
}

/** In no claim of a token. */
const NO_TEXT = "\uFFFD";

/** The value of `key` or `key, 'default'`, undefined if neither has one. */
function variableText(variable: string, { keys }: RequestContext): string | undefined {
  const [, key = "", fallback] = /^([^,]*)(?:,\s*'([^']*)')?$/.exec(variable.trim()) ?? [];
  const values = keys.get(key.trim().toLowerCase());
  return values?.length === 1 ? values[0] : values === undefined ? fallback : undefined;
}
