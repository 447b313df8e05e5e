import type { DocumentPath, ReadDocument } from "../evaluation/document";
import type { Surroundings } from "./surroundings";
import type { TrustedSubject } from "./trusted-subject";
import type { TrustingStatement } from "./trusting-statement";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
/** How bad it is. Critical: strangers get in. High: more get in than anybody would review. Medium and low: worth a look. */
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

/** A place that breaks a rule. */
export interface Breach {
  /** In the trust policy; empty for a rule that speaks of something else. */
  readonly path: DocumentPath;
  /** What stands there, or what was given in its place. */
  readonly given: string;
}

/** One way to get a trust policy wrong. */
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
