import { EVENT_REFS, type EventRef } from "../policy/event-refs";
import { BRANCH, REF_PATTERN } from "../policy/github-names";
import type { Context } from "../policy/subject";

/** A workflow run, as the options describe it. */
export interface WorkflowRun {
  readonly event: string | undefined;
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly environment: string | undefined;
  /** The reusable workflow that the job runs in: `OWNER/REPOSITORY/PATH@REF`. */
  readonly workflow: string | undefined;
}

export const EVENTS = [...EVENT_REFS.keys()];

/** The context of a run, the ref in its token, and assumptions. */
export interface RunContext {
  readonly context: Context;
  /** Undefined if it is unknown. */
  readonly ref: string | undefined;
  readonly notes: readonly string[];
}

/** An example of the commit in the branch that a merge queue creates. */
const ANY_COMMIT = "0".repeat(40);

/** The context and the ref in a run's token. GitHub writes the environment in place of the ref. */
export function runContext(run: WorkflowRun): RunContext | { readonly problems: readonly string[] } {
  const problems = runProblems(run);
  if (problems.length > 0) return { problems };
  const { environment } = run;
  const at = refContext(run);
  if (environment !== undefined) {
    return { context: { kind: "environment", name: environment }, ref: at?.ref, notes: at?.notes ?? [] };
  }
  return at ?? { problems: [`--branch: missing. Expected ${NEEDED["branch or tag"]}`] };
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
      notes: ["pr-1 and the commit after it are examples"],
    };
  }
  const notes =
    of === "default branch"
      ? [`${event} runs on the default branch; ${branch} is assumed to be the default branch`]
      : [];
  return { context: { kind: "branch", pattern: branch }, ref: `refs/heads/${branch}`, notes };
}

const NEEDED: Readonly<Record<EventRef, string>> = {
  "branch or tag": "--branch, --tag or --environment",
  tag: "--tag or --environment",
  "default branch": "--branch (the default branch) or --environment",
  "merge queue": "--branch (the base branch of the queue)",
  "pull request": "",
};

function runProblems({ event, branch, tag, environment }: WorkflowRun): readonly string[] {
  const of = event === undefined ? "branch or tag" : EVENT_REFS.get(event);
  if (of === undefined) {
    return [`--event: expected one of ${EVENTS.join(", ")}, got ${JSON.stringify(event)}`];
  }
  const isNamed = branch !== undefined || tag !== undefined || environment !== undefined;
  const hasTagRef = of === "branch or tag" || of === "tag";
  return [
    ...(isNamed || of === "pull request"
      ? []
      : [`${event === undefined ? "--repository" : `--event ${event}`}: add ${NEEDED[of]}`]),
    ...(branch !== undefined && tag !== undefined ? ["--tag: not allowed with --branch"] : []),
    ...(tag === undefined || hasTagRef
      ? []
      : [`--tag: ${event} does not run on a tag${NEEDED[of] && `. Expected ${NEEDED[of]}`}`]),
    ...(branch !== undefined && of === "tag"
      ? [`--branch: ${event} does not run on a branch. Expected ${NEEDED.tag}`]
      : []),
    ...refProblems("--branch", branch),
    ...refProblems("--tag", tag),
  ];
}

function refProblems(option: string, name: string | undefined): readonly string[] {
  if (name === undefined || BRANCH.pattern.test(name)) return [];
  const noun = option === "--tag" ? "the name of a tag" : BRANCH.noun;
  const hint = REF_PATTERN.pattern.test(name) ? ". A token has no pattern" : "";
  return [`${option}: expected ${noun} (${BRANCH.allowed}), got ${JSON.stringify(name)}${hint}`];
}
