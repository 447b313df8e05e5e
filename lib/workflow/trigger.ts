import type { Environment } from "../config/config";
import type { Claims } from "../policy/claims";
import type { Context } from "../policy/subject";
import { refPattern } from "../policy/subject-pattern";
import { bestMatch, environmentOf, type StartingWish } from "./best-match";
import { filterName, type RefName, refName } from "./ref-name";
import type { WorkflowEvent, WorkflowRequest } from "./request";
import type { TrustedContext } from "./trusted-contexts";

/** What starts a workflow, and on which refs. */
export interface Trigger {
  /** `tag` is a `push` that has no branches. Of a reusable workflow: what starts its caller, whose token it is. */
  readonly event: Exclude<WorkflowEvent, "tag" | "workflow_call">;
  readonly isReusable: boolean;
  /** Of a pull request and a merge queue: the branches that they go into; empty for all. */
  readonly branches: readonly RefName[];
  readonly tags: readonly RefName[];
  readonly environment: string | undefined;
  /** What the role asks for besides the subject. */
  readonly claims: Claims;
  /** Whether `main` is nobody's word. */
  readonly isBranchAssumed: boolean;
}

/** GitHub's name for the first branch of a new repository. */
const MAIN = "main";

/** What a workflow runs on: what the wish says, and what it leaves open as the first use has it that fits. */
export function plannedRun(
  uses: readonly TrustedContext[],
  asked: WorkflowRequest,
  environmentNamed: (name: string) => Environment | undefined,
): Trigger {
  const isReusable = asked.event === "workflow_call";
  const wish = { ...asked, event: asked.event === "workflow_call" ? undefined : asked.event };
  const use = bestMatch(uses, wish);
  const context = use?.context ?? { kind: "any" };
  const claims = use?.claims ?? {};
  const environment = wish.environment ?? environmentOf(context, claims);
  const refs = refsOf(
    context,
    claims,
    uses,
    wish,
    environment === undefined ? undefined : environmentNamed(environment),
  );
  const event = eventOf(context, wish, refs);
  const isRefNeeded = event !== "pull_request" && refs.branches.length + refs.tags.length === 0;
  return {
    event,
    isReusable,
    branches: isRefNeeded && event !== "release" ? [refName(MAIN)] : refs.branches,
    tags: isRefNeeded && event === "release" ? [refName("*")] : refs.tags,
    environment,
    claims,
    isBranchAssumed: isRefNeeded && event !== "release",
  };
}

type Refs = Pick<Trigger, "branches" | "tags">;

function eventOf(
  context: Context,
  { event, branches, tagPatterns }: StartingWish,
  refs: Refs,
): Trigger["event"] {
  if (event === "tag") return "push";
  if (event !== undefined) return event;
  if (branches.length + tagPatterns.length > 0) return "push";
  if (context.kind === "pullRequest") return "pull_request";
  return context.kind === "mergeQueue" && refs.tags.length === 0 ? "merge_group" : "push";
}

function refsOf(
  context: Context,
  claims: Claims,
  uses: readonly TrustedContext[],
  wish: StartingWish,
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
  uses: readonly TrustedContext[],
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

function patterns(uses: readonly TrustedContext[], kind: "branch" | "tag"): readonly RefName[] {
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

/** Every ref that a run can have, with `*` where anything can stand. */
export function refsOfRun({ event, branches, tags }: Trigger): readonly string[] {
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
