import type { TagMutability } from "../policy/ecr-registry";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";

/** Whether a tag, or each tag of a pattern, can move to another image. Undefined if nothing is known about the ECR repository. */
export function canMove(tag: string, mutability: TagMutability | undefined): boolean | undefined {
  if (mutability === undefined) return undefined;
  switch (mutability.kind) {
    case "mutable":
      return true;
    case "immutable":
      return false;
    case "immutableExcept":
      return mutability.tags.some((pattern) =>
        subsumes(patternOf(pattern, WILDCARDS_ALONE), patternOf(tag, WILDCARDS_ALONE)),
      );
  }
}

/**
 * What is known about the ECR repositories of an account.
 * @inline
 */
export interface SourceRegistry {
  /** Without a setting if Terraform does not manage the repository. */
  readonly repositories: readonly { readonly name: string; readonly tagMutability?: TagMutability }[];
  /** Templates of the repositories that a push creates. */
  readonly createOnPush?: readonly { readonly prefix: string; readonly tagMutability: TagMutability }[];
}

const ROOT_PREFIX = "ROOT";

/** Which tags of an ECR repository can move. Undefined if nothing is known. */
export function tagMutabilityOf(
  name: string,
  registry: SourceRegistry | undefined,
): TagMutability | undefined {
  const own = registry?.repositories.find((repository) => repository.name === name);
  if (own !== undefined) return own.tagMutability;
  // ECR takes the template with the longest prefix.
  const templates = (registry?.createOnPush ?? [])
    .filter(({ prefix }) => prefix === ROOT_PREFIX || name.startsWith(`${prefix}/`))
    .toSorted((a, b) => templateLength(b.prefix) - templateLength(a.prefix));
  return templates[0]?.tagMutability;
}

function templateLength(prefix: string): number {
  return prefix === ROOT_PREFIX ? 0 : prefix.length;
}
