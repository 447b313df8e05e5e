import type { RepairName } from "../fixes/repair-name";
import type { Part } from "../subject-parts";

/** The reasons for which a token is refused. */
export type CauseName =
  | "issuer"
  | "provider"
  | "principal"
  | "action"
  | "denied"
  | "audience missing"
  | "audience"
  | "template"
  | "no such subject"
  | "key casing"
  | "owner casing"
  | "owner renamed"
  | "other owner"
  | "fork"
  | "owner id"
  | "ids instead of names"
  | "names instead of ids"
  | "repository casing"
  | "repository renamed"
  | "other repository"
  | "repository id"
  | "no context"
  | "colon"
  | "refs"
  | "context casing"
  | "wildcard"
  | "environment"
  | "pull request"
  | "merge queue"
  | "branch"
  | "tag"
  | "subject"
  | "unfilled claim"
  | "claim missing"
  | "claim"
  | "not told"
  | "expired"
  | "not yet valid";

/** A difference between what is asked for and what the token says. */
export interface Difference {
  /** `sub`, `aud`, `iss`, or another claim. */
  readonly claim: string;
  /** As the trust policy writes it; of several, one suffices. */
  readonly expected: readonly string[];
  /** Undefined, where the token does not have the claim. */
  readonly got: string | undefined;
  /** The pieces of `got` that differ. */
  readonly marks: readonly Pick<Part, "start" | "end">[];
}

/** Why a token is refused, by one thing. */
export interface Cause {
  readonly name: CauseName;
  /** How far it keeps a token away: a measure for what is near. */
  readonly cost: number;
  /** A sentence without a full stop. */
  readonly words: string;
  /** What to do, a sentence without a full stop. */
  readonly advice: string;
  readonly difference: Difference | undefined;
  /** How the file can be mended; undefined, where it cannot or must not. */
  readonly repair: RepairName | undefined;
}

/** What a cause is besides its name and what differs. */
export type CauseRest = Pick<Cause, "cost" | "words" | "advice" | "repair">;

/** What cannot be put right here, and costs the more. */
export const FAR = 64;
