import type { DocumentPath, ReadDocument } from "../evaluation/document";
import type { Surroundings } from "./surroundings";
import type { TrustedSubject } from "./trusted-subject";
import type { TrustingStatement } from "./trusting-statement";

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
export interface Judged {
  readonly document: ReadDocument;
  /** The statements of a trust policy that let tokens of a GitHub in, one for each issuer. */
  readonly statements: readonly TrustingStatement[];
  /** Every pattern for `sub` that they let in. */
  readonly subjects: readonly TrustedSubject[];
  readonly surroundings: Surroundings;
}

/**
 * A place that breaks a rule.
 *
 * @example
 * ```ts
 * import { type Breach, findings, NOTHING_KNOWN } from "cdktf-github-actions-ecr/policy";
 *
 * const known = { ...NOTHING_KNOWN, maxSessionSeconds: 43_200, hasPermissionsBoundary: false };
 * const breaches: readonly Breach[] = findings({ hasVariables: true, statements: [] }, known);
 * console.log(breaches.map(({ given }) => given).join()); // 43200 seconds
 * ```
 */
export interface Breach {
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
 * const line = ({ id, severity, state }: Rule) => `${id} (${severity}): ${state}`;
 * console.log(RULES.map(line)[3]); // R04 (critical): the owner ends with a slash, not with a wildcard
 * ```
 */
export interface Rule {
  /** `R01` to `R37`. */
  readonly id: string;
  readonly severity: Severity;
  /** The good state, in one sentence. */
  readonly state: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to change. */
  readonly mend: string;
  /** @internal {@link findings} asks. */
  readonly breaches: (judged: Judged) => readonly Breach[];
}
