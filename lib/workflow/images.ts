import { ECR_REPOSITORY } from "../policy/ecr-registry";
import { isPattern } from "../policy/github-names";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { WorkflowRequest } from "./request";
import type { SourceRole } from "./role-source";

/** An image that a workflow pushes or pulls. */
export interface Image {
  /** The ECR repository. */
  readonly repository: string;
  /** The folder that it is built from: the build context. */
  readonly context: string;
  /** Makes the ids of steps and outputs unique: `-NAME`. Empty for a single image. */
  readonly suffix: string;
}

/**
 * The images of a workflow: those of the request. Default: the ECR repository with the GitHub repository's name, else all
 * ECR repositories of the role that are not patterns.
 * @param repository the name of the GitHub repository.
 */
export function chosenImages(
  { ecr }: Pick<SourceRole, "ecr">,
  request: Pick<WorkflowRequest, "images" | "context">,
  repository: string,
): readonly Image[] {
  const exact = ecr.repositories.filter((name) => !isPattern(name));
  const own = exact.filter((name) => name.split("/").at(-1) === repository.toLowerCase());
  const named = request.images.length > 0 ? request.images : own.length > 0 ? own : exact;
  const suffixes = uniqueSuffixes(named.map((text) => imageParts(text).repository));
  return named.map((text, index) => {
    const image = imageParts(text);
    return {
      repository: image.repository,
      context: image.context ?? request.context ?? ".",
      suffix: suffixes[index] ?? "",
    };
  });
}

/** The problems of the images that a request names. */
export function imageProblems(
  { ecr }: Pick<SourceRole, "ecr">,
  request: Pick<WorkflowRequest, "images" | "wording">,
): readonly string[] {
  const option = request.wording.option("images");
  const allowed = ecr.repositories.join(", ");
  if (request.images.length === 0 && ecr.repositories.every(isPattern)) {
    return [`${option}: missing. Name an ECR repository, because the role has only patterns (${allowed})`];
  }
  const patterns = ecr.repositories.map((name) => patternOf(name, WILDCARDS_ALONE));
  return request.images.flatMap((text, index) => {
    const { repository } = imageParts(text);
    const first = request.images.findIndex((other) => imageParts(other).repository === repository);
    if (first < index) {
      return [
        `${option}: ${JSON.stringify(text)} repeats an ECR repository. The second image would overwrite the first`,
      ];
    }
    const isOfRole = patterns.some((pattern) => subsumes(pattern, repository));
    return isOfRole && !isPattern(repository) && ECR_REPOSITORY.pattern.test(repository)
      ? []
      : [`${option}: expected an ECR repository of the role (${allowed}), got ${JSON.stringify(text)}`];
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

/** Names in the characters that ids of steps allow. A number makes equal ones unique. */
function uniqueSuffixes(repositories: readonly string[]): readonly string[] {
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
