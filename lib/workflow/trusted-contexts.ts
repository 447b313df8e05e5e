import type { Repository } from "../config/types";
import { CLAIM_NAMES, CLAIMS, type ClaimName, type Claims } from "../policy/claims";
import { isPattern, matchesPattern } from "../policy/github-names";
import { isAbout, WEB_IDENTITY_ACTION } from "../policy/iam/evaluate";
import { hasWildcard, patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { readingOf, requiresValue } from "../policy/iam/operators";
import type { NonEmpty } from "../policy/non-empty";
import type { Condition, ParsedPolicy, Statement } from "../policy/policy-document";
import {
  claimsOf,
  isOfRepository,
  type ParsedPattern,
  type PatternContext,
  parsePattern,
  parseRawSubject,
} from "../policy/subject/parse";
import { DEFAULT_TEMPLATE, type SubjectTemplate } from "../policy/subject/template";
import type { Context, RepositoryEntry } from "../policy/subject/types";

import type { ParsedTrust } from "../policy/trust-policy";
import type { WorkflowEvent, WorkflowRequest } from "./request";

/** One context in which a role trusts a repository. */
export interface TrustedContext {
  /** In the case of the trust policy. */
  readonly owner: string;
  readonly repository: string;
  readonly ids: { readonly owner: string; readonly repository: string } | undefined;
  readonly template: SubjectTemplate;
  readonly context: PatternContext;
  /** Further claims that the trust requires. */
  readonly claims: Claims;
}

/** Every context in which a role trusts a repository, in the order of the file. */
export function trustedContexts(
  { trust, parsedTrustPolicy }: ParsedTrust,
  repository: Repository,
): readonly TrustedContext[] {
  if (trust.kind === "document") return policyContexts(parsedTrustPolicy, repository);
  return trust.entries.flatMap((entry) =>
    entry.kind === "repository"
      ? entryContexts(entry, repository)
      : subjectContexts(parseRawSubject(entry.subject), entry.claims, repository),
  );
}

function entryContexts(entry: RepositoryEntry, { owner, name }: Repository): readonly TrustedContext[] {
  const { repository, ids, context, claims, template = DEFAULT_TEMPLATE } = entry;
  if (entry.owner.toLowerCase() !== owner.toLowerCase() || !matchesPattern(repository, name)) return [];
  return [
    {
      owner: entry.owner,
      repository: isPattern(repository) ? name : repository,
      ids: ids && {
        owner: String(ids.owner),
        repository: ids.repository === "any" ? "*" : String(ids.repository),
      },
      template,
      context,
      claims,
    },
  ];
}

/** The context in which a subject pattern trusts a repository. None for other repositories, and if the pattern ends with the repository. */
function subjectContexts(
  parsed: ParsedPattern | undefined,
  claims: Claims,
  repository: Repository,
): readonly TrustedContext[] {
  if (parsed?.context === undefined || !isOfRepository(parsed, repository)) return [];
  return [
    {
      owner: hasWildcard(parsed.owner) ? repository.owner : parsed.owner,
      repository: hasWildcard(parsed.repository) ? repository.name : parsed.repository,
      ids: parsed.ids,
      template: parsed.template,
      context: isAnyRef(parsed.context) ? { kind: "branch", pattern: "*" } : parsed.context,
      claims: { ...claims, ...claimsOf(parsed.claims) },
    },
  ];
}

function isAnyRef(context: PatternContext): boolean {
  return context.kind === "other" && context.text === "ref:*";
}

function policyContexts(
  { statements, hasVariables }: ParsedPolicy,
  repository: Repository,
): readonly TrustedContext[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
    .flatMap((statement) =>
      conditionsOn(statement, "sub")
        .flatMap(({ operator, values }) =>
          values.map((text) => patternOf(text, readingOf(operator, hasVariables))),
        )
        .flatMap((pattern) => subjectContexts(parsePattern(pattern), statementClaims(statement), repository)),
    );
}

function statementClaims(statement: Statement): Claims {
  const claims: Partial<Record<ClaimName, NonEmpty<string>>> = {};
  for (const name of CLAIM_NAMES) {
    const [first, ...others] = conditionsOn(statement, CLAIMS[name].claim)[0]?.values ?? [];
    if (first !== undefined) claims[name] = [first, ...others];
  }
  return claims;
}

/** The conditions that require a claim to have one of some values. */
function conditionsOn({ conditions }: Statement, claim: string): readonly Condition[] {
  return conditions.filter(
    ({ key, operator }) => key.toLowerCase().endsWith(`:${claim}`) && requiresValue(operator),
  );
}

/** The events that start a workflow directly. */
type TriggerEvent = Exclude<WorkflowEvent, "workflow_call">;
/** A request without `workflow_call`, whose trigger is that of the caller. */
export type TriggerRequest = WorkflowRequest & { readonly event: TriggerEvent | undefined };

/** The trusted contexts that match an event, in addition to environments and `any`. */
const CONTEXTS: Readonly<Record<TriggerEvent, readonly Context["kind"][]>> = {
  push: ["branch"],
  tag: ["tag"],
  pull_request: ["pullRequest"],
  merge_group: ["mergeQueue"],
  workflow_dispatch: ["branch", "tag"],
  schedule: ["branch"],
  repository_dispatch: ["branch"],
  release: ["tag"],
};

/** The first trusted context that matches a request best: one that names it before one whose pattern matches it. */
export function bestMatch(
  contexts: readonly TrustedContext[],
  request: TriggerRequest,
): TrustedContext | undefined {
  const ranked = contexts
    .map((context) => ({ context, rank: rankOf(context, request) }))
    .filter(({ rank }) => rank >= 0);
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.context;
}

function rankOf(trusted: TrustedContext, request: TriggerRequest): number {
  const { context, claims } = trusted;
  if (request.environment !== undefined) return environmentRank(trusted, request.environment);
  const isNamed = context.kind !== "environments" && context.kind !== "other";
  const kinds = kindsOf(request);
  if (kinds === undefined) return isNamed ? 0 : 1;
  // A pull request runs unreviewed code, so it uses an environment only if the request or the trust says so.
  if (environmentOf(context, claims) !== undefined) {
    return request.event === "pull_request" && context.kind !== "pullRequest" ? -1 : 3;
  }
  if (context.kind === "any") return 2;
  if (!isNamed || !kinds.includes(context.kind)) return -1;
  return isRefOf(context, request) ? 0 : 1;
}

function environmentRank({ context, claims }: TrustedContext, requested: string): number {
  if (context.kind === "environments") return isMatch(context.pattern, requested) ? 1 : -1;
  const environment = environmentOf(context, claims);
  if (environment === requested) return 0;
  return context.kind === "any" && environment === undefined ? 1 : -1;
}

function kindsOf({ event, branches, tagPatterns }: TriggerRequest): readonly Context["kind"][] | undefined {
  if (event !== undefined) return CONTEXTS[event];
  const kinds = [
    ...(branches.length > 0 ? CONTEXTS.push : []),
    ...(tagPatterns.length > 0 ? CONTEXTS.tag : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

function isRefOf(context: PatternContext, { branches, tagPatterns }: TriggerRequest): boolean {
  const names = context.kind === "tag" ? tagPatterns : branches;
  if (!("pattern" in context) || names.length === 0) return true;
  return names.some((name) => isMatch(context.pattern, name));
}

/** Whether a pattern matches a name, or everything that another pattern matches. */
export function isMatch(pattern: string, name: string): boolean {
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), patternOf(name, WILDCARDS_ALONE));
}

/** The environment that the job must have. */
export function environmentOf(context: PatternContext, { environment }: Claims): string | undefined {
  if (context.kind === "environment") return context.name;
  return environment?.find((name) => !isPattern(name));
}
