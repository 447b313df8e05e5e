export type { ArnScope } from "./arn";
export { CLAIMS, type ClaimName, type Claims } from "./claims";
export {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./ecr-actions";
export { type EcrPermissions, ecrPolicies, type NamedPolicy } from "./ecr-policy";
export { registryHost } from "./ecr-registry";
export type { DocumentProblem, ReadDocument } from "./evaluation/document";
export { type Answer, evaluation } from "./evaluation/evaluation";
export { readDocument } from "./evaluation/read-document";
export { type TokenClaims, type TokenRequest, tokenRequest } from "./evaluation/token-request";
export { apiBaseUrl, type Github, githubAt, issuerHost } from "./github-issuer";
export type { NonEmpty } from "./non-empty";
export type {
  OwnDocument,
  PermissionStatement,
  PolicyDocument,
  TrustStatement,
} from "./policy-document";
export { type Finding, findings } from "./rules/judgement";
export type { Rule, Severity } from "./rules/rule";
export { RULES } from "./rules/rules";
export { NOTHING_KNOWN, type Surroundings, spellings } from "./rules/surroundings";
export type {
  Context,
  RepositoryEntry,
  SubjectEntry,
  SubjectFormat,
  SubjectIds,
  TrustEntry,
} from "./subject";
export {
  DEFAULT_TEMPLATE,
  type SubjectTemplate,
  TEMPLATE_KEYS,
  type TemplateKey,
} from "./subject-template";
export {
  type RoleTrust,
  roleTrustPolicy,
  type Trust,
  type TrustScope,
  trustedSubjects,
  trustPolicy,
} from "./trust-policy";
