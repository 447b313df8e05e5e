import type { Environment } from "../config/types";
import type { Claims } from "../policy/claims";
import { refPattern } from "../policy/subject/format";
import type { PatternContext } from "../policy/subject/parse";
import type { Context } from "../policy/subject/types";
import type { Wording, WorkflowEvent, WorkflowRequest } from "./request";
import { bestMatch, environmentOf, type TriggerRequest, type TrustedContext } from "./trusted-contexts";

/** What starts a workflow, and on which refs. */
export interface Trigger {
  /** `tag` becomes a `push` without branches. For a reusable workflow, the event of its caller, whose token is evaluated. */
  readonly event: Exclude<WorkflowEvent, "tag" | "workflow_call">;
  readonly isReusable: boolean;
  /** For pull requests and merge queues, the target branches. Empty for all. */
  readonly branches: readonly RefName[];
  readonly tags: readonly RefName[];
  readonly environment: string | undefined;
  /** Claims that the role requires in addition to the subject. */
  readonly claims: Claims;
  /** True if nothing names a branch, so that `main` is assumed. */
  readonly isMainAssumed: boolean;
}

/** GitHub's name for the first branch of a new repository. */
const MAIN = "main";

/** The trigger of a workflow. What the request leaves open follows from the trusted context that matches it best. */
export function triggerOf(
  contexts: readonly TrustedContext[],
  given: WorkflowRequest,
  environmentNamed: (name: string) => Environment | undefined,
): Trigger {
  const isReusable = given.event === "workflow_call";
  const request = { ...given, event: given.event === "workflow_call" ? undefined : given.event };
  const trusted = bestMatch(contexts, request);
  const context: PatternContext = trusted?.context ?? { kind: "any" };
  const claims = trusted?.claims ?? {};
  const environment = request.environment ?? environmentOf(context, claims);
  const refs = refsOf(
    context,
    claims,
    contexts,
    request,
    environment === undefined ? undefined : environmentNamed(environment),
  );
  const event = eventOf(context, request, refs);
  const isRefNeeded = event !== "pull_request" && refs.branches.length + refs.tags.length === 0;
  return {
    event,
    isReusable,
    branches: isRefNeeded && event !== "release" ? [refName(MAIN)] : refs.branches,
    tags: isRefNeeded && event === "release" ? [refName("*")] : refs.tags,
    environment,
    claims,
    isMainAssumed: isRefNeeded && event !== "release",
  };
}

type Refs = Pick<Trigger, "branches" | "tags">;

function eventOf(
  context: PatternContext,
  { event, branches, tagPatterns }: TriggerRequest,
  refs: Refs,
): Trigger["event"] {
  if (event === "tag") return "push";
  if (event !== undefined) return event;
  if (branches.length + tagPatterns.length > 0) return "push";
  if (context.kind === "pullRequest") return "pull_request";
  return context.kind === "mergeQueue" && refs.tags.length === 0 ? "merge_group" : "push";
}

function refsOf(
  context: PatternContext,
  claims: Claims,
  contexts: readonly TrustedContext[],
  request: TriggerRequest,
  environment: Environment | undefined,
): Refs {
  if (request.branches.length + request.tagPatterns.length > 0) {
    return { branches: request.branches.map(refName), tags: request.tagPatterns.map(refName) };
  }
  const refs = trustedRefs(context, claims, contexts, environment);
  switch (request.event) {
    case "push":
    case "schedule":
    case "repository_dispatch":
      return { ...refs, tags: [] };
    case "tag":
    case "release":
      return { tags: refs.tags.length === 0 ? [refName("*")] : refs.tags, branches: [] };
    case "pull_request":
      return { branches: [], tags: [] };
    case "merge_group":
      return { branches: context.kind === "mergeQueue" ? refs.branches : [], tags: [] };
    default:
      return refs;
  }
}

/** The refs of a trusted context, and of all others with the same claims. */
function trustedRefs(
  context: PatternContext,
  claims: Claims,
  contexts: readonly TrustedContext[],
  environment: Environment | undefined,
): Refs {
  switch (context.kind) {
    case "branch":
    case "tag": {
      const alike = contexts.filter((other) => JSON.stringify(other.claims) === JSON.stringify(claims));
      return { branches: patterns(alike, "branch"), tags: patterns(alike, "tag") };
    }
    case "mergeQueue":
      return { branches: [refName(context.branch)], tags: [] };
    case "pullRequest":
      return { branches: [], tags: [] };
    case "environment":
    case "environments":
    case "any":
    case "other": {
      const claimed = {
        branches: claimedRefs(claims, "refs/heads/"),
        tags: claimedRefs(claims, "refs/tags/"),
      };
      if (claimed.branches.length + claimed.tags.length > 0 || environment === undefined) return claimed;
      return { branches: environment.branches.map(filterName), tags: environment.tags.map(filterName) };
    }
  }
}

function patterns(contexts: readonly TrustedContext[], kind: "branch" | "tag"): readonly RefName[] {
  const names = contexts.flatMap(({ context }) =>
    context.kind === kind && "pattern" in context ? context.pattern : [],
  );
  return [...new Set(names)].map(refName);
}

function claimedRefs({ ref }: Claims, start: string): readonly RefName[] {
  return (ref ?? [])
    .filter((name) => name.startsWith(start))
    .map((name) => refName(name.slice(start.length)));
}

/** Every ref of the runs that a trigger starts, as patterns. */
export function refsOfTrigger({ event, branches, tags }: Trigger): readonly string[] {
  if (event === "pull_request") return [refPattern({ kind: "pullRequest" }) ?? ""];
  const contexts: readonly Context[] = [
    ...branches.map(
      ({ pattern }): Context =>
        event === "merge_group" ? { kind: "mergeQueue", branch: pattern } : { kind: "branch", pattern },
    ),
    ...tags.map(({ pattern }): Context => ({ kind: "tag", pattern })),
  ];
  return contexts.flatMap((context) => refPattern(context) ?? []);
}

/** What starts a workflow, for messages: `push to main`. */
export function triggerText({ event, isReusable, branches, tags, environment }: Trigger): string {
  const place = environment === undefined ? "" : ` in the environment ${environment}`;
  const caller = isReusable ? ", called by another workflow" : "";
  const refs = [
    ...branches.map(({ pattern }) => branchText(pattern)),
    ...tags.map(({ pattern }) => tagText(pattern)),
  ];
  return `${eventText(event, refs.join(" or "))}${place}${caller}`;
}

function eventText(event: Trigger["event"], refs: string): string {
  switch (event) {
    case "pull_request":
      return refs === "" ? event : `${event} into ${refs}`;
    case "merge_group":
      return `${event} into ${refs}`;
    case "push":
      return `push to ${refs}`;
    case "workflow_dispatch":
    case "schedule":
    case "repository_dispatch":
    case "release":
      return `${event} on ${refs}`;
  }
}

function branchText(pattern: string): string {
  return pattern === "*" ? "any branch" : pattern;
}

function tagText(pattern: string): string {
  return pattern === "*" ? "any tag" : `the tag ${pattern}`;
}

/** Where a role can be used, for messages, with the option that selects it: `push to main (--branch)`. */
export function contextText({ context, claims }: TrustedContext, { option, options }: Wording): string {
  const required = claimsText(claims);
  const further = required === "" ? "" : ` if ${required}`;
  switch (context.kind) {
    case "branch":
      return `push to ${branchText(context.pattern)} (${option("branches")})${further}`;
    case "tag":
      return `push of ${tagText(context.pattern)} (${options({ event: "tag" })})${further}`;
    case "environment":
      return `any event in the environment ${context.name} (${option("environment")})${further}`;
    case "pullRequest":
      return `pull requests (${options({ event: "pull_request" })})${further}`;
    case "mergeQueue":
      return `the merge queue of ${context.branch} (${options({ event: "merge_group" })})${further}`;
    case "environments":
      return `any event in an environment that matches ${context.pattern} (${option("environment")})${further}`;
    case "any":
      return `any event${further}`;
    case "other":
      return `jobs whose subject ends with ${context.text}${further}`;
  }
}

/** Claims that a trust requires, for messages: `actorId is 7`. Empty if it requires none. */
export function claimsText(claims: Claims): string {
  return Object.entries(claims)
    .map(([name, values]) => `${name} is ${values.join(" or ")}`)
    .join(" and ");
}

/** A name or pattern of branches or tags. */
export interface RefName {
  /** As in access.yaml: `*` matches any characters. */
  readonly pattern: string;
  /** As a filter of a workflow. */
  readonly filter: string;
}

/** In a trust policy, `*` also matches `/`. In a filter, `**` does. Other characters with a meaning in filters are escaped. */
export function refName(pattern: string): RefName {
  return { pattern, filter: pattern.replace(/\*+/g, "**").replace(/^!|[+]/g, "\\$&") };
}

/** In a deployment branch pattern, `?` is one character and `[…]` a set. Filters have another `?`, so the filter has the wider `*`. */
export function filterName(pattern: string): RefName {
  return {
    pattern: pattern.replace(/\[[^\]]*\]|[?]/g, "*").replace(/\*+/g, "*"),
    filter: pattern.replaceAll("?", "*").replace(/^!|[+]/g, "\\$&"),
  };
}
