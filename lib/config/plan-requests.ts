import type { GithubValue, Owner } from "./config";

/** For a user's token. @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export const MAX_REQUESTS_PER_HOUR = 5_000;

/** Repositories in one response of GitHub. */
const REPOSITORIES_PER_PAGE = 30;
/** The provider reads a user and the user's keys. */
const REQUESTS_FOR_USER = 3;

/**
 * The number of requests of a plan of an owner's stack that is applied. The provider makes one for most resources.
 * @see https://github.com/integrations/terraform-provider-github/tree/v6.9.0/github
 */
export function planRequests({ values, environments, templates }: Owner): number {
  const users = new Set(environments.flatMap(({ reviewers }) => reviewers.users));
  const teams = new Set(environments.flatMap(({ reviewers }) => reviewers.teams));
  const policies = environments.reduce((sum, { branches, tags }) => sum + branches.length + tags.length, 0);
  return (
    values.reduce((sum, value) => sum + valueRequests(value), 0) +
    environments.length +
    policies +
    templates.length +
    users.size * REQUESTS_FOR_USER +
    teams.size
  );
}

function valueRequests({ as, target }: GithubValue): number {
  switch (target.level) {
    case "repository":
      return 1;
    case "environment":
      // For a secret, the repository first.
      return as === "variables" ? 1 : 2;
    case "organization":
      return target.visibility === "selected"
        ? 1 + Math.ceil(target.repositoryIds.length / REPOSITORIES_PER_PAGE)
        : 1;
  }
}
