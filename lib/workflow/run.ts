import type { Environment } from "../config/config";
import type { Claims } from "../policy/claims";
import { covers, patternOf, WILDCARDS_ALONE } from "../policy/evaluation/pattern";
import { type Context, isPattern, refPattern } from "../policy/subject";
import type { Use } from "./trusted-use";
import type { Wish, WorkflowEvent } from "./wish";

/** What starts a workflow, and on which refs. */
export interface Run {
  /** `tag` is a `push` that has no branches. */
  readonly event: Exclude<WorkflowEvent, "tag">;
  /** Of a pull request and a merge queue: the branches that they go into; empty for all. */
  readonly branches: readonly RefName[];
  readonly tags: readonly RefName[];
  readonly environment: string | undefined;
  /** What the role asks for besides the subject. */
  readonly claims: Claims;
  /** Whether `main` is nobody's word. */
  readonly isBranchAssumed: boolean;
}

/** Names of branches or tags. */
export interface RefName {
  /** `*` stands for any text, as in access.yaml. */
  readonly pattern: string;
  /** In the words of a workflow's filter. */
  readonly filter: string;
}

/** GitHub's name for the first branch of a new repository. */
const MAIN = "main";

/** What a workflow runs on: what the wish says, and what it leaves open as the first use has it that fits. */
export function plannedRun(
  uses: readonly Use[],
  wish: Wish,
  environmentNamed: (name: string) => Environment | undefined,
): Run {
  const use = fittingUses(uses, wish)[0];
  const context = use?.context ?? { kind: "any" };
  const claims = use?.claims ?? {};
  const environment = wish.environment ?? environmentOf(context, claims);
  const refs = {
    ...refsOf(
      context,
      claims,
      uses,
      wish,
      environment === undefined ? undefined : environmentNamed(environment),
    ),
  };
  const event = eventOf(context, wish, refs);
  const isRefNeeded = event !== "pull_request" && refs.branches.length + refs.tags.length === 0;
  return {
    event,
    branches: isRefNeeded && event !== "release" ? [refName(MAIN)] : refs.branches,
    tags: isRefNeeded && event === "release" ? [refName("*")] : refs.tags,
    environment,
    claims,
    isBranchAssumed: isRefNeeded && event !== "release",
  };
}

type Refs = Pick<Run, "branches" | "tags">;

/** The contexts of trust that an event has, besides environments and any. */
const CONTEXTS: Readonly<Record<WorkflowEvent, readonly Context["kind"][]>> = {
  push: ["branch"],
  tag: ["tag"],
  pull_request: ["pullRequest"],
  merge_group: ["mergeQueue"],
  workflow_dispatch: ["branch", "tag"],
  schedule: ["branch"],
  release: ["tag"],
  workflow_call: ["branch", "tag"],
};

/** The uses that a wish can mean, those that say it outright before those that allow it. */
function fittingUses(uses: readonly Use[], wish: Wish): readonly Use[] {
  const ranked = uses.map((use) => ({ use, rank: rankOf(use, wish) })).filter(({ rank }) => rank >= 0);
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ use }) => use);
}

function rankOf({ context, claims }: Use, wish: Wish): number {
  const environment = environmentOf(context, claims);
  if (wish.environment !== undefined) {
    return environment === wish.environment
      ? 0
      : context.kind === "any" && environment === undefined
        ? 1
        : -1;
  }
  const kinds = kindsOf(wish);
  if (kinds === undefined) return 0;
  if (environment !== undefined) return 3;
  if (context.kind === "any") return 2;
  if (!kinds.includes(context.kind)) return -1;
  return isRefOf(context, wish) ? 0 : 1;
}

function kindsOf({ event, branches, tagPatterns }: Wish): readonly Context["kind"][] | undefined {
  if (event !== undefined) return CONTEXTS[event];
  const kinds = [
    ...(branches.length > 0 ? CONTEXTS.push : []),
    ...(tagPatterns.length > 0 ? CONTEXTS.tag : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

function isRefOf(context: Context, { branches, tagPatterns }: Wish): boolean {
  const names = context.kind === "tag" ? tagPatterns : branches;
  if (!("pattern" in context) || names.length === 0) return true;
  const own = patternOf(context.pattern, WILDCARDS_ALONE);
  return names.some((name) => covers(own, patternOf(name, WILDCARDS_ALONE)));
}

function environmentOf(context: Context, { environment }: Claims): string | undefined {
  if (context.kind === "environment") return context.name;
  return environment?.find((name) => !isPattern(name));
}

function eventOf(context: Context, { event, branches, tagPatterns }: Wish, refs: Refs): Run["event"] {
  if (event === "tag") return "push";
  if (event !== undefined) return event;
  if (branches.length + tagPatterns.length > 0) return "push";
  if (context.kind === "pullRequest") return "pull_request";
  return context.kind === "mergeQueue" && refs.tags.length === 0 ? "merge_group" : "push";
}

function refsOf(
  context: Context,
  claims: Claims,
  uses: readonly Use[],
  wish: Wish,
  environment: Environment | undefined,
): Refs {
  if (wish.branches.length + wish.tagPatterns.length > 0) {
    return { branches: wish.branches.map(refName), tags: wish.tagPatterns.map(refName) };
  }
  const refs = trustedRefs(context, claims, uses, environment);
  switch (wish.event) {
    case "push":
    case "schedule":
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

/** The refs that trust names, those of further uses with the same claims among them. */
function trustedRefs(
  context: Context,
  claims: Claims,
  uses: readonly Use[],
  environment: Environment | undefined,
): Refs {
  switch (context.kind) {
    case "branch":
    case "tag": {
      const alike = uses.filter((use) => JSON.stringify(use.claims) === JSON.stringify(claims));
      return { branches: patterns(alike, "branch"), tags: patterns(alike, "tag") };
    }
    case "mergeQueue":
      return { branches: [refName(context.branch)], tags: [] };
    case "pullRequest":
      return { branches: [], tags: [] };
    case "environment":
    case "any": {
      const claimed = {
        branches: claimedRefs(claims, "refs/heads/"),
        tags: claimedRefs(claims, "refs/tags/"),
      };
      if (claimed.branches.length + claimed.tags.length > 0 || environment === undefined) return claimed;
      return { branches: environment.branches.map(filterName), tags: environment.tags.map(filterName) };
    }
  }
}

function patterns(uses: readonly Use[], kind: "branch" | "tag"): readonly RefName[] {
  const names = uses.flatMap(({ context }) =>
    context.kind === kind && "pattern" in context ? context.pattern : [],
  );
  return [...new Set(names)].map(refName);
}

function claimedRefs({ ref }: Claims, start: string): readonly RefName[] {
  return (ref ?? [])
    .filter((name) => name.startsWith(start))
    .map((name) => refName(name.slice(start.length)));
}

/** `*` crosses `/` in a trust policy, which `**` does in a filter; the other signs that a filter gives a meaning are taken literally. */
function refName(pattern: string): RefName {
  return { pattern, filter: pattern.replace(/\*+/g, "**").replace(/^!|[+]/g, "\\$&") };
}

/** In a deployment branch's pattern `?` is one character and `[…]` one of some; a filter's `?` is another thing, and its `*` lets in more. */
function filterName(pattern: string): RefName {
  return {
    pattern: pattern.replace(/\[[^\]]*\]|[?]/g, "*").replace(/\*+/g, "*"),
    filter: pattern.replaceAll("?", "*").replace(/^!|[+]/g, "\\$&"),
  };
}

/** Every ref that a run can have, with `*` where anything can stand. */
export function refsOfRun({ event, branches, tags }: Run): readonly string[] {
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
