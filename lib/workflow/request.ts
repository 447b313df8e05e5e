import type { Words } from "./words";

/** What a workflow can run on. `tag` is a push of a tag; `workflow_call` makes a reusable workflow. */
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

/** What the user asks for; what is undefined or empty follows from the role's trust. */
export interface WorkflowRequest {
  /** Default: what the role's trust names first. */
  readonly event: WorkflowEvent | undefined;
  /** Branches that start it, by names or patterns, in which `*` stands for any text. Default: those of the role's trust. */
  readonly branches: readonly string[];
  /** Tags of git, likewise. */
  readonly tagPatterns: readonly string[];
  /** Environment of the job. Default: the one that the role's trust asks for. */
  readonly environment: string | undefined;
  /** A reusable workflow to call: `OWNER/REPOSITORY/.github/workflows/FILE@REF`. Default: the one that the role's trust asks for. */
  readonly calls: string | undefined;
  /** Name of the workflow's file. Default: `push.yml`, or `pull.yml`. */
  readonly fileName: string | undefined;
  /** `linux/amd64`, `linux/arm64`. Default: whatever the runner is. */
  readonly platforms: readonly string[];
  /** `NAME` of an ECR repository, or `NAME=CONTEXT`. Default: the one of the repository's name, else all that are no patterns. */
  readonly images: readonly string[];
  /** Folder that images are built from. Default: `.` */
  readonly context: string | undefined;
  /** The Dockerfile. Default: `Dockerfile` in the folder. */
  readonly dockerfile: string | undefined;
  /** Tags of the images. Default: the commit, and git's tag where a tag started the run; `latest` to pull. */
  readonly tags: readonly string[];
  /** Labels of the runner; with several platforms, one for each. Default: a runner of GitHub's. */
  readonly runsOn: readonly string[];
  /** In which the answer speaks. */
  readonly words: Words;
}
