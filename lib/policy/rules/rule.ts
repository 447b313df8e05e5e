import type { DocumentPath, ParsedPolicy } from "../iam/document";
import type { LintContext } from "./context";
import type { GithubStatement } from "./github-statement";
import type { RuleExample } from "./rule-example";
import type { SubjectFacts } from "./subject-facts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
/**
 * Critical: owners outside your organization can assume the role. High: more of your own code than was reviewed. Medium and low: a warning.
 * @inline
 */
export type Severity = (typeof SEVERITIES)[number];

/** The input of a rule. */
export interface LintTarget {
  readonly document: ParsedPolicy;
  /** The statements of the trust policy that allow tokens of a GitHub, one for each issuer. */
  readonly statements: readonly GithubStatement[];
  /** Every pattern for `sub` that they allow. */
  readonly subjects: readonly SubjectFacts[];
  readonly context: LintContext;
}

/** A place that violates a rule. */
export interface Violation {
  /** The path in the trust policy. Empty for a rule that does not concern it. */
  readonly path: DocumentPath;
  /** The value there, or a description of what is missing. */
  readonly given: string;
}

/** A common mistake in a trust policy. */
export interface Rule {
  /** `R01` to `R37`. */
  readonly id: string;
  /** Short, in kebab case: `repository-wildcard`. */
  readonly name: string;
  readonly severity: Severity;
  /** What a correct policy fulfills, as a clause. */
  readonly requirement: string;
  /** What a violation makes possible, as a clause. */
  readonly impact: string;
  /** What to change, as a clause. */
  readonly fix: string;
  /** More about it, in Markdown: what AWS and GitHub do, and what the rule needs to know. */
  readonly details: string;
  /** @internal docs/rules.md shows it. */
  readonly example: { readonly bad: RuleExample; readonly good: RuleExample };
  /** @internal lintTrustPolicy calls it. */
  readonly violations: (target: LintTarget) => readonly Violation[];
}
