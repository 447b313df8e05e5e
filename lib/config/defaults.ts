import type { PassedBackend, Settings, ValueContent } from "./config";

/** The names of the guide. */
export const DEFAULT_ROLE_NAME = "GitHubActionsECRRole";
const DEFAULT_POLICY_NAME = "GitHubActionsECRPolicy";

/** What stands before the state's name where the file says nothing. */
export const DEFAULT_KEY_PREFIX = "github-actions-ecr";

export function defaultPolicyName(roleName: string): string {
  return roleName === DEFAULT_ROLE_NAME ? DEFAULT_POLICY_NAME : `${roleName}Policy`;
}

/** The setting by which a backend tells one stack's state from another's, where the file leaves it out. */
export const STATE_NAMES: Readonly<Record<PassedBackend, Settings>> = {
  gcs: { prefix: `${DEFAULT_KEY_PREFIX}/{stack}` },
  azurerm: { key: `${DEFAULT_KEY_PREFIX}/{stack}.tfstate` },
  http: {},
  pg: { schema_name: "{stack}" },
  cloud: { workspaces: { name: "{stack}" } },
  remote: { workspaces: { name: "{stack}" } },
};

/** What a role's repositories get, by the guide's names. */
export const DEFAULT_VALUES = {
  AWS_REGION: "region",
  AWS_ACCOUNT_ID: "accountId",
  AWS_ROLE_NAME: "roleName",
} as const satisfies Readonly<Record<string, ValueContent>>;
