import type { Repository } from "../config/config";
import { ECR_LEVELS } from "../policy/ecr-actions";
import type { Image } from "./images";
import type { Platform } from "./platforms";
import type { SelectedRole } from "./selected-role";
import type { Trigger } from "./trigger";
import type { RoleValues } from "./values";
import type { Wording } from "./wording";

/** Everything that determines the text of a workflow. */
export interface WorkflowPlan {
  readonly selected: SelectedRole;
  /** The repository that sends the tokens. For a reusable workflow, the caller's. */
  readonly repository: Repository;
  readonly name: string;
  /** The repository and path of the workflow file. */
  readonly home: Repository;
  readonly path: string;
  readonly trigger: Trigger;
  readonly values: RoleValues;
  readonly images: readonly Image[];
  readonly tags: readonly ImageTag[];
  /** Empty for the runner's own platform. */
  readonly platforms: readonly Platform[];
  readonly runsOn: readonly string[];
  readonly dockerfile: string | undefined;
  /** The reusable workflow that it calls. */
  readonly calls: string | undefined;
  readonly wording: Wording;
}

/** An image tag: literal or a GitHub expression. */
export interface ImageTag {
  readonly text: string;
  /** The git tag, which only runs that a tag starts have. */
  readonly isOfGitTag: boolean;
}

export function isPushing({ selected }: Pick<WorkflowPlan, "selected">): boolean {
  return ECR_LEVELS[selected.role.ecr.access].canPush;
}

/** Whether builds can read from ECR: a cache, or the images of several platforms. */
export function isReading({ selected }: Pick<WorkflowPlan, "selected">): boolean {
  return ECR_LEVELS[selected.role.ecr.access].canPull;
}
