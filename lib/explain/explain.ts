import { isMap } from "../config/draft";
import { type Path, pathText } from "../config/problem";
import type { ReadFile } from "../config/read";
import { isSameName } from "../policy/github-names";
import type { Decision, StatementDecision } from "../policy/iam/evaluate";
import type { CandidateRole } from "./candidates";
import type { Cause, Difference } from "./causes/cause";
import { timeCauses } from "./causes/claims";
import { closestAttempt } from "./closest";
import { type Attempt, type RoleDecision, roleDecision } from "./compare";
import { type Edit, trustPlace, valueAt } from "./fixes/edit";
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

/** Why no role allows a token, and how to change that. */
export interface Denial {
  /** The role that the token is closest to, and its statement. Undefined if the job gets no token. */
  readonly closest: { readonly role: CandidateRole; readonly statement: StatementDecision } | undefined;
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
  /** Of the value that is replaced, of the last element of the list that gets a new one, or of the map that gets a new key. */
  readonly place: Place;
  readonly step: EditStep;
  /** The other repositories of the trust entry that the edit changes. */
  readonly otherRepositories: readonly string[];
}

/** What a person does in an editor. */
type EditStep =
  | { readonly kind: "replace" }
  /** @property line `access.yaml:10`: the last line of the element before the new one. */
  | { readonly kind: "insert"; readonly line: string }
  /** @property value the new keys, down to the value of the edit. */
  | { readonly kind: "add"; readonly below: string; readonly line: string; readonly value: unknown };

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
  if (token.isWithheld) return withheld(token, decisions);
  const explained = { token, outcome, decisions } as const;
  if (outcome === "allowed") {
    const notes = [...token.notes, ...timing.map(({ message }) => message)];
    return { ...explained, denial: undefined, notes };
  }
  const relevant = decisions.filter((each) => each.outcome === outcome);
  return { ...explained, denial: denial(relevant, token, file, timing), notes: token.notes };
}

/** A token that GitHub does not give the job. What the roles would do with it does not matter. */
function withheld(token: Token, decisions: readonly RoleDecision[]): Explanation {
  return {
    token,
    outcome: "denied",
    decisions: decisions.map((each) => ({
      ...each,
      outcome: "denied",
      decision: { ...each.decision, outcome: "denied", decidedBy: undefined },
    })),
    denial: {
      closest: undefined,
      differences: [],
      causes: [{ ...FORK_PULL_REQUEST, place: undefined }],
      edits: [],
      editsRejectedBecause: [],
    },
    notes: token.notes,
  };
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#how-permissions-are-calculated-for-a-workflow-job */
const FORK_PULL_REQUEST: Cause = {
  code: "fork-pull-request",
  cost: 0,
  message: "the pull request comes from a fork, and GitHub gives its jobs no OIDC token",
  fix: "open the pull request from a branch of the same repository, or run the job after the merge. In a private repository, the setting Send write tokens to workflows from pull requests changes this",
  difference: undefined,
  editKind: undefined,
};

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
    closest: { role: attempt.roleDecision.role, statement: attempt.statement },
    differences: merged(causes.flatMap(({ difference }) => difference ?? [])),
    causes: [
      ...causes.map((cause) => ({ ...cause, place: file && placeOf(cause, attempt, file) })),
      ...timing.map((cause) => ({ ...cause, place: undefined })),
    ],
    edits: file === undefined ? [] : (proposal?.edits ?? []).map((edit) => placed(edit, attempt, file)),
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
  return path && placeAt(path, file);
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

function placeAt(path: Path, { name, file }: NamedFile): Place {
  const { line, column } = file.source.position({ path });
  return { position: `${name}:${line}:${column}`, path: pathText(path) };
}

function placed(edit: Edit, { got }: Attempt, { name, file }: NamedFile): PlacedEdit {
  const { path, value } = edit;
  const whole = file.source.value;
  const lineOf = (position: { readonly line: number }) => `${name}:${position.line}`;
  const present =
    path.findLastIndex((_, index) => valueAt(whole, path.slice(0, index + 1)) !== undefined) + 1;
  const [parent, added] = [path.slice(0, present), path.slice(present)];
  const list = valueAt(whole, parent);
  const isAppended = added.length === 1 && Array.isArray(list) && list.length > 0;
  const last = isAppended ? [...parent, list.length - 1] : path;
  const { line, column } = file.source.position({ path: last });
  return {
    ...edit,
    place: { position: `${name}:${line}:${column}`, path: pathText(path) },
    step:
      added.length === 0
        ? { kind: "replace" }
        : isAppended
          ? { kind: "insert", line: lineOf(file.source.position({ path: lastPath(whole, last) })) }
          : {
              kind: "add",
              below: pathText(parent),
              line: lineOf(file.source.position({ path: parent, atKey: true })),
              value: added.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value),
            },
    otherRepositories: repositoriesBeside(whole, path).filter(
      (repository) => !isSameName(repository.split("/").at(-1) ?? "", got?.repository?.text ?? ""),
    ),
  };
}

/** The path of the last value inside a value. */
function lastPath(value: unknown, path: Path): Path {
  const own = valueAt(value, path);
  const last = Array.isArray(own) ? own.length - 1 : isMap(own) ? Object.keys(own).at(-1) : undefined;
  return last === undefined || last === -1 ? path : lastPath(value, [...path, last]);
}

/** The repositories of the trust entry in which an edit changes another key than the repository. */
function repositoriesBeside(value: unknown, path: Path): readonly string[] {
  const at = path.indexOf("trust");
  const key = path[at + 2];
  if (at < 0 || key === undefined || key === "repository") return [];
  const repositories = valueAt(value, [...path.slice(0, at + 2), "repository"]);
  return Array.isArray(repositories) ? repositories.map(String) : [];
}
