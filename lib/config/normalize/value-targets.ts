import type { GithubValue, PublicationLevel } from "../config";
import type { PublicationScope } from "./publication-scope";

/** A target of a role's values on GitHub, and their kind. */
export interface Target {
  readonly owner: string;
  readonly as: GithubValue["as"];
  readonly place:
    | { readonly level: "repository"; readonly repository: string }
    | { readonly level: "environment"; readonly repository: string; readonly environment: string }
    | { readonly level: "organization" };
}

/** Every target of a role's values. Dependabot's secrets go to the organization if the others do, otherwise to the repositories. */
export function valueTargets(scope: PublicationScope): readonly Target[] {
  return scope.to.flatMap((level) => targetsOf(level, scope));
}

function targetsOf(level: PublicationLevel, scope: PublicationScope): readonly Target[] {
  switch (level) {
    case "repository":
      return inRepositories(scope, scope.as);
    case "organization":
      return inOrganizations(scope, scope.as);
    case "dependabot":
      return scope.to.includes("organization")
        ? inOrganizations(scope, "dependabot secrets")
        : inRepositories(scope, "dependabot secrets");
    case "environment":
      return scope.environments.map(({ owner, name: repository, environment }) => ({
        owner,
        as: scope.as,
        place: { level: "environment", repository, environment },
      }));
  }
}

function inRepositories({ repositories }: PublicationScope, as: GithubValue["as"]): readonly Target[] {
  return repositories.map(({ owner, name: repository }) => ({
    owner,
    as,
    place: { level: "repository", repository },
  }));
}

function inOrganizations({ organizations }: PublicationScope, as: GithubValue["as"]): readonly Target[] {
  return organizations.map((owner) => ({ owner, as, place: { level: "organization" } }));
}

/** A target in words: `acme/web`. */
export function placeText({ owner, place }: Pick<Target, "owner" | "place">): string {
  switch (place.level) {
    case "repository":
      return `${owner}/${place.repository}`;
    case "environment":
      return `the environment ${place.environment} of ${owner}/${place.repository}`;
    case "organization":
      return `the organization ${owner}`;
  }
}
