import { ConfigError } from "../../config/problem";
import { parsedFile, type ReadFile } from "../../config/read";
import type { Role } from "../../config/types";
import type { SubjectParts } from "../../policy/subject/parse";
import { type CandidateRole, candidatesOf } from "../candidates";
import type { ClosestAttempt } from "../closest";
import { roleDecision } from "../compare";
import type { Token } from "../token";
import { candidateEdits } from "./candidate-edits";
import { type Edit, editedValue } from "./edit";

interface Proposal {
  /** Verified edits: with them the role allows the token, and no token of another owner. Empty if none is proposed. */
  readonly edits: readonly Edit[];
  /** Why edits that would allow the token are not proposed: the problems of the edited file. */
  readonly rejectedBecause: readonly string[];
}

const NOTHING: Proposal = { edits: [], rejectedBecause: [] };

/** Edits are tried on the file before they are proposed. Edits that would allow more than this token are dropped. */
export function proposeEdits(file: ReadFile, closest: ClosestAttempt, given: Token): Proposal {
  const { role } = closest.attempt.roleDecision;
  const edits = candidateEdits(file.source.value, closest);
  if (edits === undefined || edits.length === 0) return NOTHING;
  const before = candidatesOf(file.config, file.context.lintContext);
  const edited = editedRoles(editedValue(file.source.value, edits));
  if ("problems" in edited) return { edits: [], rejectedBecause: edited.problems };
  const index = before.findIndex(({ origin }) => origin?.role === role.origin?.role);
  const now = edited.roles[index];
  const isAllowed = now !== undefined && roleDecision(now, given).outcome === "allowed";
  if (!isAllowed || allowsOtherOwners(before, edited, closest, given)) return NOTHING;
  const isWider = edited.roles.some((each, at) => !isNoWider(before[at], each));
  return isWider ? { edits: [], rejectedBecause: [WIDER] } : { edits, rejectedBecause: [] };
}

const WIDER = "the edited file violates a critical or high rule in one more place, or has one more wildcard";

interface EditedFile {
  readonly roles: readonly CandidateRole[];
  readonly owners: ReadonlySet<string>;
}

const EDITED = "edited";
const PLACES = new RegExp(`${EDITED}:\\d+:\\d+ `, "g");

/** The roles of an edited file, or its problems. */
function editedRoles(value: unknown): EditedFile | { readonly problems: readonly string[] } {
  try {
    // JSON is YAML.
    const { config, context } = parsedFile(JSON.stringify(value), EDITED);
    const { lintContext } = context;
    return { roles: candidatesOf(config, lintContext), owners: new Set(lintContext.owners?.keys()) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The lines and columns of the edited file mean nothing to the user.
    return { problems: error.lines.map((line) => line.replace(PLACES, "")) };
  }
}

/** Whether a role has no more wildcards and no more critical or high violations than before, accepted or not. */
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

/** The number of wildcards, or of entries with a wildcard. */
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

function allowsOtherOwners(
  before: readonly CandidateRole[],
  { roles, owners }: EditedFile,
  { attempt: { got } }: ClosestAttempt,
  given: Token,
): boolean {
  if (got === undefined) return true;
  const others = otherOwnerTokens(given, got, owners);
  return roles.some((role, at) => {
    const was = before[at];
    if (was === undefined) return true;
    if (JSON.stringify(was.document) === JSON.stringify(role.document)) return false;
    return others.some(
      (other) =>
        roleDecision(role, other).outcome !== "denied" && roleDecision(was, other).outcome === "denied",
    );
  });
}

const CONTEXTS = ["ref:refs/heads/main", "pull_request", "environment:production"];

/**
 * Tokens of other owners that look like the token's owner. An edit must not allow any of them.
 * @param owners the file's own owners in lower case. They are not other owners.
 */
export function otherOwnerTokens(
  token: Token,
  got: SubjectParts,
  owners: ReadonlySet<string>,
): readonly Token[] {
  const { owner, repository, context } = got;
  const names = [`${owner.text}-evil`, `evil-${owner.text}`, `${owner.text}x`, "evil"].filter(
    (name) => !owners.has(name.toLowerCase()),
  );
  const contexts = [...new Set([context?.text ?? "", ...CONTEXTS])];
  const identities = names.flatMap((name) => [
    `repo:${name}/${repository?.text}`,
    `repo:${name}@${otherId(got)}/${repository?.text}@${otherId(got)}`,
  ]);
  // An owner who registers the name after a deletion has another id.
  const successor =
    got.ownerId === undefined
      ? []
      : [`repo:${owner.text}@${otherId(got)}/${repository?.text}@${otherId(got)}`];
  return [...identities, ...successor].flatMap((identity) =>
    contexts.map((each) => ({ ...token, claims: { ...token.claims, sub: `${identity}:${each}` } })),
  );
}

/** An id that begins with the owner's, but is neither the owner's nor the repository's. */
function otherId({ ownerId, repositoryId }: SubjectParts): string {
  return `${ownerId?.text ?? 9}${repositoryId?.text ?? 9}1`;
}
