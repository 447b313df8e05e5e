import type { SubjectFormat } from "../policy/subject";
import type { Customization, GithubRepository } from "./answers";

/** How a repository's tokens name it: one or the other. */
export type SentFormat = Exclude<SubjectFormat, "both">;

/**
 * The format that GitHub will use; undefined where it does not say. The prefix decides: the flag says `false` of repositories that send
 * ids because of the day they were made.
 */
export function sentFormat(
  { prefix, isImmutable }: Customization,
  { owner, ownerId, name, id }: GithubRepository,
  isServer: boolean,
): SentFormat | undefined {
  if (prefix !== undefined) {
    const start = prefix.replace(/:$/, "");
    if (start === `repo:${owner}@${ownerId}/${name}@${id}`) return "immutable";
    return start === `repo:${owner}/${name}` ? "name" : undefined;
  }
  if (isImmutable !== undefined) return isImmutable ? "immutable" : "name";
  // A server knows the one format alone.
  return isServer ? "name" : undefined;
}
