import { EVENT_REFS, type EventRef } from "../policy/event-refs";
import { BRANCH, REF_PATTERN } from "../policy/github-names";
import type { Context } from "../policy/subject";

/** Where a job runs, by what starts its workflow and what it names. */
export interface WorkflowRun {
  readonly event: string | undefined;
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly environment: string | undefined;
  /** The reusable workflow that the job runs in: `OWNER/REPOSITORY/PATH@REF`. */
  readonly workflow: string | undefined;
}

export const EVENTS = [...EVENT_REFS.keys()];

/** A run's context, the ref that its token names, and what had to be taken for granted. */
export interface RunContext {
  readonly context: Context;
  /** Undefined, where nobody has told it. */
  readonly ref: string | undefined;
  readonly notes: readonly string[];
}

/** A commit that stands for any, in the branch that a merge queue makes. */
const ANY_COMMIT = "0".repeat(40);

/** What a run's token says of where it runs. An environment wins over every ref, as it does at GitHub. */
export function runContext(run: WorkflowRun): RunContext | { readonly problems: readonly string[] } {
  const problems = runProblems(run);
  if (problems.length > 0) return { problems };
  const { environment } = run;
  const at = refContext(run);
  if (environment !== undefined) {
    return { context: { kind: "environment", name: environment }, ref: at?.ref, notes: at?.notes ?? [] };
  }
  return at ?? { problems: [`--branch: is missing; needed: ${MISSING["branch or tag"]}`] };
}

function refContext({ event = "push", branch, tag }: WorkflowRun): RunContext | undefined {
  const of = EVENT_REFS.get(event) ?? "branch or tag";
  if (of === "pull request") {
    return { context: { kind: "pullRequest" }, ref: "refs/pull/1/merge", notes: [] };
  }
  if (tag !== undefined)
    return { context: { kind: "tag", pattern: tag }, ref: `refs/tags/${tag}`, notes: [] };
  if (branch === undefined) return undefined;
  if (of === "merge queue") {
    const own = `gh-readonly-queue/${branch}/pr-1-${ANY_COMMIT}`;
    return {
      context: { kind: "branch", pattern: own },
      ref: `refs/heads/${own}`,
      notes: ["pr-1 and the commit behind it stand for any"],
    };
  }
  const notes =
    of === "default branch"
      ? [`${event} runs on the default branch, whatever it is about; ${branch} is taken for that`]
      : [];
  return { context: { kind: "branch", pattern: branch }, ref: `refs/heads/${branch}`, notes };
}

const MISSING: Readonly<Record<EventRef, string>> = {
  "branch or tag": "--branch, --tag or --environment",
  tag: "--tag or --environment",
  "default branch": "--branch, the repository's default branch, or --environment",
  "merge queue": "--branch, the one that the queue merges into",
  "pull request": "",
};

function runProblems({ event, branch, tag, environment }: WorkflowRun): readonly string[] {
  const of = event === undefined ? "branch or tag" : EVENT_REFS.get(event);
  if (of === undefined) {
    return [
      `--event: is no event that is known here; allowed: ${EVENTS.join(", ")}; given: ${JSON.stringify(event)}`,
    ];
  }
  const isNamed = branch !== undefined || tag !== undefined || environment !== undefined;
  const takesTag = of === "branch or tag" || of === "tag";
  return [
    ...(isNamed || of === "pull request"
      ? []
      : [
          `${event === undefined ? "--repository" : "--event"}: does not say where the job runs; needed: ${MISSING[of]}`,
        ]),
    ...(branch !== undefined && tag !== undefined
      ? ["--tag: stands beside --branch; allowed: one of them"]
      : []),
    ...(tag === undefined || takesTag
      ? []
      : [`--tag: is not what ${event} runs on; needed: ${MISSING[of] || "no tag"}`]),
    ...(branch !== undefined && of === "tag"
      ? [`--branch: is not what ${event} runs on; needed: ${MISSING.tag}`]
      : []),
    ...refProblems("--branch", branch),
    ...refProblems("--tag", tag),
  ];
}

function refProblems(option: string, name: string | undefined): readonly string[] {
  if (name === undefined || BRANCH.pattern.test(name)) return [];
  const noun = option === "--tag" ? "the name of a tag" : BRANCH.noun;
  const hint = REF_PATTERN.pattern.test(name) ? ", which GitHub puts into no token" : "";
  return [`${option}: is not ${noun}${hint}; allowed: ${BRANCH.allowed}; given: ${JSON.stringify(name)}`];
}
