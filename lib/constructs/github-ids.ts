import { Fn, Token } from "cdktf";
import { numberProblems } from "./validation";

/**
 * A GitHub id: a number, or a CDKTF token such as `DataGithubRepository.repoId` or `DataGithubUser.id`.
 * @inline
 */
export type GithubId = number | string;

const ID = { noun: "a GitHub id", min: 1, max: Number.MAX_SAFE_INTEGER };

/**
 * Ids as the provider takes them. If one is a string CDKTF token, the list is one expression, because CDKTF's HCL renderer cannot write such a
 * token in a list of numbers.
 */
export function idNumbers(ids: readonly GithubId[]): number[] {
  if (!ids.some((id) => typeof id === "string" && Token.isUnresolved(id))) return ids.map(Number);
  return Token.asNumberList(Fn.tolist(ids.map((id) => (Token.isUnresolved(id) ? id : Number(id)))));
}

/** Checks ids at a place of the props. */
export function idProblems(place: string, ids: readonly GithubId[]): readonly string[] {
  return ids.flatMap((id, index) => numberProblems(`${place}[${index}]`, id, ID));
}
