import type { ReadFile } from "../config/load";
import { pathText } from "../config/problem";
import type { Answer, StatementAnswer } from "../policy/evaluation/evaluation";
import { type RoleAnswer, roleAnswer } from "./answer";
import type { AskedRole } from "./asked-role";
import type { Cause, Difference } from "./causes/cause";
import { timeCauses } from "./causes/time";
import type { Comparison } from "./comparison";
import type { Edit } from "./mends/edit";
import { proposal } from "./mends/proposal";
import { causePath } from "./mends/trust-place";
import { nearestMiss } from "./nearest";
import type { PresentedToken } from "./presented-token";

/** Whether a token gets in somewhere, and if not, what keeps it out of where it came nearest to. */
export interface Explanation {
  readonly token: PresentedToken;
  readonly outcome: Answer["outcome"];
  /** Every role's, in the order in which they were asked. */
  readonly answers: readonly RoleAnswer[];
  /** Undefined, where a role lets the token in. */
  readonly refusal: Refusal | undefined;
  /** What else is to be known, sentences without a full stop. */
  readonly notes: readonly string[];
}

export interface Refusal {
  readonly role: AskedRole;
  readonly statement: StatementAnswer;
  /** One for each claim that differs, the subject's with every mark. */
  readonly differences: readonly Difference[];
  /** The first explains it, the others come on top. */
  readonly causes: readonly PlacedCause[];
  /** Verified, or none. */
  readonly edits: readonly PlacedEdit[];
  /** Why edits were dropped. */
  readonly refusedFor: readonly string[];
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
  roles: readonly AskedRole[],
  token: PresentedToken,
  file: NamedFile | undefined,
  now: number,
): Explanation {
  const answers = roles.map((role) => roleAnswer(role, token));
  const isIn = (outcome: Answer["outcome"]) => answers.some((each) => each.outcome === outcome);
  const outcome = isIn("let in") ? "let in" : isIn("not judged") ? "not judged" : "refused";
  const late = timeCauses(token.claims, now);
  const explained = { token, outcome, answers } as const;
  if (outcome === "let in") {
    return { ...explained, refusal: undefined, notes: [...token.notes, ...late.map(({ words }) => words)] };
  }
  const asked = outcome === "refused" ? answers : answers.filter((each) => each.outcome === "not judged");
  return { ...explained, refusal: refusal(asked, token, file, late), notes: token.notes };
}

function refusal(
  answers: readonly RoleAnswer[],
  token: PresentedToken,
  file: NamedFile | undefined,
  late: readonly Cause[],
): Refusal | undefined {
  const miss = nearestMiss(answers);
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
    refusedFor: proposed.refusedFor,
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

function placeOf(cause: Cause, comparison: Comparison, file: NamedFile): Place | undefined {
  const path = causePath(cause, comparison);
  return path && placed({ path, value: undefined }, file).place;
}

function placed(edit: Edit, { name, file }: NamedFile): PlacedEdit {
  const { line, column } = file.source.position(edit);
  return { ...edit, place: { position: `${name}:${line}:${column}`, path: pathText(edit.path) } };
}
