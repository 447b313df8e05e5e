import { isOpen, ONE, type Pattern, RUN } from "../evaluation/pattern";
import { isServerIssuer } from "../github-issuer";
import { letInValues, type TestedValue, type TrustingStatement } from "./trusting-statement";

/** A pattern for `sub`, taken apart. Each part is a pattern of its own; `undefined` where the subject does not have it. */
export interface TrustedSubject {
  readonly value: TestedValue;
  readonly statement: TrustingStatement;
  readonly owner: NameAndId | undefined;
  readonly repository: NameAndId | undefined;
  /** What follows the repository, by its `:` where a key that GitHub knows begins: a context first, claims of a template after it. */
  readonly segments: readonly Pattern[];
  /** Whether it begins as those do that no template has changed: `repo:`, in whatever casing. */
  readonly isUsual: boolean;
  /** Whether the pattern can match before it has named any owner: `*`, `re*`. */
  readonly isOpenAtStart: boolean;
}

/** A name and the id that the immutable format puts behind it. */
export interface NameAndId {
  readonly name: Pattern;
  readonly id: Pattern | undefined;
}

/** @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository */
const SEGMENT_KEYS = [
  "actor",
  "actor_id",
  "base_ref",
  "check_run_id",
  "context",
  "enterprise",
  "enterprise_id",
  "environment",
  "environment_node_id",
  "event_name",
  "head_ref",
  "job_workflow_ref",
  "job_workflow_sha",
  "ref",
  "ref_protected",
  "ref_type",
  "repo",
  "repository",
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "repository_visibility",
  "run_attempt",
  "run_id",
  "run_number",
  "runner_environment",
  "sha",
  "workflow",
  "workflow_ref",
  "workflow_sha",
];

/** Where a template begins its next segment. */
export const NEXT_SEGMENT = new RegExp(`:(?=(?:${SEGMENT_KEYS.join("|")}):|pull_request(?:$|:))`, "i");
const KNOWN_SEGMENT = new RegExp(
  `^(?:pull_request$|ref:refs/(?:heads|tags|pull)/.|(?!ref:)(?:${SEGMENT_KEYS.join("|")}):.)`,
);
/** The segments that say where in the repository a job runs, or by which workflow. */
const CONTEXT =
  /^(?:pull_request|(?:ref|head_ref|base_ref|environment|environment_node_id|job_workflow_ref|workflow_ref|sha):)/i;
const FREE_TEXT = /^(?:base_ref|context|environment|head_ref|job_workflow_ref|ref|workflow|workflow_ref):/i;
const REPO = "repo:";
const EVERYTHING: NameAndId = { name: RUN, id: undefined };

/** Every subject that the statements let in by name. */
export function trustedSubjects(statements: readonly TrustingStatement[]): readonly TrustedSubject[] {
  return statements.flatMap((statement) =>
    letInValues(statement, "sub").map((value) => trustedSubject(value, statement)),
  );
}

function trustedSubject(value: TestedValue, statement: TrustingStatement): TrustedSubject {
  const { pattern } = value;
  if (pattern.slice(0, REPO.length).toLowerCase() === REPO) {
    const colon = pattern.indexOf(":", REPO.length);
    const end = colon < 0 ? pattern.length : colon;
    return {
      value,
      statement,
      ...ownerAndRepository(pattern.slice(REPO.length, end)),
      segments: colon < 0 ? [] : pattern.slice(end + 1).split(NEXT_SEGMENT),
      isUsual: true,
      isOpenAtStart: false,
    };
  }
  const segments = pattern.split(NEXT_SEGMENT);
  const isOpenAtStart = /^[^:]*[\uE000-\uE002]/.test(pattern);
  const believed = isServerIssuer(statement.issuerHost) ? beforeFreeText(segments) : segments;
  return { value, statement, ...templateIdentity(believed), segments, isUsual: false, isOpenAtStart };
}

function ownerAndRepository(part: Pattern): Pick<TrustedSubject, "owner" | "repository"> {
  const slash = part.indexOf("/");
  if (slash < 0) {
    const isEndOpen = part.endsWith(RUN) || part.endsWith(ONE);
    return { owner: nameAndId(part), repository: isEndOpen ? EVERYTHING : undefined };
  }
  return { owner: nameAndId(part.slice(0, slash)), repository: nameAndId(part.slice(slash + 1)) };
}

function nameAndId(part: Pattern): NameAndId {
  const at = part.indexOf("@");
  return at < 0 ? { name: part, id: undefined } : { name: part.slice(0, at), id: part.slice(at + 1) };
}

/** The segments in front of the first whose text somebody chooses: an old server leaves a colon in it as it is. */
function beforeFreeText(segments: readonly Pattern[]): readonly Pattern[] {
  const first = segments.findIndex((segment) => FREE_TEXT.test(segment));
  return first < 0 ? segments : segments.slice(0, first + 1).filter((segment) => !FREE_TEXT.test(segment));
}

/** Who a subject of a template of one's own names: by the keys that say it. */
function templateIdentity(segments: readonly Pattern[]): Pick<TrustedSubject, "owner" | "repository"> {
  const under = (key: string) =>
    segments
      .find((segment) => segment.toLowerCase().startsWith(`${key}:`))
      ?.slice(key.length + 1)
      .split(":")[0];
  const named = under("repo") ?? under("repository");
  const repositoryId = under("repository_id");
  const ownerId = under("repository_owner_id");
  // One id without wildcards says whose the subject is, whatever stands for the names.
  if (named !== undefined && !isExact(repositoryId) && !isExact(ownerId)) return ownerAndRepository(named);
  const owner = isExact(ownerId) || isExact(repositoryId) ? "" : under("repository_owner");
  if (owner === undefined && ownerId === undefined && repositoryId === undefined) {
    return { owner: undefined, repository: undefined };
  }
  const repository = named === undefined ? EVERYTHING : ownerAndRepository(named).repository;
  return {
    owner: { name: owner ?? "", id: ownerId },
    repository: repositoryId === undefined ? repository : { name: "", id: repositoryId },
  };
}

export function isExact(id: Pattern | undefined): boolean {
  return id !== undefined && !isOpen(id);
}

/** Whether the owner is named letter by letter, so that no other owner's token can match. */
export function isOwnerPinned({ owner, isOpenAtStart }: TrustedSubject): boolean {
  return !isOpenAtStart && owner !== undefined && !isOpen(owner.name);
}

/** Whether the subject goes on after the repository, and names no context there. One that nobody sends is another thing. */
export function isAnyContext({ repository, segments }: TrustedSubject): boolean {
  return (
    repository !== EVERYTHING &&
    segments.length > 0 &&
    segments.every((segment) => !CONTEXT.test(segment) && (isOpen(segment) || isKnownSegment(segment)))
  );
}

/** Whether a segment begins as those do that GitHub writes: with a key that it knows, and a ref as refs are. */
export function isKnownSegment(segment: Pattern): boolean {
  return KNOWN_SEGMENT.test(segment);
}

/**
 * The text after a key in one of the segments: the branch pattern of `ref:refs/heads/…`.
 * @param key in lower case.
 */
export function segmentValues({ segments }: TrustedSubject, key: string): readonly Pattern[] {
  return segments
    .filter((segment) => segment.slice(0, key.length).toLowerCase() === key)
    .map((segment) => segment.slice(key.length));
}

/** The subject's owner and repository as their names, where neither is a pattern: `acme/web`. */
export function repositoryName({ owner, repository }: TrustedSubject): string | undefined {
  if (owner === undefined || repository === undefined || isOpen(owner.name + repository.name))
    return undefined;
  return `${owner.name}/${repository.name}`;
}
