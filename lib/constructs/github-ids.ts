import { Token } from "cdktf";
import { numberProblems } from "./refused-props";

/** An id of GitHub's: a number, or a token of one, such as `DataGithubRepository.repoId` or `DataGithubUser.id`. */
export type GithubId = number | string;

const ID = { noun: "an id of GitHub's", min: 1, max: Number.MAX_SAFE_INTEGER };

/** An id as the provider takes it. */
export function idNumber(id: GithubId): number {
  if (typeof id === "number") return id;
  return Token.isUnresolved(id) ? Token.asNumber(id) : Number(id);
}

/** Why ids cannot stand at a place of the props. */
export function idProblems(place: string, ids: readonly GithubId[]): readonly string[] {
  return ids.flatMap((id, index) => numberProblems(`${place}[${index}]`, id, ID));
}
