import type { Claims } from "../claims";
import {
  ANYTHING,
  EMPTY,
  endsWithStar,
  type Glob,
  globText,
  hasWildcard,
  isOnlyWildcards,
  joined,
  overlaps,
  patternOf,
  plainText,
  type Reading,
  starPattern,
  subsumes,
  WILDCARDS_ALONE,
} from "../iam/glob";
import {
  claimNameOf,
  DEFAULT_TEMPLATE,
  type SubjectTemplate,
  TEMPLATE_KEYS,
  type TemplateKey,
} from "./template";
import type { Context } from "./types";

/** A part of a subject, with its offsets. */
export interface Part {
  readonly text: Glob;
  readonly start: number;
  readonly end: number;
}

/** The parts of `OWNER@ID/REPOSITORY@ID`. */
export interface IdentityParts {
  readonly owner: Part;
  readonly ownerId: Part | undefined;
  /** Undefined without a slash, as in `acme*`. */
  readonly repository: Part | undefined;
  readonly repositoryId: Part | undefined;
}

/** The parts of a subject or subject pattern that starts with `repo:`, as in `repo:OWNER@ID/REPOSITORY@ID:CONTEXT`. */
export interface SubjectParts extends IdentityParts {
  /** `repo`, in any case. */
  readonly key: Part;
  /** All of it after the repository: the context, and the further claims of a template. */
  readonly context: Part | undefined;
}

const REPO = "repo:";

/** The parts of a subject. Undefined if it does not start with `repo:`, as with some subject templates. */
export function parseSubject(subject: Glob): SubjectParts | undefined {
  if (subject.slice(0, REPO.length).toLowerCase() !== REPO) return undefined;
  const colon = subject.indexOf(":", REPO.length);
  return {
    key: part(subject, 0, REPO.length - 1),
    ...parseIdentity(subject, REPO.length, colon < 0 ? subject.length : colon),
    context: colon < 0 ? undefined : part(subject, colon + 1, subject.length),
  };
}

/** The parts of an owner and a repository, from a part of a subject. */
export function parseIdentity(text: Glob, start = 0, end = text.length): IdentityParts {
  const slash = indexBefore(text, "/", start, end);
  const [owner, ownerId] = nameAndId(text, start, slash ?? end);
  const [repository, repositoryId] = slash === undefined ? [] : nameAndId(text, slash + 1, end);
  return { owner, ownerId, repository, repositoryId };
}

function nameAndId(text: Glob, start: number, end: number): readonly [name: Part, id: Part | undefined] {
  const at = indexBefore(text, "@", start, end);
  return at === undefined
    ? [part(text, start, end), undefined]
    : [part(text, start, at), part(text, at + 1, end)];
}

function indexBefore(text: Glob, character: string, start: number, end: number): number | undefined {
  const at = text.indexOf(character, start);
  return at < 0 || at >= end ? undefined : at;
}

function part(subject: Glob, start: number, end: number): Part {
  return { text: subject.slice(start, end), start, end };
}

/** Whether a pattern ends with a wildcard before its context, as `repo:acme/*` does. */
export function isOpenBeforeContext({ owner, repository, repositoryId, context }: SubjectParts): boolean {
  return context === undefined && endsWithStar((repositoryId ?? repository ?? owner).text);
}

const NEXT_SEGMENT = new RegExp(`:(?=(?:${TEMPLATE_KEYS.join("|")}):|pull_request(?:$|:))`, "i");

/**
 * The segments of a subject, or of the end of one: each starts with a key of a template, or is `pull_request`. Only the first can be something
 * else. A colon before no such key belongs to the value before it, as in an environment's name on an old GitHub Enterprise Server.
 */
export function segmentsOf(text: Glob): readonly Glob[] {
  return text.split(NEXT_SEGMENT);
}

const SEGMENTS: readonly Glob[] = [
  plainText("pull_request"),
  ...TEMPLATE_KEYS.map((key) => patternOf(`${key}:*`, WILDCARDS_ALONE)),
];

/** Whether a pattern of the end of a subject can match several segments. The value of a segment has no colon. */
export function hasMoreSegments(text: Glob): boolean {
  if (segmentsOf(text).length > 1) return true;
  const [, ...others] = text.split(/(?<!^(?:ref|environment)):/i);
  return others.some((_, index) => {
    const rest = joined(others.slice(index), ":");
    return SEGMENTS.some((segment) => overlaps(rest, segment));
  });
}

/** The context of a job, from the segment of a subject or of a subject pattern. */
export interface SubjectContext {
  readonly kind: ContextKind;
  /** The name of the branch, tag or environment, or the base branch of the merge queue. */
  readonly name: Glob;
  /** The offset of the name in the segment. */
  readonly start: number;
}

/** The kinds of contexts. `any`: only a wildcard. `unknown`: not a context that GitHub sends. */
export type ContextKind = Context["kind"] | "unknown";

const CONTEXTS: readonly (readonly [ContextKind, RegExp])[] = [
  ["environment", /^environment:()(.+)$/ds],
  ["pullRequest", /^()(pull_request)$/d],
  ["mergeQueue", /^(ref:refs\/heads\/gh-readonly-queue\/)([^:]+)\/pr-[^/:]+$/d],
  ["branch", /^(ref:refs\/heads\/)([^:]+)$/d],
  ["tag", /^(ref:refs\/tags\/)([^:]+)$/d],
];

export function parseContext(segment: Glob): SubjectContext {
  if (segment === ANYTHING) return { kind: "any", name: EMPTY, start: 0 };
  for (const [kind, form] of CONTEXTS) {
    const [start, end] = form.exec(segment)?.indices?.[2] ?? [];
    if (start !== undefined) return { kind, name: segment.slice(start, end), start };
  }
  return { kind: "unknown", name: segment, start: 0 };
}

/**
 * The claims of every token with a subject. A part with a wildcard says nothing, nor does a subject with further claims of a template. The name
 * of an environment is as in the subject, in which `%3A` can be a colon.
 */
export function subjectClaims(subject: Glob): ReadonlyMap<string, Glob> {
  const parts = parseSubject(subject);
  const segments = segmentsOf(parts?.context?.text ?? EMPTY);
  const [segment = EMPTY] = segments;
  if (parts === undefined || segments.length > 1) return new Map();
  const { owner, ownerId, repository, repositoryId } = parts;
  const { kind, name } = parseContext(segment);
  const claims: readonly (readonly [string, Glob | undefined])[] = [
    ["repository", repository && joined([owner.text, repository.text], "/")],
    ["repository_owner_id", ownerId?.text],
    ["repository_id", repositoryId?.text],
    ["ref", segment.startsWith("ref:refs/") ? segment.slice("ref:".length) : undefined],
    ["environment", kind === "environment" ? name : undefined],
  ];
  return new Map(
    claims.flatMap(([claim, text]) =>
      text === undefined || hasWildcard(text) ? [] : [[claim, text] as const],
    ),
  );
}

/** The name of an environment in a subject. GitHub encodes only the colon. */
export function environmentName<Text extends string>(name: Text): Text {
  return name.replaceAll("%3A", ":") as Text;
}

/** A context of a trust entry, or one that no entry can have. */
export type PatternContext =
  | Context
  /** Environments whose names match a pattern. */
  | { readonly kind: "environments"; readonly pattern: string }
  /** Everything after the repository, if it is not a single context. */
  | { readonly kind: "other"; readonly text: string };

/** What a pattern for subjects trusts, in the terms of a trust entry. See docs/decisions/0020-one-subject-parser.md. */
export interface ParsedPattern {
  /** The owner and the repository, with the wildcards of the pattern. */
  readonly owner: Glob;
  readonly repository: Glob;
  /** The ids as in the pattern, so `*` for any id. Undefined if one of them is missing. */
  readonly ids: { readonly owner: string; readonly repository: string } | undefined;
  /** Undefined if the pattern ends with the repository. */
  readonly context: PatternContext | undefined;
  /** The further claims in the subject. */
  readonly claims: readonly SubjectClaim[];
  /** A template whose subjects have this form. */
  readonly template: SubjectTemplate;
}

/** A claim in a subject, with a pattern for its value in which `*` is a wildcard. */
export interface SubjectClaim {
  readonly key: TemplateKey;
  readonly pattern: string;
}

/** How IAM reads the subject of a trust entry: under `StringLike`, in the current version of the policy language. */
const RAW_SUBJECT: Reading = { hasWildcards: true, hasVariables: true };

/** Parses the raw subject of a trust entry, see {@link parsePattern}. */
export function parseRawSubject(subject: string): ParsedPattern | undefined {
  return parsePattern(patternOf(subject, RAW_SUBJECT));
}

/**
 * What a pattern for subjects trusts. Undefined if it does not start with `repo:OWNER/REPOSITORY`, or with names that GitHub cannot have.
 * @param pattern the value of a condition, as its operator reads it.
 */
export function parsePattern(pattern: Glob): ParsedPattern | undefined {
  const parts = parseSubject(pattern);
  if (parts?.key.text !== "repo" || parts.repository === undefined) return undefined;
  const { owner, repository, context } = parts;
  if (!canMatchName(owner.text, OWNER_CHARACTERS) || !canMatchName(repository.text, REPOSITORY_CHARACTERS)) {
    return undefined;
  }
  const names = { owner: owner.text, repository: repository.text, ids: idsOf(parts) };
  if (context === undefined) return { ...names, context: undefined, claims: [], template: ["repo"] };
  return { ...names, ...contextAndClaims(context.text) };
}

const OWNER_CHARACTERS = /^[\w*?-]+$/;
const REPOSITORY_CHARACTERS = /^[\w.*?-]+$/;

/** Whether GitHub can have a name that a pattern matches. A `*` or `?` in the pattern itself is a literal character, and no wildcard. */
function canMatchName(pattern: Glob, characters: RegExp): boolean {
  return characters.test(globText(pattern)) && !/[*?]/.test(pattern);
}

/** A wildcard at the end of the repository's name also matches the id after it. */
function idsOf({ ownerId, repository, repositoryId }: SubjectParts): ParsedPattern["ids"] {
  const id =
    repositoryId?.text ?? (repository !== undefined && endsWithStar(repository.text) ? ANYTHING : undefined);
  return ownerId === undefined || id === undefined
    ? undefined
    : { owner: globText(ownerId.text), repository: globText(id) };
}

function contextAndClaims(text: Glob): Pick<ParsedPattern, "context" | "claims" | "template"> {
  const segments = segmentsOf(text);
  // The context of a job with an environment contains no ref: a ref before the environment is a further claim.
  const at = Math.max(segments.findIndex(namesEnvironment), 0);
  const own = entryContext(segments[at] ?? EMPTY);
  const rest = own === undefined ? segments : segments.filter((_, index) => index !== at);
  const claims = rest.flatMap((segment) => subjectClaim(segment) ?? []);
  const isOtherContext = own === undefined && claims[0] !== undefined && CONTEXT_KEYS.includes(claims[0].key);
  if (claims.length < rest.length || isOtherContext) {
    return { context: { kind: "other", text: globText(text) }, claims: [], template: DEFAULT_TEMPLATE };
  }
  const keys = claims.map(({ key }) => key);
  if (own !== undefined) keys.splice(at, 0, at === 0 ? "context" : "environment");
  return { context: own ?? { kind: "any" }, claims, template: ["repo", ...keys] };
}

const CONTEXT_KEYS: readonly TemplateKey[] = ["environment", "ref"];

function namesEnvironment(segment: Glob): boolean {
  const { kind, name } = parseContext(segment);
  return kind === "environment" && !isOnlyWildcards(name);
}

/** The further claim that a segment is. Undefined if it starts with no key of a claim. */
function subjectClaim(segment: Glob): SubjectClaim | undefined {
  const colon = segment.indexOf(":");
  const key = TEMPLATE_KEYS.find((known) => known === segment.slice(0, Math.max(colon, 0)));
  if (key === undefined || key === "repo" || key === "context") return undefined;
  return { key, pattern: globText(environmentName(segment.slice(colon + 1))) };
}

/** The claims of a trust entry that further claims of a subject are. Left out are those that any value fits, and those that no entry can have. */
export function claimsOf(claims: readonly SubjectClaim[]): Claims {
  return Object.fromEntries(
    claims.flatMap(({ key, pattern }) => {
      const name = claimNameOf(key);
      return name === undefined || /^[*]+$/.test(pattern) ? [] : [[name, [pattern]]];
    }),
  );
}

/** The end of the refs of a merge queue, whatever the pull request. */
const QUEUE_RUNS = patternOf("/pr-*", WILDCARDS_ALONE);

/** Undefined if a segment is no context, or has a wildcard that Git does not allow in a ref. */
function entryContext(segment: Glob): PatternContext | undefined {
  const { kind, name } = parseContext(segment);
  switch (kind) {
    case "any":
    case "pullRequest":
      return { kind };
    case "environment":
      return hasWildcard(name)
        ? { kind: "environments", pattern: globText(environmentName(name)) }
        : { kind, name: environmentName(name) };
    case "mergeQueue":
      return segment.endsWith(QUEUE_RUNS) && !hasWildcard(name)
        ? { kind, branch: name }
        : refContext("branch", segment.slice("ref:refs/heads/".length));
    case "branch":
    case "tag":
      return refContext(kind, name);
    case "unknown":
      return undefined;
  }
}

function refContext(kind: "branch" | "tag", name: Glob): PatternContext | undefined {
  const pattern = starPattern(name);
  return pattern === undefined ? undefined : { kind, pattern };
}

/** The repository that a pattern names, if it is only one. An id says nothing about the name, so that it can be a wildcard. */
export function repositoryNamed({ owner, repository, context }: ParsedPattern): NamedRepository | undefined {
  if (context === undefined || hasWildcard(owner) || hasWildcard(repository)) return undefined;
  return { owner, name: repository };
}

/** The owner that a pattern names, if it is only one. */
export function ownerNamed({ owner }: ParsedPattern): string | undefined {
  return hasWildcard(owner) ? undefined : owner;
}

interface NamedRepository {
  readonly owner: string;
  readonly name: string;
}

/** Whether a pattern matches subjects of a repository. GitHub compares names without case. */
export function isOfRepository({ owner, repository }: ParsedPattern, named: NamedRepository): boolean {
  const matches = (pattern: Glob, name: string) =>
    subsumes(pattern.toLowerCase(), plainText(name.toLowerCase()));
  return matches(owner, named.owner) && matches(repository, named.name);
}
