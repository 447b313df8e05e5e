import { REPOSITORY } from "../policy/github-names";
import { checkText } from "./validation";

/**
 * A GitHub repository: its name without the owner, or a resource with a name, such as `Repository` or `DataGithubRepository`.
 */
export type NamedRepository = string | { readonly name: string };

/** The name, or its CDKTF token. */
export function repositoryName(repository: NamedRepository): string {
  return typeof repository === "string" ? repository : repository.name;
}

/** Checks a repository at a place of the props. */
export function repositoryProblems(place: string, repository: NamedRepository): readonly string[] {
  return checkText(place, repositoryName(repository), REPOSITORY);
}
