import type { DocumentPath, ParsedPolicy } from "../iam/document";
import type { LintContext } from "./context";
import type { GithubStatement } from "./github-statement";
import type { RuleExample } from "./rule-example";
import type { SubjectFacts } from "./subject-facts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
/**
 * How bad it is. Critical: strangers get in. High: more get in than anybody would review. Medium and low: worth a look.
 * @inline
 */
export type Severity = (typeof SEVERITIES)[number];

/** What a rule looks at. */
export interface LintTarget {
  readonly document: ParsedPolicy;
  /** The statements of a trust policy that let tokens of a GitHub in, one for each issuer. */
  readonly statements: readonly GithubStatement[];
  /** Every pattern for `sub` that they let in. */
  readonly subjects: readonly SubjectFacts[];
  readonly context: LintContext;
}

/** A place that breaks a rule. */
export interface Violation {
  /** In the trust policy; empty for a rule that speaks of something else. */
  readonly path: DocumentPath;
  /** What stands there, or what was given in its place. */
  readonly given: string;
}

/** One way to get a trust policy wrong. */
export interface Rule {
  /** `R01` to `R37`. */
  readonly id: string;
  /** Short, in kebab case: `repository-wildcard`. */
  readonly name: string;
  readonly severity: Severity;
  /** The good state, in one sentence. */
  readonly requirement: string;
  /** What happens otherwise. */
  readonly impact: string;
  /** What to change. */
  readonly fix: string;
  /** More about it, in Markdown: what AWS and GitHub do, and what the rule needs to know. */
  readonly details: string;
  /** @internal docs/rules.md shows it. */
  readonly example: { readonly bad: RuleExample; readonly good: RuleExample };
  /** @internal {@link findings} asks. */
  readonly violations: (judged: LintTarget) => readonly Violation[];
}
