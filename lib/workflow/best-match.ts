import type { Claims } from "../policy/claims";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { type Context, isPattern } from "../policy/subject";
import type { WorkflowEvent, WorkflowRequest } from "./request";
import type { TrustedContext } from "./trusted-contexts";

/** A wish without the event that only a caller has. */
type StartingEvent = Exclude<WorkflowEvent, "workflow_call">;
export type StartingWish = WorkflowRequest & { readonly event: StartingEvent | undefined };

/** The contexts of trust that an event has, besides environments and any. */
const CONTEXTS: Readonly<Record<StartingEvent, readonly Context["kind"][]>> = {
  push: ["branch"],
  tag: ["tag"],
  pull_request: ["pullRequest"],
  merge_group: ["mergeQueue"],
  workflow_dispatch: ["branch", "tag"],
  schedule: ["branch"],
  release: ["tag"],
};

/** The first use that a wish can mean: one that says it outright before one that allows it. */
export function bestMatch(uses: readonly TrustedContext[], wish: StartingWish): TrustedContext | undefined {
  const ranked = uses.map((use) => ({ use, rank: rankOf(use, wish) })).filter(({ rank }) => rank >= 0);
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.use;
}

function rankOf({ context, claims }: TrustedContext, wish: StartingWish): number {
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

function kindsOf({ event, branches, tagPatterns }: StartingWish): readonly Context["kind"][] | undefined {
  if (event !== undefined) return CONTEXTS[event];
  const kinds = [
    ...(branches.length > 0 ? CONTEXTS.push : []),
    ...(tagPatterns.length > 0 ? CONTEXTS.tag : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

function isRefOf(context: Context, { branches, tagPatterns }: StartingWish): boolean {
  const names = context.kind === "tag" ? tagPatterns : branches;
  if (!("pattern" in context) || names.length === 0) return true;
  const own = patternOf(context.pattern, WILDCARDS_ALONE);
  return names.some((name) => subsumes(own, patternOf(name, WILDCARDS_ALONE)));
}

/** The environment that a job has to name. */
export function environmentOf(context: Context, { environment }: Claims): string | undefined {
  if (context.kind === "environment") return context.name;
  return environment?.find((name) => !isPattern(name));
}
