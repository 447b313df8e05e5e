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
  [{ event: "merge_group", branch: "main" }, branchRun(QUEUE, "pr-1 and the commit behind it stand for any")],
  [
    { event: "schedule", branch: "main" },
    branchRun("main", "schedule runs on the default branch, whatever it is about; main is taken for that"),
  ],
  [
    { event: "pull_request_target", branch: "main" },
    branchRun(
      "main",
      "pull_request_target runs on the default branch, whatever it is about; main is taken for that",
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
])("a run with %j says where it runs", (run, expected) => {
  expect(runContext({ ...NONE, ...run })).toStrictEqual(expected);
});

const BRANCH_ALLOWED =
  "allowed: what git allows in a name, without refs/heads/ or refs/tags/ before it, without wildcards, characters up to U+00FF";

test.each<[Partial<WorkflowRun>, readonly string[]]>([
  [{}, ["--repository: does not say where the job runs; needed: --branch, --tag or --environment"]],
  [{ event: "push" }, ["--event: does not say where the job runs; needed: --branch, --tag or --environment"]],
  [{ event: "release" }, ["--event: does not say where the job runs; needed: --tag or --environment"]],
  [
    { event: "merge_group" },
    ["--event: does not say where the job runs; needed: --branch, the one that the queue merges into"],
  ],
  [
    { event: "schedule" },
    [
      "--event: does not say where the job runs; needed: --branch, the repository's default branch, or --environment",
    ],
  ],
  [{ branch: "main", tag: "v1" }, ["--tag: stands beside --branch; allowed: one of them"]],
  [{ event: "pull_request", tag: "v1" }, ["--tag: is not what pull_request runs on; needed: no tag"]],
  [
    { event: "release", branch: "main" },
    ["--branch: is not what release runs on; needed: --tag or --environment"],
  ],
  [
    { branch: "refs/heads/main" },
    [`--branch: is not the name of a branch; ${BRANCH_ALLOWED}; given: "refs/heads/main"`],
  ],
  [
    { tag: "v*" },
    [`--tag: is not the name of a tag, which GitHub puts into no token; ${BRANCH_ALLOWED}; given: "v*"`],
  ],
  [
    { event: "pushed" },
    [`--event: is no event that is known here; allowed: ${EVENTS.join(", ")}; given: "pushed"`],
  ],
])("rejects a run with %j", (run, problems) => {
  expect(runContext({ ...NONE, ...run })).toStrictEqual({ problems });
});
