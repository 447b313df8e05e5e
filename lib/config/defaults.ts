import type { ValueContent } from "../policy/published-values";
import type { PassedBackend, Settings } from "./types";

/** The names in AWS's and GitHub's guides to OIDC. */
export const DEFAULT_ROLE_NAME = "GitHubActionsECRRole";
const DEFAULT_POLICY_NAME = "GitHubActionsECRPolicy";

/** The default prefix of the names of states. */
export const DEFAULT_KEY_PREFIX = "github-actions-ecr";

/** The placeholder for the name of the GitHub repository in a role with `perRepository`. */
export const PLACEHOLDER = "{repository}";

/** The names of a role with `perRepository`. */
export const DEFAULT_NAMES_PER_REPOSITORY = {
  name: `${DEFAULT_ROLE_NAME}-${PLACEHOLDER}`,
  policyName: `${DEFAULT_POLICY_NAME}-${PLACEHOLDER}`,
} as const;

export function defaultPolicyName(roleName: string): string {
  return roleName === DEFAULT_ROLE_NAME ? DEFAULT_POLICY_NAME : `${roleName}Policy`;
}

/** The default of the setting that keeps the states of stacks apart. */
export const STATE_NAMES: Readonly<Record<PassedBackend, Settings>> = {
  gcs: { prefix: `${DEFAULT_KEY_PREFIX}/{stack}` },
  azurerm: { key: `${DEFAULT_KEY_PREFIX}/{stack}.tfstate` },
  http: {},
  pg: { schema_name: "{stack}" },
  cloud: { workspaces: { name: "{stack}" } },
  remote: { workspaces: { name: "{stack}" } },
};

/** The values that a role publishes by default. */
export const DEFAULT_VALUES = {
  AWS_REGION: "region",
  AWS_ACCOUNT_ID: "accountId",
  AWS_ROLE_NAME: "roleName",
} as const satisfies Readonly<Record<string, ValueContent>>;

/**
 * What the GitHub provider waits after each write by default, in milliseconds. GitHub asks for a second between requests that change something.
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
 */
export const DEFAULT_WRITE_DELAY_MS = 1_000;
export const MAX_WRITE_DELAY_MS = 60_000;
