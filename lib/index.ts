export type { Account, Config, Owner, Publication, Repository, Role, State } from "./config/config";
export { loadedConfig, parsedConfig } from "./config/load";
export { ConfigError } from "./config/problem";
export { EcrRole, type EcrRoleProps } from "./constructs/ecr-role";
export { GithubEnvironment, type GithubEnvironmentProps } from "./constructs/github-environment";
export { GithubOidcProvider, type GithubOidcProviderProps } from "./constructs/github-oidc-provider";
export { GithubValues, type GithubValuesProps, type GithubValueTarget } from "./constructs/github-values";
export { StateBucket, type StateBucketProps } from "./constructs/state-bucket";
export { SubjectTemplates, type SubjectTemplatesProps } from "./constructs/subject-templates";
export type { ArnScope } from "./policy/arn";
export { CLAIMS, type ClaimName, type Claims } from "./policy/claims";
export {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./policy/ecr-actions";
export { type EcrPermissions, ecrPolicies, type NamedPolicy } from "./policy/ecr-policy";
export { registryHost } from "./policy/ecr-registry";
export type { DocumentProblem, ReadDocument } from "./policy/evaluation/document";
export { type Answer, evaluation } from "./policy/evaluation/evaluation";
export { readDocument } from "./policy/evaluation/read-document";
export { type TokenClaims, type TokenRequest, tokenRequest } from "./policy/evaluation/token-request";
export { apiBaseUrl, type Github, githubAt, issuerHost } from "./policy/github-issuer";
export type { NonEmpty } from "./policy/non-empty";
export type {
  OwnDocument,
  PermissionStatement,
  PolicyDocument,
  TrustStatement,
} from "./policy/policy-document";
export { type Finding, findings } from "./policy/rules/judgement";
export type { Rule, Severity } from "./policy/rules/rule";
export { RULES } from "./policy/rules/rules";
export { NOTHING_KNOWN, type Surroundings, spellings } from "./policy/rules/surroundings";
export type {
  Context,
  RepositoryEntry,
  SubjectEntry,
  SubjectFormat,
  SubjectIds,
  TrustEntry,
} from "./policy/subject";
export {
  DEFAULT_TEMPLATE,
  type SubjectTemplate,
  TEMPLATE_KEYS,
  type TemplateKey,
} from "./policy/subject-template";
export {
  type RoleTrust,
  roleTrustPolicy,
  type Trust,
  type TrustScope,
  trustedSubjects,
  trustPolicy,
} from "./policy/trust-policy";
export { accessApp } from "./stacks/access-app";
