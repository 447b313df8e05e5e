import type { SubjectFormat } from "../policy/subject/types";
import type { Customization, GithubRepository } from "./answers";

/** The format that a repository sends. */
export type SentFormat = Exclude<SubjectFormat, "both">;

/**
 * The format that GitHub will use, undefined if it is unknown. The prefix decides, because the flag is `false` for repositories that
 * send ids because of their creation date.
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
  // GitHub Enterprise Server has only this format.
  return isServer ? "name" : undefined;
}
