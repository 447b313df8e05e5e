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
export interface Wish {
  readonly event: WorkflowEvent | undefined;
  /** Names or patterns, in which `*` stands for any text, as it does in access.yaml. */
  readonly branches: readonly string[];
  readonly tagPatterns: readonly string[];
  readonly environment: string | undefined;
  /** A reusable workflow to call: `OWNER/REPOSITORY/.github/workflows/FILE@REF`. */
  readonly calls: string | undefined;
  /** Name of the workflow's file. */
  readonly fileName: string | undefined;
  /** `linux/amd64`, `linux/arm64`. */
  readonly platforms: readonly string[];
  /** `NAME` of an ECR repository, or `NAME=CONTEXT`. */
  readonly images: readonly string[];
  readonly context: string | undefined;
  /** The Dockerfile. */
  readonly dockerfile: string | undefined;
  /** Tags of the images. */
  readonly tags: readonly string[];
  /** Labels of the runner; with several platforms, one for each. */
  readonly runsOn: readonly string[];
  /** In which the answer speaks. */
  readonly words: Words;
}
