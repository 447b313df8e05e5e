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
  const [, set, base = "", ifExists] = PARTS.exec(name) ?? [];
  const isIfExists = ifExists !== undefined;
  const comparison = comparisonOf(base);
  const isPossible = comparison.kind !== "null" || (set === undefined && !isIfExists);
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
const MAX_NAME_CHARACTERS = 64;

/**
 * The operator that a name misspells: in another case, or with up to two characters next to each other that differ. IAM compares names
 * with case, and rejects a policy with any other name.
 * @param name of which {@link operatorOf} knows no operator.
 */
export function misspelledOperator(name: string): string | undefined {
  if (name.length > MAX_NAME_CHARACTERS) return undefined;
  const letters = name.replace(/[^A-Za-z:]/g, "").toLowerCase();
  if (letters === "null") return "Null";
  const [nearest] = NAMES.map((known) => ({ known, size: differentPart(known.toLowerCase(), letters) }))
    .filter(({ size }) => size <= MAX_DIFFERENT_CHARACTERS)
    .sort((a, b) => a.size - b.size);
  return nearest?.known;
}
