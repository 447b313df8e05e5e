import { isPositiveString } from "../evaluation/operator";
import { isOpen, type Pattern, RUN } from "../evaluation/pattern";
import { isServerIssuer } from "../github-issuer";
import { TEMPLATE_KEYS } from "../subject-template";
import { type ClaimTest, letInValues, type TestedValue, type TrustingStatement } from "./trusting-statement";

/** A pattern for `sub`, taken apart. Each part is a pattern of its own; `undefined` where the subject does not have it. */
export interface TrustedSubject {
  readonly value: TestedValue;
  readonly statement: TrustingStatement;
  readonly owner: NameAndId | undefined;
  readonly repository: NameAndId | undefined;
  /** What follows the repository, by its `:` where a key that GitHub knows begins: a context first, claims of a template after it. */
  readonly segments: readonly Pattern[];
  /** The segments, and where none of them says where a job runs, what conditions on `ref` and `environment` say of it. */
  readonly places: readonly Pattern[];
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

/** Where in a subject a further segment begins. */
export const NEXT_SEGMENT = new RegExp(`:(?=(?:${TEMPLATE_KEYS.join("|")}):|pull_request(?:$|:))`, "i");
const KNOWN_SEGMENT = new RegExp(
  `^(?:pull_request$|ref:refs/(?:heads|tags|pull)/.|(?!ref:)(?:${TEMPLATE_KEYS.join("|")}):.)`,
);
/** The segments that say where in the repository a job runs. A ref of any kind is also a pull request's, by a template without `context`. */
const PLACE = /^(?:pull_request|ref:refs\/(?:heads|tags|pull)\/|environment:)/i;
const ANY_PLACE = /^(?:environment|ref):[\uE000\uE001]+$/i;
/** The segments that say which code runs. */
const CODE =
  /^(?:job_workflow_ref:(?![\uE000\uE001]+$)|(?:environment_node_id|sha|workflow_ref):[^\uE000-\uE002]+$)/i;
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
      ...segmentsAndPlaces(colon < 0 ? [] : pattern.slice(end + 1).split(NEXT_SEGMENT), statement),
      isUsual: true,
      isOpenAtStart: false,
    };
  }
  const segments = pattern.split(NEXT_SEGMENT);
  const isOpenAtStart = /^[^:]*[\uE000-\uE002]/.test(pattern);
  const believed = isServerIssuer(statement.issuerHost) ? beforeFreeText(segments) : segments;
  return {
    value,
    statement,
    ...templateIdentity([...believed, ...identitySegments(statement)]),
    ...segmentsAndPlaces(segments, statement),
    isUsual: false,
    isOpenAtStart,
  };
}

/** Claims that say whose a token is, where a template leaves it out of the subject. */
const IDENTITY_CLAIMS = ["repository", "repository_id", "repository_owner_id"];
/** Claims that say where a job runs. */
const CONTEXT_CLAIMS = ["ref", "environment"];

function segmentsAndPlaces(
  segments: readonly Pattern[],
  { tests }: TrustingStatement,
): Pick<TrustedSubject, "segments" | "places"> {
  if (segments.some((segment) => PLACE.test(segment) && !ANY_PLACE.test(segment))) {
    return { segments, places: segments };
  }
  const asked = tests.filter(({ claim }) => CONTEXT_CLAIMS.includes(claim)).flatMap(placesOf);
  const others = asked.length === 0 ? segments : segments.filter((segment) => !ANY_PLACE.test(segment));
  return { segments, places: [...others, ...asked] };
}

/** What a condition says of where a job runs. Its values are alternatives: where one of them says nothing, the others do not count. */
function placesOf(test: ClaimTest): readonly Pattern[] {
  const places = asSegments(test);
  const open = places.filter((place) => isOpen(place) && !PLACE.test(place));
  return open.length > 0 ? open : places;
}

/** Of several values none says alone whose the token is. */
function identitySegments({ tests }: TrustingStatement): readonly Pattern[] {
  return tests
    .filter(({ claim, values }) => IDENTITY_CLAIMS.includes(claim) && values.length === 1)
    .flatMap(asSegments);
}

/** The values of a condition as GitHub writes them into a subject; none, where it also holds for a token that lacks the claim. */
function asSegments({ claim, condition: { operator }, values }: ClaimTest): readonly Pattern[] {
  if (!isPositiveString(operator) || operator.isIfExists || operator.set === "ForAllValues") return [];
  return values.map(({ pattern }) => `${claim}:${pattern.replaceAll(":", "%3A")}`);
}

function ownerAndRepository(part: Pattern): Pick<TrustedSubject, "owner" | "repository"> {
  const slash = part.indexOf("/");
  if (slash < 0) return { owner: nameAndId(part), repository: isOpen(part) ? EVERYTHING : undefined };
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
  // An id with wildcards narrows nothing where the owner's stands without.
  const isById = isExact(ownerId) ? isExact(repositoryId) : repositoryId !== undefined;
  return {
    owner: { name: owner ?? "", id: ownerId },
    repository: isById ? { name: "", id: repositoryId } : repository,
  };
}

export function isExact(id: Pattern | undefined): boolean {
  return id !== undefined && !isOpen(id);
}

/** Whether the owner is named letter by letter, so that no other owner's token can match. */
export function isOwnerPinned({ owner, isOpenAtStart }: TrustedSubject): boolean {
  return !isOpenAtStart && owner !== undefined && !isOpen(owner.name);
}

/** Whether the subject names the repository, and neither it nor a condition names a context. One that nobody sends is another thing. */
export function isAnyContext({ value, repository, segments, places }: TrustedSubject): boolean {
  return (
    repository !== undefined &&
    repository !== EVERYTHING &&
    (segments.length > 0 || !isOpen(value.pattern)) &&
    // A ref of any kind is R10's matter, where the subject itself says it.
    !segments.some((segment) => /^ref:/i.test(segment) && places.includes(segment)) &&
    places.every(
      (place) => !PLACE.test(place) && !CODE.test(place) && (isOpen(place) || isKnownSegment(place)),
    )
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
export function segmentValues({ places }: TrustedSubject, key: string): readonly Pattern[] {
  return places
    .filter((segment) => segment.slice(0, key.length).toLowerCase() === key)
    .map((segment) => segment.slice(key.length));
}

/** The subject's owner and repository as their names, where neither is a pattern: `acme/web`. */
export function repositoryName({ owner, repository }: TrustedSubject): string | undefined {
  if (owner === undefined || repository === undefined || isOpen(owner.name + repository.name))
    return undefined;
  return `${owner.name}/${repository.name}`;
}
