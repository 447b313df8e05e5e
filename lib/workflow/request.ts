import type { Wording } from "./wording";

/** The events that can start a workflow. `tag` is a push of a tag. `workflow_call` makes a reusable workflow. */
export const EVENTS = [
  "push",
  "tag",
  "pull_request",
  "merge_group",
  "workflow_dispatch",
  "schedule",
  "release",
  "workflow_call",
] as const;

export type WorkflowEvent = (typeof EVENTS)[number];

/** The options of a workflow. What is undefined or empty follows from the role's trust. */
export interface WorkflowRequest {
  /** What starts the workflow. Default: the first context in the role's trust. */
  readonly event: WorkflowEvent | undefined;
  /** Branches that start it: names, or patterns in which `*` matches any characters. Default: those of the role's trust. */
  readonly branches: readonly string[];
  /** Git tags that start it, as `branches`. */
  readonly tagPatterns: readonly string[];
  /** The environment of the job. Default: the one in the role's trust. */
  readonly environment: string | undefined;
  /** A reusable workflow to call: `OWNER/REPOSITORY/.github/workflows/FILE@REF`. Default: the one in the role's trust. */
  readonly calls: string | undefined;
  /** The name of the workflow file. Default: `push.yml`, or `pull.yml` for a role that pulls. */
  readonly fileName: string | undefined;
  /** `linux/amd64`, `linux/arm64`. Default: the runner's own platform. */
  readonly platforms: readonly string[];
  /** `NAME` of an ECR repository, or `NAME=CONTEXT`. Default: the one with the GitHub repository's name, else all that are not patterns. */
  readonly images: readonly string[];
  /** The folder that images are built from. Default: `.` */
  readonly context: string | undefined;
  /** The Dockerfile. Default: `Dockerfile` in that folder. */
  readonly dockerfile: string | undefined;
  /** Image tags. Default: the commit, and the git tag if a tag started the run. For a role that pulls: `latest`. */
  readonly tags: readonly string[];
  /** Labels of the runner. With several platforms, one label for each. Default: a GitHub-hosted runner. */
  readonly runsOn: readonly string[];
  /** How messages name these options. */
  readonly wording: Wording;
}
