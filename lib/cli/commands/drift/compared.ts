import { someOf } from "../../../config/checks/duplicates";
import type { Path } from "../../../config/problem";
import type { Account } from "../../../config/types";
import type { AwsInventory, Tags } from "../../../inventory/account";
import { policyDifference } from "../../../policy/same-policy";
import { type Difference, type DifferenceKind, valueText } from "./difference";

/** What differs between a file and AWS, and what could not be compared. */
export interface AwsComparison {
  readonly differences: readonly Difference[];
  /** Sentences without a period. */
  readonly notCompared: readonly string[];
}

/** An account of the file beside the one in AWS. */
export interface Compared {
  readonly account: Account;
  readonly inventory: AwsInventory;
  readonly path: Path;
}

/** A difference of one value. */
export function changed(
  kind: DifferenceKind,
  path: Path,
  what: string,
  expected: unknown,
  got: unknown,
): Difference {
  return {
    kind,
    path,
    message: `expected ${valueText(expected)}, got ${valueText(got)} as ${what}`,
    ...(expected !== undefined && { expected }),
    ...(got !== undefined && { got }),
  };
}

/** A difference of a policy, by the values that only one of both has. */
export function policyChange(
  kind: DifferenceKind,
  path: Path,
  what: string,
  expected: object | undefined,
  got: object | undefined,
): Difference {
  const { onlyInOne, onlyInOther } = policyDifference(expected ?? {}, got ?? {});
  const isRegrouped = onlyInOne.length === 0 && onlyInOther.length === 0;
  const valuesText = (policy: object | undefined, values: readonly string[], without: string): string => {
    if (policy === undefined) return "none";
    return values.length === 0 ? without : someOf(values);
  };
  const expectedText = valuesText(expected, onlyInOne, isRegrouped ? "its statements" : "no other value");
  const gotText = valuesText(
    got,
    onlyInOther,
    isRegrouped ? "the same values in other statements" : "no such value",
  );
  const message = `expected ${expectedText}, got ${gotText} as ${what}`;
  return { ...changed(kind, path, what, expected, got), message };
}

export function tagDifference(
  kind: DifferenceKind,
  path: Path,
  of: string,
  expected: Tags,
  got: Tags,
): readonly Difference[] {
  const sorted = (tags: Tags) => JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(expected) === sorted(got) ? [] : [changed(kind, path, `tags of ${of}`, expected, got)];
}
