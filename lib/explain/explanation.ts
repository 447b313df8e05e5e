import type { ReadFile } from "../config/load";
import { pathText } from "../config/problem";
import type { Decision, StatementDecision } from "../policy/iam/evaluate";
import { type RoleAnswer, roleAnswer } from "./answer";
import type { Attempt } from "./attempt";
import type { CandidateRole } from "./candidate-role";
import type { Cause, Difference } from "./causes/cause";
import { timeCauses } from "./causes/time";
import { closestAttempt } from "./closest";
import type { Edit } from "./fixes/edit";
import { proposal } from "./fixes/proposal";
import { causePath } from "./fixes/trust-place";
import type { Token } from "./presented-token";

/** Whether a token gets in somewhere, and if not, what keeps it out of where it came nearest to. */
export interface Explanation {
  readonly token: Token;
  readonly outcome: Decision["outcome"];
  /** Every role's, in the order in which they were asked. */
  readonly answers: readonly RoleAnswer[];
  /** Undefined, where a role lets the token in. */
  readonly denial: Denial | undefined;
  /** What else is to be known, sentences without a full stop. */
  readonly notes: readonly string[];
}

export interface Denial {
  readonly role: CandidateRole;
  readonly statement: StatementDecision;
  /** One for each claim that differs, the subject's with every mark. */
  readonly differences: readonly Difference[];
  /** The first explains it, the others come on top. */
  readonly causes: readonly PlacedCause[];
  /** Verified, or none. */
  readonly edits: readonly PlacedEdit[];
  /** Why edits were dropped. */
  readonly rejectedBecause: readonly string[];
}

/** A cause, and where the file says what it is about; undefined, where no file does. */
export interface PlacedCause extends Cause {
  readonly place: Place | undefined;
}

/** `access.yaml:12:7`, and the path there. */
export interface Place {
  readonly position: string;
  readonly path: string;
}

export interface PlacedEdit extends Edit {
  readonly place: Place;
}

/** A file, and the name that messages begin with. */
export interface NamedFile {
  readonly name: string;
  readonly file: ReadFile;
}

/**
 * Asks every role.
 * @param file that the roles are of; undefined for trust policies by themselves.
 * @param now seconds since 1970.
 */
export function explanation(
  roles: readonly CandidateRole[],
  token: Token,
  file: NamedFile | undefined,
  now: number,
): Explanation {
  const answers = roles.map((role) => roleAnswer(role, token));
  const isIn = (outcome: Decision["outcome"]) => answers.some((each) => each.outcome === outcome);
  const outcome = isIn("allowed") ? "allowed" : isIn("undetermined") ? "undetermined" : "denied";
  const late = timeCauses(token.claims, now);
  const explained = { token, outcome, answers } as const;
  if (outcome === "allowed") {
    return { ...explained, denial: undefined, notes: [...token.notes, ...late.map(({ words }) => words)] };
  }
  const asked = outcome === "denied" ? answers : answers.filter((each) => each.outcome === "undetermined");
  return { ...explained, denial: denial(asked, token, file, late), notes: token.notes };
}

function denial(
  answers: readonly RoleAnswer[],
  token: Token,
  file: NamedFile | undefined,
  late: readonly Cause[],
): Denial | undefined {
  const miss = closestAttempt(answers);
  if (miss === undefined) return undefined;
  const { comparison, causes } = miss;
  const proposed = file === undefined ? { edits: [], refusedFor: [] } : proposal(file.file, miss, token);
  return {
    role: comparison.asked.role,
    statement: comparison.statement,
    differences: merged(causes.flatMap(({ difference }) => difference ?? [])),
    causes: [
      ...causes.map((cause) => ({ ...cause, place: file && placeOf(cause, comparison, file) })),
      ...late.map((cause) => ({ ...cause, place: undefined })),
    ],
    edits: file === undefined ? [] : proposed.edits.map((edit) => placed(edit, file)),
    rejectedBecause: proposed.refusedFor,
  };
}

/** Differences of one claim are one, with the marks of all. */
function merged(differences: readonly Difference[]): readonly Difference[] {
  const byClaim = new Map<string, Difference>();
  for (const difference of differences) {
    const known = byClaim.get(difference.claim);
    byClaim.set(
      difference.claim,
      known === undefined ? difference : { ...known, marks: [...known.marks, ...difference.marks] },
    );
  }
  return [...byClaim.values()];
}

function placeOf(cause: Cause, comparison: Attempt, file: NamedFile): Place | undefined {
  const path = causePath(cause, comparison);
  return path && placed({ path, value: undefined }, file).place;
}

function placed(edit: Edit, { name, file }: NamedFile): PlacedEdit {
  const { line, column } = file.source.position(edit);
  return { ...edit, place: { position: `${name}:${line}:${column}`, path: pathText(edit.path) } };
}
