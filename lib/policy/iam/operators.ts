import { differentPart, MAX_DIFFERENT_CHARACTERS } from "../misspellings";
import type { Reading } from "./glob";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const STRING_OPERATORS = {
  StringEquals: { isNegative: false, isLike: false, isCaseless: false },
  StringNotEquals: { isNegative: true, isLike: false, isCaseless: false },
  StringEqualsIgnoreCase: { isNegative: false, isLike: false, isCaseless: true },
  StringNotEqualsIgnoreCase: { isNegative: true, isLike: false, isCaseless: true },
  StringLike: { isNegative: false, isLike: true, isCaseless: false },
  StringNotLike: { isNegative: true, isLike: true, isCaseless: false },
} as const;

const OTHER_OPERATORS = [
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
] as const;

/**
 * How a condition compares.
 * @inline
 */
export type Comparison =
  | {
      readonly kind: "string";
      readonly isNegative: boolean;
      readonly isLike: boolean;
      readonly isCaseless: boolean;
    }
  | { readonly kind: "bool" }
  | { readonly kind: "null" }
  /** Numbers, dates, addresses and ARNs. No claim of a GitHub token has such a type. */
  | { readonly kind: "other"; readonly isNegative: boolean }
  | { readonly kind: "unknown" };

/**
 * The parts of a condition operator.
 * @inline
 */
export interface Operator {
  readonly comparison: Comparison;
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly isIfExists: boolean;
}

const PARTS = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** Parses the name of an operator. */
export function operatorOf(name: string): Operator {
  return OPERATORS.get(name) ?? parsedOperator(name);
}

function parsedOperator(name: string): Operator {
  const [, set, base = "", ifExists] = PARTS.exec(name) ?? [];
  const isIfExists = ifExists !== undefined;
  const comparison = comparisonOf(base);
  // AWS documents Null without a set operator, accepts it with one, and rejects IfExists.
  const isPossible = comparison.kind !== "null" || !isIfExists;
  return {
    comparison: isPossible ? comparison : { kind: "unknown" },
    set: set as Operator["set"],
    isIfExists,
  };
}

function comparisonOf(base: string): Comparison {
  if (Object.hasOwn(STRING_OPERATORS, base)) {
    return { kind: "string", ...STRING_OPERATORS[base as keyof typeof STRING_OPERATORS] };
  }
  if (base === "Bool") return { kind: "bool" };
  if (base === "Null") return { kind: "null" };
  if ((OTHER_OPERATORS as readonly string[]).includes(base)) {
    return { kind: "other", isNegative: base.includes("Not") };
  }
  return { kind: "unknown" };
}

/** Whether an operator is true only for the values that it lists. */
export function isPositiveString({ comparison }: Operator): boolean {
  return comparison.kind === "string" && !comparison.isNegative;
}

/** Whether an operator is true only for a token with one of the values that it lists. */
export function requiresValue(operator: Operator): boolean {
  return isPositiveString(operator) && operator.set !== "ForAllValues" && !operator.isIfExists;
}

/** How a condition with an operator reads its values. */
export function readingOf({ comparison }: Operator, hasVariables: boolean): Reading {
  return { hasWildcards: comparison.kind === "string" && comparison.isLike, hasVariables };
}

export function isNegativeString({ comparison }: Operator): boolean {
  return comparison.kind === "string" && comparison.isNegative;
}

const NAMES = [...Object.keys(STRING_OPERATORS), "Bool", ...OTHER_OPERATORS].flatMap((base) =>
  ["", "ForAnyValue:", "ForAllValues:"].flatMap((set) => [`${set}${base}`, `${set}${base}IfExists`]),
);
/** Parsed once, because every condition of every policy has one. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(NAMES.map((name) => [name, parsedOperator(name)]));
const MAX_NAME_CHARACTERS = 64;

/**
 * Whether IAM rejects a policy with this operator. It compares names with case, and has no operator of any other name. Whether it accepts
 * `NullIfExists` is not documented.
 */
export function isRejected(name: string, { comparison }: Operator): boolean {
  return comparison.kind === "unknown" && !/^(?:For(?:Any|All)Values?:)?NullIfExists$/.test(name);
}

/**
 * The operator that a name means: the same in another case, one with up to two characters next to each other that differ, or one that
 * compares as the words of the name say.
 * @param name of which {@link operatorOf} knows no operator.
 */
export function intendedOperator(name: string): string | undefined {
  if (name.length > MAX_NAME_CHARACTERS) return undefined;
  const letters = name.replace(/[^A-Za-z:]/g, "").toLowerCase();
  if (letters === "null") return "Null";
  const [nearest] = NAMES.map((known) => ({ known, size: differentPart(known.toLowerCase(), letters) }))
    .filter(({ size }) => size <= MAX_DIFFERENT_CHARACTERS)
    .sort((a, b) => a.size - b.size);
  return nearest?.known ?? byWords(letters);
}

/** `StringLike` for `StringStartsWith`: IAM compares parts of a text with wildcards only. */
function byWords(letters: string): string | undefined {
  const [, set = "", word = ""] =
    /^(forallvalues:|foranyvalue:)?((?:string)?(?:not)?[a-z]*)$/.exec(letters) ?? [];
  const isLike = /(?:like|match|contain|regex|glob|pattern|startswith|endswith|prefix|suffix)/.test(word);
  if (!isLike && !/^(?:string)?(?:not)?equals?(?:ignorecase)?$/.test(word)) return undefined;
  const base = `String${/^(?:string)?not/.test(word) ? "Not" : ""}${isLike ? "Like" : "Equals"}`;
  const prefix = set === "" ? "" : set === "foranyvalue:" ? "ForAnyValue:" : "ForAllValues:";
  return `${prefix}${base}${word.endsWith("ifexists") ? "IfExists" : ""}`;
}
