export type { Account, Config, Owner, Publication, Repository, Role, State } from "./config/config";
export { loadedConfig, parsedConfig } from "./config/load";
export { ConfigError } from "./config/problem";
export { EcrRole, type EcrRoleProps } from "./constructs/ecr-role";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { RepositoryValues, type RepositoryValuesProps } from "./constructs/repository-values";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export type { ArnScope } from "./policy/arn";
export {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./policy/ecr-actions";
export { type EcrPermissions, ecrPolicy } from "./policy/ecr-policy";
export { registryHost } from "./policy/ecr-registry";
export type { NonEmpty } from "./policy/non-empty";
export type { PermissionStatement, PolicyDocument, TrustStatement } from "./policy/policy-document";
export { type Context, subjectPattern, subjectPatterns, type TrustEntry } from "./policy/subject";
export { type Trust, trustPolicy } from "./policy/trust-policy";
export { accessApp } from "./stacks/access-app";
