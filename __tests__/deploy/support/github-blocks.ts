export type Arguments = Readonly<Record<string, unknown>>;
/** By type and name, as in Terraform JSON. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

export const policyType = "github_repository_environment_deployment_policy";
export const repositoryTemplate = "github_actions_repository_oidc_subject_claim_customization_template";
export const organizationTemplate = "github_actions_organization_oidc_subject_claim_customization_template";

const IN_REPOSITORY = { repository: "web" };
const IN_ENVIRONMENT = {
  ...IN_REPOSITORY,
  environment: "${" + "github_repository_environment.this.environment}",
};
export const SELECTED = { visibility: "selected", selected_repository_ids: [7, 3] };

/** A resource of each type. */
export const FIRST: Readonly<Record<string, Arguments>> = {
  github_actions_secret: { ...IN_REPOSITORY, secret_name: "NAME", value: "one" },
  github_actions_variable: { ...IN_REPOSITORY, variable_name: "NAME", value: "one" },
  github_actions_environment_secret: { ...IN_ENVIRONMENT, secret_name: "NAME", value: "one" },
  github_actions_environment_variable: { ...IN_ENVIRONMENT, variable_name: "NAME", value: "one" },
  github_actions_organization_secret: { ...SELECTED, secret_name: "NAME", value: "one" },
  github_actions_organization_variable: { ...SELECTED, variable_name: "NAME", value: "one" },
  github_dependabot_secret: { ...IN_REPOSITORY, secret_name: "NAME", value: "one" },
  github_dependabot_organization_secret: {
    visibility: "private",
    secret_name: "NAME",
    value: "one",
  },
  github_repository_environment: {
    ...IN_REPOSITORY,
    environment: "production",
    wait_timer: 30,
    prevent_self_review: true,
    can_admins_bypass: false,
    reviewers: [{ users: ["${" + "data.github_user.this.id}"], teams: ["${" + "data.github_team.this.id}"] }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  },
  [policyType]: { ...IN_ENVIRONMENT, branch_pattern: "main" },
  [repositoryTemplate]: {
    ...IN_REPOSITORY,
    use_default: false,
    include_claim_keys: ["repo", "job_workflow_ref"],
  },
  [organizationTemplate]: {
    include_claim_keys: ["repo", "context", "job_workflow_ref"],
  },
};

/** Those resources, with other arguments where given, and whom the environment names. */
export function all(changes: Readonly<Record<string, Arguments>> = {}): { resource: Blocks; data: Blocks } {
  return {
    resource: Object.fromEntries(
      Object.entries(FIRST).map(([type, first]) => [type, { this: { ...first, ...changes[type] } }]),
    ),
    data: {
      github_user: { this: { username: "octocat" } },
      github_team: { this: { slug: "reviewers", summary_only: true } },
    },
  };
}

/** One resource of a type, with changed arguments. */
export function only(type: string, changes: Arguments): Blocks {
  return { [type]: { this: { ...FIRST[type], ...changes } } };
}

/** An environment without anything that need not be. */
export function onlyEnvironment(changes: Arguments): Blocks {
  const environment = { ...IN_REPOSITORY, environment: "production" };
  return { github_repository_environment: { this: { ...environment, ...changes } } };
}
