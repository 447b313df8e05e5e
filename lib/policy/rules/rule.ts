import type { DocumentPath, ParsedPolicy } from "../iam/document";
import type { LintContext } from "./context";
import type { GithubStatement } from "./github-statement";
import type { SubjectFacts } from "./subject-facts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
/**
 * How bad it is. Critical: strangers get in. High: more get in than anybody would review. Medium and low: worth a look.
 *
 * @example
 * ```ts
 * import { RULES, type Severity } from "cdktf-github-actions-ecr/policy";
 *
 * const rulesOf = (severity: Severity) => RULES.filter((rule) => rule.severity === severity).map(({ id }) => id);
 * console.log(rulesOf("critical").includes("R04"), rulesOf("low").includes("R04")); // true false
 * ```
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

/**
 * A place that breaks a rule.
 *
 * @example
 * ```ts
 * import { type Violation, lintTrustPolicy, EMPTY_CONTEXT } from "cdktf-github-actions-ecr/policy";
 *
 * const known = { ...EMPTY_CONTEXT, maxSessionSeconds: 43_200, hasPermissionsBoundary: false };
 * const breaches: readonly Violation[] = lintTrustPolicy({ hasVariables: true, statements: [] }, known);
 * console.log(breaches.map(({ given }) => given).join()); // 43200 seconds
 * ```
 */
export interface Violation {
  /** In the trust policy; empty for a rule that speaks of something else. */
  readonly path: DocumentPath;
  /** What stands there, or what was given in its place. */
  readonly given: string;
}

/**
 * One way to get a trust policy wrong.
 *
 * @example
 * ```ts
 * import { RULES, type Rule } from "cdktf-github-actions-ecr/policy";
 *
 * const line = ({ id, severity, requirement }: Rule) => `${id} (${severity}): ${requirement}`;
 * console.log(RULES.map(line)[3]); // R04 (critical): the owner's name is complete and ends with a slash
 * ```
 */
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
  /** @internal {@link findings} asks. */
  readonly violations: (judged: LintTarget) => readonly Violation[];
}
