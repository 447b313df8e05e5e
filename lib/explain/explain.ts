import type { ReadFile } from "../config/load";
import { type Path, pathText } from "../config/problem";
import type { Decision, StatementDecision } from "../policy/iam/evaluate";
import type { CandidateRole } from "./candidates";
import type { Cause, Difference } from "./causes/cause";
import { timeCauses } from "./causes/claims";
import { closestAttempt } from "./closest";
import { type Attempt, type RoleDecision, roleDecision } from "./compare";
import { type Edit, trustPlace } from "./fixes/edit";
import { proposeEdits } from "./fixes/proposal";
import type { Token } from "./token";

/** Whether a role allows a token, and if none does, why the closest one does not. */
export interface Explanation {
  readonly token: Token;
  readonly outcome: Decision["outcome"];
  /** One for each role, in the order of the roles. */
  readonly decisions: readonly RoleDecision[];
  /** Undefined if a role allows the token. */
  readonly denial: Denial | undefined;
  /** Assumptions and limits, sentences without a full stop. */
  readonly notes: readonly string[];
}

/** Why the closest role does not allow a token, and how to change that. */
export interface Denial {
  readonly role: CandidateRole;
  readonly statement: StatementDecision;
  /** One for each claim that differs. */
  readonly differences: readonly Difference[];
  /** The first is the main one. */
  readonly causes: readonly PlacedCause[];
  /** Verified edits of the file, or none. */
  readonly edits: readonly PlacedEdit[];
  /** Why other edits are not proposed. */
  readonly editsRejectedBecause: readonly string[];
}

/** A cause, with its place in the file. Undefined without a file. */
interface PlacedCause extends Cause {
  readonly place: Place | undefined;
}

/** `access.yaml:12:7`, and the path there. */
interface Place {
  readonly position: string;
  readonly path: string;
}

export interface PlacedEdit extends Edit {
  readonly place: Place;
}

/** A file, and its name in messages. */
export interface NamedFile {
  readonly name: string;
  readonly file: ReadFile;
}

/**
 * Evaluates a token for every role.
 * @param file that the roles are from. Undefined for roles of a policy file.
 * @param now seconds since 1970.
 */
export function explainToken(
  roles: readonly CandidateRole[],
  token: Token,
  file: NamedFile | undefined,
  now: number,
): Explanation {
  const decisions = roles.map((role) => roleDecision(role, token));
  const has = (outcome: Decision["outcome"]) => decisions.some((each) => each.outcome === outcome);
  const outcome = has("allowed") ? "allowed" : has("undetermined") ? "undetermined" : "denied";
  const timing = timeCauses(token.claims, now);
  const explained = { token, outcome, decisions } as const;
  if (outcome === "allowed") {
    const notes = [...token.notes, ...timing.map(({ message }) => message)];
    return { ...explained, denial: undefined, notes };
  }
  const relevant = decisions.filter((each) => each.outcome === outcome);
  return { ...explained, denial: denial(relevant, token, file, timing), notes: token.notes };
}

function denial(
  decisions: readonly RoleDecision[],
  token: Token,
  file: NamedFile | undefined,
  timing: readonly Cause[],
): Denial | undefined {
  const closest = closestAttempt(decisions);
  if (closest === undefined) return undefined;
  const { attempt, causes } = closest;
  const proposal = file && proposeEdits(file.file, closest, token);
  return {
    role: attempt.roleDecision.role,
    statement: attempt.statement,
    differences: merged(causes.flatMap(({ difference }) => difference ?? [])),
    causes: [
      ...causes.map((cause) => ({ ...cause, place: file && placeOf(cause, attempt, file) })),
      ...timing.map((cause) => ({ ...cause, place: undefined })),
    ],
    edits: file === undefined ? [] : (proposal?.edits ?? []).map((edit) => placed(edit, file)),
    editsRejectedBecause: proposal?.rejectedBecause ?? [],
  };
}

/** One difference for each claim, with all marks. */
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

function placeOf(cause: Cause, attempt: Attempt, file: NamedFile): Place | undefined {
  const path = causePath(cause, attempt);
  return path && placed({ path, value: undefined }, file).place;
}

/** The place in the file that a cause is about. */
function causePath({ code }: Cause, attempt: Attempt): Path | undefined {
  const { origin } = attempt.roleDecision.role;
  if (origin === undefined) return undefined;
  switch (code) {
    case "enterprise-in-issuer":
    case "no-enterprise-in-issuer":
    case "other-enterprise-in-issuer":
      return ["github", "enterprise"];
    case "issuer":
    case "other-github-host":
      return ["github", "host"];
    case "audience":
    case "no-audience":
      return [...origin.path.slice(0, 2), "audience"];
    default:
      return trustPlace(attempt)?.path;
  }
}

function placed(edit: Edit, { name, file }: NamedFile): PlacedEdit {
  const { line, column } = file.source.position(edit);
  return { ...edit, place: { position: `${name}:${line}:${column}`, path: pathText(edit.path) } };
}
