import { CLAIMS, type ClaimName, type Claims } from "./claims";
import { distinct, flattened, mapped, type NonEmpty } from "./non-empty";
import { claimNameOf, DEFAULT_TEMPLATE, type SubjectTemplate, type TemplateKey } from "./subject-template";

/** Where in a repository a workflow run comes from. A token names one of these, the first that applies. */
export type Context =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "pullRequest" }
  | { readonly kind: "branch"; readonly pattern: string }
  | { readonly kind: "tag"; readonly pattern: string }
  /** Runs of the merge queue of a branch. */
  | { readonly kind: "mergeQueue"; readonly branch: string }
  | { readonly kind: "any" };

/** How a repository's tokens name it: by names, by names and ids that never change hands, or by now one, now the other. */
export const SUBJECT_FORMATS = ["name", "immutable", "both"] as const;
export type SubjectFormat = (typeof SUBJECT_FORMATS)[number];

/** The ids in a subject of the immutable format. */
export interface SubjectIds {
  readonly owner: number;
  /** Any, where a pattern names the repository: its id cannot be known. */
  readonly repository: number | "any";
}

/** One repository, or all that a pattern matches, in one context. */
export interface RepositoryEntry {
  readonly kind: "repository";
  /** GitHub's own casing: subjects are compared with case. */
  readonly owner: string;
  /** A name, or a pattern with `*`. */
  readonly repository: string;
  /** Undefined for the name format. */
  readonly ids: SubjectIds | undefined;
  readonly context: Context;
  readonly claims: Claims;
  /** The keys of the repository's template. Default: `repo` and `context`. */
  readonly template?: SubjectTemplate;
}

/** A pattern for the subject as it stands: `*` and `?` are wildcards, `${…}` is a policy variable. */
export interface SubjectEntry {
  readonly kind: "subject";
  readonly subject: string;
  readonly claims: Claims;
}

/** Whom a role trusts; several entries are alternatives. */
export type TrustEntry = RepositoryEntry | SubjectEntry;

/** How a GitHub writes `:` within the name of an environment. */
export type ColonForm = "%3A" | ":";

/**
 * The forms that tokens of an issuer have. A server writes `:` as it is up to version 3.18 and encodes it from then on; which version
 * it has, nobody says here.
 */
export function colonForms(isServer: boolean): NonEmpty<ColonForm> {
  return isServer ? ["%3A", ":"] : ["%3A"];
}

/** The patterns of all entries, each once. */
export function subjectPatterns(
  entries: NonEmpty<TrustEntry>,
  colons: NonEmpty<ColonForm>,
): NonEmpty<string> {
  return distinct(flattened(mapped(entries, (entry) => patternsOf(entry, colons))));
}

/**
 * The values of a token's `sub` claim that an entry trusts, as patterns for StringLike: what each key of its repository's template
 * holds, in the order of the template.
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
function patternsOf(entry: TrustEntry, colons: NonEmpty<ColonForm>): NonEmpty<string> {
  if (entry.kind === "subject") return [entry.subject];
  const [first, ...others] = mapped(entry.template ?? DEFAULT_TEMPLATE, (key) =>
    segments(key, entry, colons),
  );
  return others.reduce<NonEmpty<string>>(
    (starts, ends) => flattened(mapped(starts, (start) => mapped(ends, (end) => `${start}:${end}`))),
    first,
  );
}

/** What a key of a template becomes in a subject; several where several values may stand there. */
function segments(key: TemplateKey, entry: RepositoryEntry, colons: NonEmpty<ColonForm>): NonEmpty<string> {
  if (key === "repo") return [`repo:${namedRepository(entry)}`];
  if (key === "context") return contextPatterns(entry.context, colons);
  const values = knownValues(key, entry);
  if (values === undefined) return [`${key}:*`];
  return distinct(
    flattened(mapped(values, (value) => mapped(colons, (colon) => `${key}:${value.replaceAll(":", colon)}`))),
  );
}

/** What an entry says of a key, as patterns; undefined where it says nothing, so that any value will do. */
function knownValues(key: TemplateKey, entry: RepositoryEntry): NonEmpty<string> | undefined {
  const own = ownValue(key, entry);
  if (own !== undefined) return [own];
  const name = claimNameOf(key);
  const values = name === undefined ? undefined : entry.claims[name];
  return values === undefined ? undefined : mapped(values, pattern);
}

/** What an entry says of a key by its repository and context, without its claims. */
function ownValue(key: TemplateKey, entry: RepositoryEntry): string | undefined {
  const { owner, repository, ids, context } = entry;
  switch (key) {
    case "repository":
      return `${owner}/${repository}`;
    case "repository_owner":
      return owner;
    case "repository_owner_id":
      return ids === undefined ? undefined : String(ids.owner);
    case "repository_id":
      return ids === undefined || ids.repository === "any" ? undefined : String(ids.repository);
    case "environment":
      return context.kind === "environment" ? literal(context.name) : undefined;
    case "ref":
      return contextRef(context, { pattern, literal });
    default:
      return undefined;
  }
}

function namedRepository({ owner, repository, ids }: RepositoryEntry): string {
  if (ids === undefined) return `${owner}/${repository}`;
  return `${owner}@${ids.owner}/${repository}@${ids.repository === "any" ? "*" : ids.repository}`;
}

function contextPatterns(context: Context, colons: NonEmpty<ColonForm>): NonEmpty<string> {
  switch (context.kind) {
    case "environment":
      return distinct(
        mapped(colons, (colon) => `environment:${literal(context.name.replaceAll(":", colon))}`),
      );
    case "pullRequest":
      return ["pull_request"];
    case "any":
      return ["*"];
    case "branch":
    case "tag":
    case "mergeQueue":
      return [`ref:${contextRef(context, { pattern, literal })}`];
  }
}

/** How a text of the file is written into a document: one in which `*` is a wildcard, and one that is taken literally. */
interface Writing {
  readonly pattern: (text: string) => string;
  readonly literal: (text: string) => string;
}

const AS_IT_IS: Writing = { pattern: (text) => text, literal: (text) => text };

/** The refs of the jobs in a context as one pattern with `*`; undefined where they may have any. */
export function refPattern(context: Context): string | undefined {
  return contextRef(context, AS_IT_IS);
}

function contextRef(context: Context, written: Writing): string | undefined {
  switch (context.kind) {
    case "branch":
      return `refs/heads/${written.pattern(context.pattern)}`;
    case "tag":
      return `refs/tags/${written.pattern(context.pattern)}`;
    case "mergeQueue":
      return `refs/heads/gh-readonly-queue/${written.literal(context.branch)}/pr-*`;
    case "pullRequest":
      return "refs/pull/*/merge";
    case "environment":
    case "any":
      return undefined;
  }
}

/**
 * What a token has to say besides its subject: the entry's claims that do not stand in the subject, and what the entry asks for and a
 * template without `repo` or `context` leaves out.
 */
export function conditionClaims(entry: TrustEntry): Claims {
  if (entry.kind === "subject" || entry.template === undefined) return entry.claims;
  return { ...claimsBeside(entry, entry.template), ...claimsLeftOut(entry, entry.template) };
}

/** A claim stands in the subject where the template has its key, and neither repository nor context says something else there. */
function claimsBeside(entry: RepositoryEntry, template: SubjectTemplate): Claims {
  return Object.fromEntries(
    Object.entries(entry.claims).filter(([name]) => {
      const { claim } = CLAIMS[name as ClaimName];
      return !template.includes(claim) || ownValue(claim, entry) !== undefined;
    }),
  );
}

/** What a template leaves out of the subject of an entry, as claims that say it. */
export function claimsLeftOut(
  entry: Pick<RepositoryEntry, "owner" | "repository" | "ids" | "context">,
  template: SubjectTemplate,
): Claims {
  const has = (...keys: readonly TemplateKey[]) => keys.some((key) => template.includes(key));
  const { context } = entry;
  const ref = refPattern(context);
  return {
    ...(!has("repo") && identityLeftOut(entry, has)),
    ...(!has("context", "environment") &&
      context.kind === "environment" && { environment: [context.name] as const }),
    ...(!has("context", "ref") && ref !== undefined && { ref: [ref] as const }),
  };
}

function identityLeftOut(
  { owner, repository, ids }: Pick<RepositoryEntry, "owner" | "repository" | "ids">,
  has: (key: TemplateKey) => boolean,
): Claims {
  if (ids !== undefined && ids.repository !== "any") {
    return has("repository_id") ? {} : { repositoryId: [String(ids.repository)] };
  }
  return {
    ...(!has("repository") && { repository: [`${owner}/${repository}`] as const }),
    ...(!has("repository_owner_id") &&
      ids !== undefined && { repositoryOwnerId: [String(ids.owner)] as const }),
  };
}

/**
 * Text that IAM takes as it stands, nothing in it a wildcard or the start of a policy variable.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literal(text: string): string {
  return text.replace(/[*?$]/g, escaped);
}

/** Text in which `*` is a wildcard and nothing else is. */
export function pattern(text: string): string {
  return text.replace(/[?$]/g, escaped);
}

function escaped(character: string): string {
  return `\${${character}}`;
}

/** Whether a name of the file stands for many. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}

/** Whether a name is one that a pattern with `*` stands for. GitHub compares names without case. */
export function isNamedBy(pattern: string, name: string): boolean {
  const [start = "", ...others] = pattern.toLowerCase().split("*");
  const end = others.pop();
  const own = name.toLowerCase();
  if (end === undefined) return own === start;
  if (!own.startsWith(start) || !own.endsWith(end) || own.length < start.length + end.length) return false;
  let rest = own.slice(start.length, own.length - end.length);
  return others.every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}
