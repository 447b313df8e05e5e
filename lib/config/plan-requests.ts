import type { Owner } from "./config";

/** For a user's token. @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export const MAX_REQUESTS_PER_HOUR = 5_000;

/** How often a plan of an owner's stack asks GitHub, once everything in it stands. */
export function planRequests({ values, environments, templates }: Owner): number {
  const users = new Set(environments.flatMap(({ reviewers }) => reviewers.users));
  const teams = new Set(environments.flatMap(({ reviewers }) => reviewers.teams));
  const policies = environments.reduce((sum, { branches, tags }) => sum + branches.length + tags.length, 0);
  return values.length + environments.length + policies + templates.length + users.size + teams.size;
}
