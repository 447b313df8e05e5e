import { Fn, Token } from "cdktf";
import { numberProblems } from "./validation";

/**
 * An id of GitHub's: a number, or a token of one, such as `DataGithubRepository.repoId` or `DataGithubUser.id`.
 * @example
 * ```ts
 * import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type GithubId, GithubValues } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const web: GithubId = new DataGithubRepository(stack, "web", { name: "web" }).repoId;
 * const { valueAddresses } = new GithubValues(stack, "values", {
 *   target: { level: "organization", visibility: "selected", repositoryIds: [web] },
 *   values: { AWS_REGION: "ap-northeast-2" },
 * });
 * console.log(valueAddresses.join()); // github_actions_organization_secret.values_AWS_REGION_B80BBE49
 * ```
 */
export type GithubId = number | string;

const ID = { noun: "an id of GitHub's", min: 1, max: Number.MAX_SAFE_INTEGER };

/**
 * Ids as the provider takes them. With a token of a text among them they are one expression: CDKTF's own HCL cannot write a token in a list
 * of numbers.
 */
export function idNumbers(ids: readonly GithubId[]): number[] {
  if (!ids.some((id) => typeof id === "string" && Token.isUnresolved(id))) return ids.map(Number);
  return Token.asNumberList(Fn.tolist(ids.map((id) => (Token.isUnresolved(id) ? id : Number(id)))));
}

/** Why ids cannot stand at a place of the props. */
export function idProblems(place: string, ids: readonly GithubId[]): readonly string[] {
  return ids.flatMap((id, index) => numberProblems(`${place}[${index}]`, id, ID));
}
