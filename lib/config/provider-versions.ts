import type { TextRule } from "../policy/text-rule";

/** The programs whose version the file can set: Terraform and its two providers. */
export const VERSIONED = ["aws", "github", "terraform"] as const;
type Versioned = (typeof VERSIONED)[number];

/** A version constraint of Terraform for each. */
export type ProviderVersions = Readonly<Record<Versioned, string>>;

/**
 * The oldest version of each that the tests cover. The GitHub provider updates the resources of a renamed repository in place from 6.12 on, and
 * knows `value` of secrets. Terraform locks a state in S3 with a lock file from 1.11 on.
 * @see https://github.com/integrations/terraform-provider-github/releases/tag/v6.12.0
 */
export const OLDEST_VERSIONS: ProviderVersions = { aws: "5.100.0", github: "6.12.0", terraform: "1.11.0" };

/** The tested ranges. */
export const DEFAULT_VERSIONS: ProviderVersions = {
  aws: `>= ${OLDEST_VERSIONS.aws}, < 7.0.0`,
  github: `>= ${OLDEST_VERSIONS.github}, < 7.0.0`,
  terraform: ">= 1.11",
};

/** What an account's ECR registry needs of the AWS provider. Older versions reject the value. */
export const AWS_VERSION_OF = { tagExceptions: "6.8.0", createOnPush: "6.28.0" } as const;

const TERM = String.raw`(?:(?:=|!=|>=?|<=?|~>) *)?[0-9]+(?:\.[0-9]+){0,2}(?:-[0-9A-Za-z.-]+)?`;

/** A version and its range, for the examples in messages. */
const EXAMPLES: Readonly<Record<Versioned, readonly [version: string, range: string]>> = {
  aws: ["6.66.0", "~> 6.66"],
  github: ["6.13.0", "~> 6.13"],
  terraform: ["1.14.0", "~> 1.14"],
};

/** @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
export function versionConstraint(name: Versioned): TextRule {
  const [version, range] = EXAMPLES[name];
  return {
    noun: "a version or a range",
    allowed: `in quotes, such as "${version}", "${range}" or "${DEFAULT_VERSIONS[name]}"`,
    pattern: new RegExp(`^ *${TERM}(?: *, *${TERM})* *$`),
  };
}

interface Bound {
  readonly version: string;
  readonly isIncluded: boolean;
}

/** The versions between two bounds, as far as a constraint has them. `!=` excludes no range. */
interface VersionRange {
  readonly lowest: Bound | undefined;
  readonly highest: Bound | undefined;
}

/** @param constraint that {@link versionConstraint} allows. */
export function versionRange(constraint: string): VersionRange {
  const terms = constraint.split(",").map(termRange);
  const lowest = terms.flatMap((term) => term.lowest ?? []).sort((a, b) => compareBounds(b, a, -1));
  const highest = terms.flatMap((term) => term.highest ?? []).sort((a, b) => compareBounds(a, b, 1));
  return { lowest: lowest[0], highest: highest[0] };
}

/**
 * The constraint from a version on, which keeps its upper bounds and exclusions.
 * @returns undefined if it has none, or if one belongs to a lower bound, as in `~>`.
 */
export function constraintFrom(version: string, constraint: string): string | undefined {
  const terms = constraint.split(",").map((term) => ({ term: term.trim(), range: termRange(term) }));
  const kept = terms.filter(({ range: { lowest } }) => lowest === undefined);
  const isSplit = terms.every(
    ({ range: { lowest, highest } }) => lowest === undefined || highest === undefined,
  );
  if (kept.length === 0 || !isSplit) return undefined;
  const raised = [`>= ${version}`, ...kept.map(({ term }) => term)].join(", ");
  return isEmptyRange(versionRange(raised)) ? undefined : raised;
}

/** Whether no version is in the range. */
export function isEmptyRange({ lowest, highest }: VersionRange): boolean {
  if (lowest === undefined || highest === undefined) return false;
  const order = compareVersions(lowest.version, highest.version);
  return order > 0 || (order === 0 && !(lowest.isIncluded && highest.isIncluded));
}

function termRange(term: string): VersionRange {
  const [, operator = "=", version = ""] = /^\s*(=|!=|>=?|<=?|~>)?\s*(\S+)\s*$/.exec(term) ?? [];
  const included = { version, isIncluded: true };
  const excluded = { version, isIncluded: false };
  switch (operator) {
    case ">":
      return { lowest: excluded, highest: undefined };
    case ">=":
      return { lowest: included, highest: undefined };
    case "<":
      return { lowest: undefined, highest: excluded };
    case "<=":
      return { lowest: undefined, highest: included };
    case "!=":
      return { lowest: undefined, highest: undefined };
    case "~>":
      return { lowest: included, highest: { version: raised(version), isIncluded: false } };
    default:
      return { lowest: included, highest: included };
  }
}

/** The first version that `~>` excludes: all numbers but the last one stay. */
function raised(version: string): string {
  const numbers = numbersOf(version);
  const kept = numbers.slice(0, Math.max(1, numbers.length - 1));
  return kept.map((number, index) => (index === kept.length - 1 ? number + 1 : number)).join(".");
}

function numbersOf(version: string): readonly number[] {
  return (/^[0-9.]+/.exec(version)?.[0] ?? "0").split(".").map(Number);
}

/** Negative if `a` is older. Missing numbers are 0, and a pre-release is older than its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes("-")) - Number(a.includes("-"));
}

/** @param edge 1 if a bound that excludes its version comes first, -1 if it comes last. */
function compareBounds(a: Bound, b: Bound, edge: 1 | -1): number {
  return compareVersions(a.version, b.version) || edge * (Number(a.isIncluded) - Number(b.isIncluded));
}
