export type { Account, Config, Owner, Publication, Repository, Role, State } from "./config/config";
export { loadedConfig, parsedConfig } from "./config/load";
export { ConfigError } from "./config/problem";
export { EcrRole, type EcrRoleProps } from "./constructs/ecr-role";
export { GithubEnvironment, type GithubEnvironmentProps } from "./constructs/github-environment";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { GithubValues, type GithubValuesProps, type GithubValueTarget } from "./constructs/github-values";
export {
  GithubWorkflow,
  type GithubWorkflowFile,
  type GithubWorkflowProps,
} from "./constructs/github-workflow";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export { SubjectTemplates, type SubjectTemplatesProps } from "./constructs/subject-templates";
export * from "./policy/index";
export { accessApp } from "./stacks/access-app";
export { type RoleWorkflow, roleWorkflow } from "./workflow/role-workflow";
export type { RoleWorkflowProps, WorkflowRole, WorkflowValues } from "./workflow/role-workflow-props";
