import { ECR_REPOSITORY } from "../policy/ecr-registry";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { isPattern } from "../policy/subject";
import type { WorkflowRequest } from "./request";
import type { AccessRole } from "./role-source";

/** An image that a workflow pushes or pulls. */
export interface Image {
  /** Its ECR repository. */
  readonly repository: string;
  /** Folder that it is built from. */
  readonly context: string;
  /** Its part of the ids of steps and outputs, `-` before it; empty for the only one. */
  readonly suffix: string;
}

/**
 * The images of a workflow: those of the wish, else that with the repository's own name, else all that the role names without
 * wildcards.
 * @param repository name of the GitHub repository.
 */
export function chosenImages(
  { ecr }: Pick<AccessRole, "ecr">,
  wish: Pick<WorkflowRequest, "images" | "context">,
  repository: string,
): readonly Image[] {
  const exact = ecr.repositories.filter((name) => !isPattern(name));
  const own = exact.filter((name) => name.split("/").at(-1) === repository.toLowerCase());
  const named = wish.images.length > 0 ? wish.images : own.length > 0 ? own : exact;
  const suffixes = distinctSuffixes(named.map((text) => imageParts(text).repository));
  return named.map((text, index) => {
    const image = imageParts(text);
    return {
      repository: image.repository,
      context: image.context ?? wish.context ?? ".",
      suffix: suffixes[index] ?? "",
    };
  });
}

/** What keeps a workflow from having these images. */
export function imageProblems(
  { ecr }: Pick<AccessRole, "ecr">,
  wish: Pick<WorkflowRequest, "images" | "words">,
): readonly string[] {
  const option = wish.words.named("images");
  const allowed = `allowed: ${ecr.repositories.join(", ")}`;
  if (wish.images.length === 0 && ecr.repositories.every(isPattern)) {
    return [`${option} is missing; needed: an ECR repository of the role, without wildcards; ${allowed}`];
  }
  const patterns = ecr.repositories.map((name) => patternOf(name, WILDCARDS_ALONE));
  return wish.images.flatMap((text, index) => {
    const { repository } = imageParts(text);
    const first = wish.images.findIndex((other) => imageParts(other).repository === repository);
    if (first < index) {
      return [
        `${option} names an ECR repository twice, and the second image would replace the first; allowed: once; given: ${JSON.stringify(text)}`,
      ];
    }
    const isOfRole = patterns.some((pattern) => subsumes(pattern, repository));
    return isOfRole && !isPattern(repository) && ECR_REPOSITORY.pattern.test(repository)
      ? []
      : [`${option} is not an ECR repository of the role; ${allowed}; given: ${JSON.stringify(text)}`];
  });
}

/** `NAME` or `NAME=CONTEXT`. */
export function imageParts(text: string): {
  readonly repository: string;
  readonly context: string | undefined;
} {
  const [repository = "", ...context] = text.split("=");
  return { repository, context: context.length === 0 ? undefined : context.join("=") };
}

/** Names as ids of steps can hold them; a number behind where two would be alike. */
function distinctSuffixes(repositories: readonly string[]): readonly string[] {
  if (repositories.length === 1) return [""];
  const used = new Set<string>();
  return repositories.map((repository) => {
    const plain = `-${repository.replace(/[^a-z0-9_-]/g, "-")}`;
    let suffix = plain;
    for (let number = 2; used.has(suffix); number++) suffix = `${plain}-${number}`;
    used.add(suffix);
    return suffix;
  });
}
