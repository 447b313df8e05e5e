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
export { loadedConfig, parsedConfig } from "./config/load";
export { ConfigError, type Path } from "./config/problem";
export { EcrRole, type EcrRoleProps } from "./constructs/ecr-role";
export { GithubEnvironment, type GithubEnvironmentProps } from "./constructs/github-environment";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { GithubValues, type GithubValuesProps, type GithubValueTarget } from "./constructs/github-values";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export { SubjectTemplates, type SubjectTemplatesProps } from "./constructs/subject-templates";
export * from "./policy/index";
export { accessApp } from "./stacks/access-app";
