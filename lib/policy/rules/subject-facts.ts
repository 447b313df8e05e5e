import { isServerIssuer } from "../github-issuer";
import {
  ANYTHING,
  EMPTY,
  type Glob,
  hasWildcard,
  hasWildcardBefore,
  isOnlyWildcards,
  joined,
  plainText,
} from "../iam/glob";
import { requiresValue } from "../iam/operators";
import { type IdentityParts, type Part, parseIdentity, parseSubject, segmentsOf } from "../subject/parse";
import { TEMPLATE_KEYS } from "../subject/template";
import {
  allowedValues,
  type ClaimCondition,
  type ConditionValue,
  type GithubStatement,
} from "./github-statement";

/** The parts of a pattern for `sub`. Each part is a pattern; `undefined` if the subject does not have it. */
export interface SubjectFacts {
  readonly value: ConditionValue;
  readonly statement: GithubStatement;
  readonly owner: NameAndId | undefined;
  readonly repository: NameAndId | undefined;
  /** The parts after the repository, each starting with a key that GitHub knows: the context, then claims of a template. */
  readonly segments: readonly Glob[];
  /** The segments. If none of them names a context, also the values of conditions on `ref` and `environment`. */
  readonly contexts: readonly Glob[];
  /** Whether it starts with `repo:` in any casing, as with the default template. */
  readonly isDefaultTemplate: boolean;
  /** Whether a wildcard comes before any owner: `*`, `re*`. */
  readonly isOpenAtStart: boolean;
  /** The ids that other conditions of the statement require. */
  readonly pins: Pins;
}

/** Ids without wildcards. A token must have one of them, if there are any. */
interface Pins {
  readonly owners: readonly Glob[];
  readonly repositories: readonly Glob[];
}

/** A name and, in the immutable format, its id. */
export interface NameAndId {
  readonly name: Glob;
  readonly id: Glob | undefined;
}

const KNOWN_SEGMENT = new RegExp(
  `^(?:pull_request$|ref:refs/(?:heads|tags|pull)/.|(?!ref:)(?:${TEMPLATE_KEYS.join("|")}):.)`,
);
/** Segments that name the context of a job. With a template without `context`, a pull request also has a ref. */
const PLACE = /^(?:pull_request|ref:refs\/(?:heads|tags|pull)\/|environment:)/i;
const FREE_TEXT = /^(?:base_ref|context|environment|head_ref|job_workflow_ref|ref|workflow|workflow_ref):/i;
const EVERYTHING: NameAndId = { name: ANYTHING, id: undefined };

/** Every subject that the statements list, together with the other conditions. */
export function subjectFacts(statements: readonly GithubStatement[]): readonly SubjectFacts[] {
  return statements.flatMap((statement) => {
    const pins = pinsOf(statement);
    return listedSubjects(statement, pins).map((value) => pinned(writtenSubject(value, statement), pins));
  });
}

/** Every subject that the statements list, whatever other conditions require. */
export function writtenSubjects(statements: readonly GithubStatement[]): readonly SubjectFacts[] {
  return statements.flatMap((statement) =>
    allowedValues(statement, "sub").map((value) => writtenSubject(value, statement)),
  );
}

/** If ids take the place of a condition on the subject, any subject, in the place of the ids. */
function listedSubjects(statement: GithubStatement, { repositories }: Pins): readonly ConditionValue[] {
  const { allowed } = statement;
  if (allowed.has("sub") || allowed.has("job_workflow_ref") || repositories.length === 0) {
    return allowedValues(statement, "sub");
  }
  return allowedValues(statement, "repository_id").map((value) => ({ ...value, pattern: ANYTHING }));
}

/** The ids of the owner and the repository that a statement requires. */
function pinsOf({ conditions }: GithubStatement): Pins {
  const required = (claim: string) =>
    conditions
      .filter((each) => each.claim === claim && requiresValue(each.condition.operator))
      .map(({ values }) => values.map(({ pattern }) => pattern))
      .find((ids) => ids.every((id) => !hasWildcard(id))) ?? [];
  return { owners: required("repository_owner_id"), repositories: required("repository_id") };
}

/** Whether the statement requires the id of the repository, so that no other repository can match. */
export function isRepositoryPinned(statement: GithubStatement): boolean {
  return pinsOf(statement).repositories.length > 0;
}

/** A subject whose open owner or repository is that of the required ids. */
function pinned(subject: SubjectFacts, pins: Pins): SubjectFacts {
  const [ownerId] = pins.owners;
  const [repositoryId] = pins.repositories;
  if (ownerId === undefined && repositoryId === undefined) return subject;
  const { owner, repository } = subject;
  const byId = repositoryId === undefined ? undefined : { name: EMPTY, id: repositoryId };
  if (isOwnerPinned(subject)) {
    const isOpen = repository === undefined || hasWildcard(repository.name);
    return { ...subject, pins, repository: isOpen ? (byId ?? repository) : repository };
  }
  return {
    ...subject,
    pins,
    owner: { name: EMPTY, id: ownerId },
    repository: byId ?? (owner === undefined ? EVERYTHING : repository) ?? EVERYTHING,
    isOpenAtStart: false,
  };
}

const NO_PINS: Pins = { owners: [], repositories: [] };

function writtenSubject(value: ConditionValue, statement: GithubStatement): SubjectFacts {
  const { pattern } = value;
  const parts = parseSubject(pattern);
  if (parts !== undefined) {
    return {
      value,
      statement,
      ...ownerAndRepository(parts),
      ...segmentsAndPlaces(parts.context === undefined ? [] : segmentsOf(parts.context.text), statement),
      isDefaultTemplate: true,
      isOpenAtStart: false,
      pins: NO_PINS,
    };
  }
  const segments = segmentsOf(pattern);
  const isOpenAtStart = hasWildcardBefore(pattern, ":");
  const believed = isServerIssuer(statement.issuerHost) ? beforeFreeText(segments) : segments;
  return {
    value,
    statement,
    ...templateIdentity([...believed, ...identitySegments(statement)]),
    ...segmentsAndPlaces(segments, statement),
    isDefaultTemplate: false,
    isOpenAtStart,
    pins: NO_PINS,
  };
}

/** Whether a segment is a context with any value. */
function isAnyPlace(segment: Glob): boolean {
  const { key, value } = keyAndValue(segment);
  return (key === "environment" || key === "ref") && isOnlyWildcards(value);
}

/** Whether a segment names the code that runs. */
function namesCode(segment: Glob): boolean {
  const { key, value } = keyAndValue(segment);
  if (key === "job_workflow_ref") return !isOnlyWildcards(value);
  return (
    (key === "environment_node_id" || key === "sha" || key === "workflow_ref") &&
    value !== "" &&
    !hasWildcard(value)
  );
}

/** The key of a segment in lower case, undefined without a colon. */
function keyAndValue(segment: Glob): { readonly key: string | undefined; readonly value: Glob } {
  const colon = segment.indexOf(":");
  return colon < 0
    ? { key: undefined, value: segment }
    : { key: segment.slice(0, colon).toLowerCase(), value: segment.slice(colon + 1) };
}

/** Claims that name the repository or owner if the template leaves them out of the subject. */
const IDENTITY_CLAIMS = ["repository", "repository_id", "repository_owner_id"];
/** Claims that name the context. */
const CONTEXT_CLAIMS = ["ref", "environment"];

function segmentsAndPlaces(
  segments: readonly Glob[],
  { conditions }: GithubStatement,
): Pick<SubjectFacts, "segments" | "contexts"> {
  if (segments.some((segment) => PLACE.test(segment) && !isAnyPlace(segment))) {
    return { segments, contexts: segments };
  }
  const asked = conditions.filter(({ claim }) => CONTEXT_CLAIMS.includes(claim)).flatMap(placesOf);
  const others = asked.length === 0 ? segments : segments.filter((segment) => !isAnyPlace(segment));
  return { segments, contexts: [...others, ...asked] };
}

/** The contexts that a condition names. Its values are alternatives: if one of them names no context, the others do not count. */
function placesOf(test: ClaimCondition): readonly Glob[] {
  const places = asSegments(test);
  const open = places.filter((place) => hasWildcard(place) && !PLACE.test(place));
  return open.length > 0 ? open : places;
}

/** A condition with several values does not name one repository or owner. */
function identitySegments({ conditions }: GithubStatement): readonly Glob[] {
  return conditions
    .filter(({ claim, values }) => IDENTITY_CLAIMS.includes(claim) && values.length === 1)
    .flatMap(asSegments);
}

/** The values of a condition as parts of a subject. None if it is also true for a token without the claim. */
function asSegments({ claim, condition: { operator }, values }: ClaimCondition): readonly Glob[] {
  if (!requiresValue(operator)) return [];
  return values.map(({ pattern }) => joined([plainText(claim), pattern.replaceAll(":", "%3A")], ":"));
}

/** Without a slash, a wildcard in the owner also matches every repository. */
function ownerAndRepository(parts: IdentityParts): Pick<SubjectFacts, "owner" | "repository"> {
  const { owner, ownerId, repository, repositoryId } = parts;
  const isOpen = hasWildcard(owner.text) || (ownerId !== undefined && hasWildcard(ownerId.text));
  return {
    owner: nameAndId(owner, ownerId),
    repository:
      repository !== undefined ? nameAndId(repository, repositoryId) : isOpen ? EVERYTHING : undefined,
  };
}

function nameAndId(name: Part, id: Part | undefined): NameAndId {
  return { name: name.text, id: id?.text };
}

/** The segments before the first one with text that a user chooses: an old server does not encode a colon in it. */
function beforeFreeText(segments: readonly Glob[]): readonly Glob[] {
  const first = segments.findIndex((segment) => FREE_TEXT.test(segment));
  return first < 0 ? segments : segments.slice(0, first + 1).filter((segment) => !FREE_TEXT.test(segment));
}

/** The owner and repository of a subject with a template, from its keys. */
function templateIdentity(segments: readonly Glob[]): Pick<SubjectFacts, "owner" | "repository"> {
  const under = (key: string) =>
    segments
      .find((segment) => segment.toLowerCase().startsWith(`${key}:`))
      ?.slice(key.length + 1)
      .split(":")[0];
  const named = under("repo") ?? under("repository");
  const repositoryId = under("repository_id");
  const ownerId = under("repository_owner_id");
  // One id without wildcards identifies the owner or repository, whatever the names are.
  if (named !== undefined && !isExact(repositoryId) && !isExact(ownerId))
    return ownerAndRepository(parseIdentity(named));
  const owner = isExact(ownerId) || isExact(repositoryId) ? EMPTY : under("repository_owner");
  if (owner === undefined && ownerId === undefined && repositoryId === undefined) {
    return { owner: undefined, repository: undefined };
  }
  const repository = named === undefined ? EVERYTHING : ownerAndRepository(parseIdentity(named)).repository;
  // An id with wildcards adds nothing to an exact id of the owner.
  const isById = isExact(ownerId) ? isExact(repositoryId) : repositoryId !== undefined;
  return {
    owner: { name: owner ?? EMPTY, id: ownerId },
    repository: isById ? { name: EMPTY, id: repositoryId } : repository,
  };
}

export function isExact(id: Glob | undefined): boolean {
  return id !== undefined && !hasWildcard(id);
}

/** Whether the owner is named without wildcards, so that no token of another owner can match. */
export function isOwnerPinned({ owner, isOpenAtStart }: SubjectFacts): boolean {
  return !isOpenAtStart && owner !== undefined && !hasWildcard(owner.name);
}

/** Whether the subject names the repository, and neither it nor a condition names a context. Invalid contexts are R31. */
export function isAnyContext({ value, repository, segments, contexts, pins }: SubjectFacts): boolean {
  return (
    repository !== undefined &&
    repository !== EVERYTHING &&
    (segments.length > 0 ||
      !hasWildcard(value.pattern) ||
      pins.repositories.length > 0 ||
      // A wildcard for the id also matches every context. Without the owner's id in a condition, it is R24.
      (pins.owners.length > 0 && !hasWildcard(repository.name))) &&
    // R10 reports a ref in the subject.
    !segments.some((segment) => /^ref:/i.test(segment) && contexts.includes(segment)) &&
    contexts.every(
      (place) => !PLACE.test(place) && !namesCode(place) && (hasWildcard(place) || isKnownSegment(place)),
    )
  );
}

/** Whether a segment starts with a key that GitHub knows, and a ref with `refs/`. */
export function isKnownSegment(segment: Glob): boolean {
  return KNOWN_SEGMENT.test(segment);
}

/**
 * The text after a key in one of the segments: the branch pattern of `ref:refs/heads/…`.
 * @param key in lower case.
 */
export function segmentValues({ contexts }: SubjectFacts, key: string): readonly Glob[] {
  return contexts
    .filter((segment) => segment.slice(0, key.length).toLowerCase() === key)
    .map((segment) => segment.slice(key.length));
}

/** The names of environments in a subject. What follows a colon comes from a subject template, except on an old server. */
export function environmentNames(subject: SubjectFacts): readonly Glob[] {
  const names = segmentValues(subject, "environment:");
  return isServerIssuer(subject.statement.issuerHost)
    ? names
    : names.map((name) => name.split(":")[0] ?? name);
}

/** The subject's owner and repository, if neither is a pattern: `acme/web`. */
export function repositoryName({ owner, repository }: SubjectFacts): string | undefined {
  if (
    owner === undefined ||
    repository === undefined ||
    hasWildcard(joined([owner.name, repository.name], ""))
  )
    return undefined;
  return `${owner.name}/${repository.name}`;
}
