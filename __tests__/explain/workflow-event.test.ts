import { EVENTS, type RunContext, runContext, type WorkflowRun } from "../../lib/explain/workflow-event";

const NONE: WorkflowRun = {
  event: undefined,
  branch: undefined,
  tag: undefined,
  environment: undefined,
  workflow: undefined,
};
const QUEUE = `gh-readonly-queue/main/pr-1-${"0".repeat(40)}`;

function branchRun(branch: string, ...notes: readonly string[]): RunContext {
  return { context: { kind: "branch", pattern: branch }, ref: `refs/heads/${branch}`, notes };
}

const TAG: RunContext = { context: { kind: "tag", pattern: "v1" }, ref: "refs/tags/v1", notes: [] };

test.each<[Partial<WorkflowRun>, RunContext]>([
  [{ branch: "main" }, branchRun("main")],
  [{ tag: "v1" }, TAG],
  [{ event: "push", branch: "main" }, branchRun("main")],
  [{ event: "push", tag: "v1" }, TAG],
  [{ event: "workflow_dispatch", tag: "v1" }, TAG],
  [{ event: "release", tag: "v1" }, TAG],
  [{ event: "pull_request" }, { context: { kind: "pullRequest" }, ref: "refs/pull/1/merge", notes: [] }],
  [
    { event: "pull_request", branch: "main" },
    { context: { kind: "pullRequest" }, ref: "refs/pull/1/merge", notes: [] },
  ],
  [{ event: "merge_group", branch: "main" }, branchRun(QUEUE, "pr-1 and the commit after it are examples")],
  [
    { event: "schedule", branch: "main" },
    branchRun("main", "schedule runs on the default branch; main is assumed to be the default branch"),
  ],
  [
    { event: "pull_request_target", branch: "main" },
    branchRun(
      "main",
      "pull_request_target runs on the default branch; main is assumed to be the default branch",
    ),
  ],
  [{ environment: "prod" }, { context: { kind: "environment", name: "prod" }, ref: undefined, notes: [] }],
  [
    { environment: "prod", branch: "main" },
    { context: { kind: "environment", name: "prod" }, ref: "refs/heads/main", notes: [] },
  ],
  [
    { environment: "prod", event: "pull_request" },
    { context: { kind: "environment", name: "prod" }, ref: "refs/pull/1/merge", notes: [] },
  ],
  [
    { environment: "prod", event: "deployment" },
    { context: { kind: "environment", name: "prod" }, ref: undefined, notes: [] },
  ],
])("a run with %j has its context and ref", (run, expected) => {
  expect(runContext({ ...NONE, ...run })).toStrictEqual(expected);
});

const ALLOWED =
  "a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/, without wildcards";

test.each<[Partial<WorkflowRun>, readonly string[]]>([
  [{}, ["--repository: add --branch, --tag or --environment"]],
  [{ event: "push" }, ["--event push: add --branch, --tag or --environment"]],
  [{ event: "release" }, ["--event release: add --tag or --environment"]],
  [{ event: "merge_group" }, ["--event merge_group: add --branch (the base branch of the queue)"]],
  [{ event: "schedule" }, ["--event schedule: add --branch (the default branch) or --environment"]],
  [{ branch: "main", tag: "v1" }, ["--tag: not allowed with --branch"]],
  [{ event: "pull_request", tag: "v1" }, ["--tag: pull_request does not run on a tag"]],
  [
    { event: "release", branch: "main" },
    ["--branch: release does not run on a branch. Expected --tag or --environment"],
  ],
  [
    { branch: "refs/heads/main" },
    [`--branch: expected the name of a branch (${ALLOWED}), got "refs/heads/main"`],
  ],
  [{ tag: "v*" }, [`--tag: expected the name of a tag (${ALLOWED}), got "v*". A token has no pattern`]],
  [{ event: "pushed" }, [`--event: expected one of ${EVENTS.join(", ")}, got "pushed"`]],
])("rejects a run with %j", (run, problems) => {
  expect(runContext({ ...NONE, ...run })).toStrictEqual({ problems });
});
