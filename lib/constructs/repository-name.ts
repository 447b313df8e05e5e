import { REPOSITORY } from "../policy/github-names";
import { checkText } from "./validation";

/**
 * A repository by its name without its owner, which the provider knows; or what has the name, such as a `Repository` or `DataGithubRepository`.
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
