/**
 * Constructs for CDKTF apps, and the app that `access.yaml` describes.
 * @module cdktf-github-actions-ecr
 */

export { loadConfig, parseConfig } from "./config/load";
export { ConfigError } from "./config/problem";
export type { Config } from "./config/types";
export {
  EcrRepositories,
  type EcrRepositoriesProps,
  type EcrRepositoryProps,
  type EcrSettingsProps,
  type LifecycleProps,
} from "./constructs/ecr-repositories";
export { EcrRole } from "./constructs/ecr-role";
export {
  GithubActionsEcr,
  type GithubActionsEcrProps,
  type PublishProps,
} from "./constructs/github-actions-ecr";
export type { GithubEnvironmentProps } from "./constructs/github-environment";
export { GithubEnvironment } from "./constructs/github-environment";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { GithubSubjectTemplate, type GithubSubjectTemplateProps } from "./constructs/github-subject-template";
export { GithubValues, type GithubValuesProps } from "./constructs/github-values";
export { GithubWorkflow, type GithubWorkflowProps } from "./constructs/github-workflow";
export type { AccountProps } from "./constructs/props";
export type {
  AcceptedRisk,
  ContextProps,
  EcrProps,
  EcrPublicProps,
  EcrRoleProps,
  RepositoryTrustProps,
  RoleProps,
  SubjectTrustProps,
  TrustProps,
} from "./constructs/role-props";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export {
  type ProviderVersionsProps,
  TestedAwsProvider,
  TestedGithubProvider,
} from "./constructs/tested-providers";
export { createApp } from "./stacks/app";
export { generateWorkflow, type RoleWorkflow } from "./workflow/generate";
export type { RoleWorkflowProps } from "./workflow/generate-props";
