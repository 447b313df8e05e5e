export type {
  Account,
  BucketStack,
  Config,
  Environment,
  GithubHost,
  GithubValue,
  OidcProviderMode,
  Owner,
  PartialBackend,
  PassedBackend,
  Publication,
  PublicationKind,
  PublicationLevel,
  PublishedValue,
  Repository,
  RepositoryEnvironment,
  Risk,
  RiskPlace,
  Role,
  S3State,
  Setting,
  Settings,
  SourcedEntry,
  State,
  Tags,
  Template,
  ValueContent,
  ValueTarget,
  Visibility,
} from "./config/config";
export { loadConfig, parseConfig } from "./config/load";
export { ConfigError, type Path } from "./config/problem";
export type { AccountProps } from "./constructs/account";
export {
  type EcrProps,
  EcrRole,
  type EcrRoleProps,
  type RoleProps,
  type WhoProps,
} from "./constructs/ecr-role";
export {
  GithubActionsEcr,
  type GithubActionsEcrProps,
  type PublishProps,
} from "./constructs/github-actions-ecr";
export { GithubEnvironment } from "./constructs/github-environment";
export type { GithubEnvironmentProps, ReviewersOfEnvironment } from "./constructs/github-environment-props";
export type { GithubId } from "./constructs/github-ids";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { GithubSubjectTemplate, type GithubSubjectTemplateProps } from "./constructs/github-subject-template";
export type { GithubValueKind } from "./constructs/github-value-resources";
export type { GithubValueTarget } from "./constructs/github-value-target";
export { GithubValues, type GithubValuesProps } from "./constructs/github-values";
export {
  GithubWorkflow,
  type GithubWorkflowFile,
  type GithubWorkflowProps,
} from "./constructs/github-workflow";
export type { NamedRepository } from "./constructs/repository-name";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export type {
  AcceptedRisk,
  ClaimProps,
  ContextProps,
  EnvironmentOfApp,
  IdProps,
  OneOf,
  RepositoryTrustProps,
  SubjectTrustProps,
  TrustProps,
} from "./constructs/trust-props";
export * from "./policy/index";
export { createApp } from "./stacks/access-app";
export type { StackLanguage } from "./stacks/stack-language";
export { generateWorkflow, type RoleWorkflow } from "./workflow/role-workflow";
export type { RoleWorkflowProps, WorkflowRole, WorkflowValues } from "./workflow/role-workflow-props";
