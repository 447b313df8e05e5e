import { REPOSITORY } from "../policy/github-names";
import { checkText } from "./validation";

/**
 * A repository by its name without its owner, which the provider knows; or what has the name, such as a `Repository` or `DataGithubRepository`.
 * @example
 * ```ts
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { Repository } from "@cdktf/provider-github/lib/repository";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubEnvironment, type NamedRepository } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const repository: NamedRepository = new Repository(stack, "web", { name: "web" });
 * const { environmentAddress } = new GithubEnvironment(stack, "production", { repository, name: "production" });
 * console.log(environmentAddress); // github_repository_environment.production_98A682B9
 * ```
 */
export type NamedRepository = string | { readonly name: string };

/** The name, or the token of it. */
export function repositoryName(repository: NamedRepository): string {
  return typeof repository === "string" ? repository : repository.name;
}

/** Why a repository cannot stand at a place of the props. */
export function repositoryProblems(place: string, repository: NamedRepository): readonly string[] {
  return checkText(place, repositoryName(repository), REPOSITORY);
}
