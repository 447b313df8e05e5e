import type { Role } from "../../config/config";
import { parsedFile, type ReadFile } from "../../config/load";
import { ConfigError } from "../../config/problem";
import { roleAnswer } from "../answer";
import { type CandidateRole, candidatesOf } from "../candidate-role";
import type { ClosestAttempt } from "../closest";
import type { Token } from "../presented-token";
import type { Edit } from "./edit";
import { editedValue } from "./edit";
import { strangersOf } from "./outsiders";
import { repairEdits } from "./repair";

/** What is proposed for a file. */
export interface Proposal {
  /** Verified: with them the role lets the token in, and no stranger. Empty, where nothing is proposed. */
  readonly edits: readonly Edit[];
  /** Why edits that would let the token in are not proposed: what is wrong with the file that they make. */
  readonly refusedFor: readonly string[];
}

const NOTHING: Proposal = { edits: [], refusedFor: [] };

/** Edits are tried on the file before they are proposed, and dropped where they would do anything else than let this token in. */
export function proposal(file: ReadFile, miss: ClosestAttempt, given: Token): Proposal {
  const { role } = miss.comparison.asked;
  const edits = repairEdits(file.source.value, miss);
  if (edits === undefined || edits.length === 0) return NOTHING;
  const before = candidatesOf(file.config, file.surroundings.surroundings.ids);
  const edited = editedRoles(editedValue(file.source.value, edits));
  if ("problems" in edited) return { edits: [], refusedFor: edited.problems };
  const index = before.findIndex(({ origin }) => origin?.role === role.origin?.role);
  const now = edited.roles[index];
  const isLetIn = now !== undefined && roleAnswer(now, given).outcome === "allowed";
  if (!isLetIn || letsInStrangers(before, edited, miss, given)) return NOTHING;
  const isWider = edited.roles.some((each, at) => !isNoWider(before[at], each));
  return isWider ? { edits: [], refusedFor: [WIDER] } : { edits, refusedFor: [] };
}

const WIDER = "a critical or high rule would be broken in one place more, or a pattern would let in more";

interface EditedFile {
  readonly roles: readonly CandidateRole[];
  readonly owners: ReadonlySet<string>;
}

const EDITED = "edited";
const PLACES = new RegExp(`${EDITED}:\\d+:\\d+ `, "g");

/** The roles of a file by its value, or the problems that keep it from being one. */
function editedRoles(value: unknown): EditedFile | { readonly problems: readonly string[] } {
  try {
    // JSON is YAML.
    const { config, surroundings } = parsedFile(JSON.stringify(value), EDITED);
    const { ids, owners } = surroundings.surroundings;
    return { roles: candidatesOf(config, ids), owners: new Set(owners?.keys()) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Their lines and columns are those of a file that nobody has seen.
    return { problems: error.lines.map((line) => line.replace(PLACES, "")) };
  }
}

/** Whether a role has no pattern and no serious risk that it had not before, whatever it accepts. */
function isNoWider(before: CandidateRole | undefined, { origin }: CandidateRole): boolean {
  const was = before?.origin?.role;
  const is = origin?.role;
  if (was === undefined || is === undefined) return false;
  return seriousRisks(is) <= seriousRisks(was) && patterns(is) <= patterns(was);
}

function seriousRisks({ risks }: Role): number {
  return risks
    .filter(({ rule: { severity } }) => severity === "critical" || severity === "high")
    .reduce((sum, { places }) => sum + places.length, 0);
}

/** How many of a role's entries are patterns for repositories or refs. */
function patterns({ trust }: Role): number {
  if (trust.kind === "document")
    return JSON.stringify(trust.document)
      .replace(/\$\{[*?]\}/g, "")
      .split(/[*?]/).length;
  return trust.entries.filter((entry) => {
    if (entry.kind === "subject") return /[*?]/.test(entry.subject.replace(/\$\{[*?]\}/g, ""));
    const { context, repository } = entry;
    return (
      repository.includes("*") ||
      context.kind === "any" ||
      ("pattern" in context && context.pattern.includes("*"))
    );
  }).length;
}

function letsInStrangers(
  before: readonly CandidateRole[],
  { roles, owners }: EditedFile,
  { comparison: { got } }: ClosestAttempt,
  given: Token,
): boolean {
  if (got === undefined) return true;
  const strangers = strangersOf(given, got, owners);
  return roles.some((role, at) => {
    const was = before[at];
    if (was === undefined) return true;
    if (JSON.stringify(was.document) === JSON.stringify(role.document)) return false;
    return strangers.some(
      (stranger) =>
        roleAnswer(role, stranger).outcome !== "denied" && roleAnswer(was, stranger).outcome === "denied",
    );
  });
}
