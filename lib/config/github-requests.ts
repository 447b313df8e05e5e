import { managedParts } from "./github-origins";
import type { GithubValue, Owner } from "./types";

/** For a user's token. @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export const MAX_REQUESTS_PER_HOUR = 5_000;

/** What a write takes without the wait, in milliseconds: measured with 600 secrets. */
const WRITE_MS = 150;

/** The provider reads the owner first: once for a plan, twice for an apply, which plans before. */
const REQUESTS_FOR_OWNER = { plan: 1, apply: 2 } as const;
/** The provider reads a user and the user's keys. */
const REQUESTS_FOR_USER = 3;
const REQUESTS_FOR_TEAM = 1;
/** Repositories in one response of GitHub. */
const REPOSITORIES_PER_PAGE = 100;

/**
 * The requests that the first apply makes for a value, one of which writes it. For a secret it also reads the public key, for a value in a
 * repository or an environment the repository. Measured with version 6.13.
 */
const APPLY_REQUESTS: Readonly<
  Record<"secrets" | "variables", Readonly<Record<GithubValue["target"]["level"], number>>>
> = {
  secrets: { repository: 4, environment: 4, organization: 3 },
  variables: { repository: 3, environment: 3, organization: 2 },
};
/** For an environment, a deployment policy and a subject template, one of which writes. */
const APPLY_REQUESTS_FOR_OTHERS = 2;

/** What a stack of an owner asks of GitHub. */
export interface GithubRequests {
  /** Of a plan after the first apply. */
  readonly perPlan: number;
  readonly firstApply: number;
  readonly firstApplySeconds: number;
}

/** @param writeDelayMs what the provider waits after each write. */
export function githubRequests(owner: Owner, writeDelayMs: number): GithubRequests {
  const { values, environments, templates } = managedParts(owner);
  const users = new Set(environments.flatMap(({ reviewers }) => reviewers.users));
  const teams = new Set(environments.flatMap(({ reviewers }) => reviewers.teams));
  const policies = environments.reduce((sum, { branches, tags }) => sum + branches.length + tags.length, 0);
  const others = environments.length + policies + templates.length;
  const writes = values.length + others;
  if (writes === 0) return { perPlan: 0, firstApply: 0, firstApplySeconds: 0 };
  const reviewers = users.size * REQUESTS_FOR_USER + teams.size * REQUESTS_FOR_TEAM;
  const read = values.reduce((sum, { target }) => sum + 1 + pagesOf(target), 0);
  const written = values.reduce(
    (sum, { as, target }) => sum + APPLY_REQUESTS[as === "variables" ? as : "secrets"][target.level],
    0,
  );
  return {
    perPlan: REQUESTS_FOR_OWNER.plan + reviewers + read + others,
    firstApply: REQUESTS_FOR_OWNER.apply + reviewers + written + others * APPLY_REQUESTS_FOR_OTHERS,
    firstApplySeconds: Math.ceil((writes * (writeDelayMs + WRITE_MS)) / 1_000),
  };
}

/** The pages of repositories that read an organization's value. */
function pagesOf(target: GithubValue["target"]): number {
  if (target.level !== "organization" || target.visibility !== "selected") return 0;
  return Math.ceil(target.repositoryIds.length / REPOSITORIES_PER_PAGE);
}

/** A first apply that takes longer is a warning, in seconds. */
export const LONG_APPLY_SECONDS = 600;

/** In seconds up to two minutes, then in minutes. */
export function durationText(seconds: number): string {
  if (seconds <= 120) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
