import type { Condition } from "./document";
import { patternOf, plainText, subsumes } from "./glob";
import { type Comparison, type Operator, readingOf } from "./operator";
import type { RequestContext } from "./request-context";

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
  const unknown = whyUndetermined(condition, got, request);
  if (unknown !== undefined) return answer("undetermined", unknown);
  const { comparison } = condition.operator;
  if (comparison.kind === "null") return nullAnswer(condition, got, answer);
  if (got === undefined) return missingAnswer(condition.operator, answer);
  return comparedAnswer(condition, got, hasVariables, request, answer);
}

type Answering = (outcome: Outcome, why: string) => ConditionAnswer;

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
  if (got === undefined && !key.toLowerCase().startsWith(`${issuerHost.toLowerCase()}:`)) {
    return `${key} is not a claim of this token, and its value is unknown`;
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

function areTruths(texts: readonly string[]): boolean {
  return texts.every((text) => /^(?:true|false)$/i.test(text));
}

function nullAnswer(
  { values }: Condition,
  got: readonly string[] | undefined,
  answer: Answering,
): ConditionAnswer {
  const isHeld = values.some((value) => (value.toLowerCase() === "true") === (got === undefined));
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
      if (text === undefined) unresolved.push(variable);
      return plainText(text ?? "");
    }),
  );
  if (unresolved.length > 0) {
    return answer("undetermined", `the policy variable ${unresolved[0]} has no value`);
  }
  const isCaseless = comparison.kind === "bool" || ("isCaseless" in comparison && comparison.isCaseless);
  const folded = (text: string) => (isCaseless ? text.toLowerCase() : text);
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

/** The value of `key` or `key, 'default'`, undefined if neither has one. */
function variableText(variable: string, { keys }: RequestContext): string | undefined {
  const [, key = "", fallback] = /^([^,]*)(?:,\s*'([^']*)')?$/.exec(variable.trim()) ?? [];
  const values = keys.get(key.trim().toLowerCase());
  return values?.length === 1 ? values[0] : values === undefined ? fallback : undefined;
}
