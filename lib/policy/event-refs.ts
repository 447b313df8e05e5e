/** The ref that a workflow runs on: the one that a user names, or one that GitHub sets. */
export type EventRef = "branch or tag" | "tag" | "default branch" | "pull request" | "merge queue";

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export const EVENT_REFS: ReadonlyMap<string, EventRef> = new Map<string, EventRef>([
  ["push", "branch or tag"],
  ["workflow_dispatch", "branch or tag"],
  ["deployment", "branch or tag"],
  ["release", "tag"],
  ["pull_request", "pull request"],
  ["merge_group", "merge queue"],
  ["schedule", "default branch"],
  ["pull_request_target", "default branch"],
  ["workflow_run", "default branch"],
  ["issue_comment", "default branch"],
]);
