import type { Repository } from "../config/config";
import type { ChosenRole } from "./chosen-role";
import type { Image } from "./images";
import type { Platform } from "./platforms";
import type { Trigger } from "./trigger";
import type { RoleValues } from "./values";
import type { Words } from "./words";

/** Everything that decides how a workflow reads. */
export interface WorkflowPlan {
  readonly chosen: ChosenRole;
  /** Whose jobs it has: of a reusable workflow, the caller's. */
  readonly repository: Repository;
  readonly name: string;
  /** The repository in which it belongs, and where in it. */
  readonly home: Repository;
  readonly path: string;
  readonly run: Trigger;
  readonly values: RoleValues;
  readonly images: readonly Image[];
  readonly tags: readonly ImageTag[];
  /** Empty for whatever the runner is. */
  readonly platforms: readonly Platform[];
  readonly runsOn: readonly string[];
  readonly dockerfile: string | undefined;
  /** The reusable workflow that it calls. */
  readonly calls: string | undefined;
  readonly words: Words;
}

/** A tag of an image, as an expression or as text. */
export interface ImageTag {
  readonly text: string;
  /** Only runs that a tag of git started have it. */
  readonly isOfGitTag: boolean;
}

export function isPushing({ chosen }: Pick<WorkflowPlan, "chosen">): boolean {
  return chosen.role.ecr.access !== "pull";
}

/** Whether builds can read what is in ECR: a cache, the parts of an image for several platforms. */
export function isReading({ chosen }: Pick<WorkflowPlan, "chosen">): boolean {
  return chosen.role.ecr.access !== "push";
}
