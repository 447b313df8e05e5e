import type { Claims } from "../policy/claims";
import { isPattern } from "../policy/github-names";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { Context } from "../policy/subject/types";
import type { WorkflowEvent, WorkflowRequest } from "./request";
import type { TrustedContext } from "./trusted-contexts";

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

function rankOf({ context, claims }: TrustedContext, request: TriggerRequest): number {
  const environment = environmentOf(context, claims);
  if (request.environment !== undefined) {
    return environment === request.environment
      ? 0
      : context.kind === "any" && environment === undefined
        ? 1
        : -1;
  }
  const kinds = kindsOf(request);
  if (kinds === undefined) return 0;
  if (environment !== undefined) return 3;
  if (context.kind === "any") return 2;
  if (!kinds.includes(context.kind)) return -1;
  return isRefOf(context, request) ? 0 : 1;
}

function kindsOf({ event, branches, tagPatterns }: TriggerRequest): readonly Context["kind"][] | undefined {
  if (event !== undefined) return CONTEXTS[event];
  const kinds = [
    ...(branches.length > 0 ? CONTEXTS.push : []),
    ...(tagPatterns.length > 0 ? CONTEXTS.tag : []),
  ];
  return kinds.length === 0 ? undefined : kinds;
}

function isRefOf(context: Context, { branches, tagPatterns }: TriggerRequest): boolean {
  const names = context.kind === "tag" ? tagPatterns : branches;
  if (!("pattern" in context) || names.length === 0) return true;
  const own = patternOf(context.pattern, WILDCARDS_ALONE);
  return names.some((name) => subsumes(own, patternOf(name, WILDCARDS_ALONE)));
}

/** The environment that the job must have. */
export function environmentOf(context: Context, { environment }: Claims): string | undefined {
  if (context.kind === "environment") return context.name;
  return environment?.find((name) => !isPattern(name));
}
