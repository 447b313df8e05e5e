import { CLAIMS, type ClaimName, type Claims } from "../claims";
import { escapeIamLiteral, escapeIamPattern } from "../iam/glob";
import { distinct, flattened, mapped, type NonEmpty } from "../non-empty";
import { claimNameOf, DEFAULT_TEMPLATE, type SubjectTemplate, type TemplateKey } from "./template";
import type { ColonForm, Context, WrittenEntry, WrittenRepositoryEntry } from "./types";

/**
 * The patterns that entries have for the claim `sub`, each once. {@link trustedSubjects} says which form of `:` an issuer has.
 * @param colons how the names of environments are written. Default: as github.com does.
 */
export function subjectPatterns(
  entries: NonEmpty<WrittenEntry>,
  colons: NonEmpty<ColonForm> = ["%3A"],
): NonEmpty<string> {
  return distinct(flattened(mapped(entries, (entry) => patternsOf(entry, colons))));
}

/**
 * The values of a token's `sub` claim that an entry trusts, as patterns for StringLike: what each key of its repository's template
 * holds, in the order of the template.
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
function patternsOf(entry: WrittenEntry, colons: NonEmpty<ColonForm>): NonEmpty<string> {
  if (entry.kind === "subject") return [entry.subject];
  const [first, ...others] = mapped(entry.template ?? DEFAULT_TEMPLATE, (key) =>
    segments(key, entry, colons),
  );
  return others.reduce<NonEmpty<string>>(
    (starts, ends) => flattened(mapped(starts, (start) => mapped(ends, (end) => `${start}:${end}`))),
    first,
  );
}

/** The values of a key of a template in a subject. */
function segments(
  key: TemplateKey,
  entry: WrittenRepositoryEntry,
  colons: NonEmpty<ColonForm>,
): NonEmpty<string> {
  if (key === "repo") return [`repo:${namedRepository(entry)}`];
  if (key === "context") return contextPatterns(entry.context, colons);
  const values = knownValues(key, entry);
  if (values === undefined) return [`${key}:*`];
  return distinct(
    flattened(mapped(values, (value) => mapped(colons, (colon) => `${key}:${value.replaceAll(":", colon)}`))),
  );
}

/** The values of a key that an entry requires, as patterns; undefined if any value is allowed. */
function knownValues(key: TemplateKey, entry: WrittenRepositoryEntry): NonEmpty<string> | undefined {
  const own = ownValue(key, entry);
  if (own !== undefined) return [own];
  const name = claimNameOf(key);
  const values = name === undefined ? undefined : entry.claims[name];
  return values === undefined ? undefined : mapped(values, escapeIamPattern);
}

/** The same from its repository and context, without its claims. */
function ownValue(key: TemplateKey, entry: WrittenRepositoryEntry): string | undefined {
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
      return context.kind === "environment" ? escapeIamLiteral(context.name) : undefined;
    case "ref":
      return contextRef(context, { pattern: escapeIamPattern, literal: escapeIamLiteral });
    default:
      return undefined;
  }
}

function namedRepository({ owner, repository, ids }: WrittenRepositoryEntry): string {
  if (ids === undefined) return `${owner}/${repository}`;
  return `${owner}@${ids.owner}/${repository}@${ids.repository === "any" ? "*" : ids.repository}`;
}

function contextPatterns(context: Context, colons: NonEmpty<ColonForm>): NonEmpty<string> {
  switch (context.kind) {
    case "environment":
      return distinct(
        mapped(colons, (colon) => `environment:${escapeIamLiteral(context.name.replaceAll(":", colon))}`),
      );
    case "pullRequest":
      return ["pull_request"];
    case "any":
      return ["*"];
    case "branch":
    case "tag":
    case "mergeQueue":
      return [`ref:${contextRef(context, { pattern: escapeIamPattern, literal: escapeIamLiteral })}`];
  }
}

/** How text of the file is escaped in a policy: with `*` as a wildcard, or literally. */
interface Writing {
  readonly pattern: (text: string) => string;
  readonly literal: (text: string) => string;
}

const AS_IT_IS: Writing = { pattern: (text) => text, literal: (text) => text };

/** The refs of a context as one pattern with `*`; undefined if any ref is allowed. */
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
 * The conditions of an entry apart from its subject: its claims that are not in the subject, and what a template without `repo` or `context`
 * leaves out.
 */
export function conditionClaims(entry: WrittenEntry): Claims {
  if (entry.kind === "subject" || entry.template === undefined) return entry.claims;
  return { ...claimsBeside(entry, entry.template), ...claimsLeftOut(entry, entry.template) };
}

/** Those of {@link conditionClaims} that are ids of the entry's repository. They need no escape. */
export function conditionIds(entry: WrittenEntry): IdClaims {
  return entry.kind === "subject" || entry.template === undefined ? {} : idsLeftOut(entry, entry.template);
}

type IdClaims = Readonly<Partial<Record<"repositoryId" | "repositoryOwnerId", string>>>;

/** Whether a claim is in the subject: the template has its key, and the repository or context does not determine it. */
function claimsBeside(entry: WrittenRepositoryEntry, template: SubjectTemplate): Claims {
  return Object.fromEntries(
    Object.entries(entry.claims).filter(([name]) => {
      const { claim } = CLAIMS[name as ClaimName];
      return !template.includes(claim) || ownValue(claim, entry) !== undefined;
    }),
  );
}

/** What a template leaves out of the subject of an entry, as claims. */
export function claimsLeftOut(
  entry: Pick<WrittenRepositoryEntry, "owner" | "repository" | "ids" | "context">,
  template: SubjectTemplate,
): Claims {
  const has = keysIn(template);
  const { owner, repository, ids, context } = entry;
  const { repositoryId, repositoryOwnerId } = idsLeftOut(entry, template);
  const hasRepositoryId = ids !== undefined && ids.repository !== "any";
  const ref = refPattern(context);
  return {
    ...(!has("repo", "repository") &&
      !hasRepositoryId && { repository: [`${owner}/${repository}`] as const }),
    ...(repositoryId !== undefined && { repositoryId: [repositoryId] as const }),
    ...(repositoryOwnerId !== undefined && { repositoryOwnerId: [repositoryOwnerId] as const }),
    ...(!has("context", "environment") &&
      context.kind === "environment" && { environment: [context.name] as const }),
    ...(!has("context", "ref") && ref !== undefined && { ref: [ref] as const }),
  };
}

function idsLeftOut({ ids }: Pick<WrittenRepositoryEntry, "ids">, template: SubjectTemplate): IdClaims {
  const has = keysIn(template);
  if (ids === undefined || has("repo")) return {};
  if (ids.repository !== "any") return has("repository_id") ? {} : { repositoryId: String(ids.repository) };
  return has("repository_owner_id") ? {} : { repositoryOwnerId: String(ids.owner) };
}

/** Whether a template has one of some keys. */
function keysIn(template: SubjectTemplate): (...keys: readonly TemplateKey[]) => boolean {
  return (...keys) => keys.some((key) => template.includes(key));
}
