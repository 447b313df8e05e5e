export {
  type ArnScope,
  ecrRepositoryArn,
  oidcProviderArn,
  roleArn,
} from "./arn";
export { CLAIMS, type ClaimName, type Claims } from "./claims";
export {
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  type EcrAccess,
} from "./ecr-actions";
export { type EcrPermissions, ecrPolicies, ecrPolicy, type NamedPolicy } from "./ecr-policy";
export { registryHost } from "./ecr-registry";
export type { ConditionAnswer, Outcome } from "./evaluation/condition-answer";
export type {
  Condition,
  DocumentKind,
  DocumentPath,
  DocumentProblem,
  Principals,
  ReadDocument,
  Statement,
} from "./evaluation/document";
export { type Answer, evaluation, type StatementAnswer } from "./evaluation/evaluation";
export type { Comparison, Operator } from "./evaluation/operator";
export { readDocument } from "./evaluation/read-document";
export { type TokenClaims, type TokenRequest, tokenRequest } from "./evaluation/token-request";
export { apiBaseUrl, GITHUB_COM_ISSUER, type Github, githubAt, issuerHost } from "./github-issuer";
export { MAX_MANAGED_POLICY_CHARACTERS, MAX_TRUST_POLICY_CHARACTERS } from "./iam-names";
export type { NonEmpty } from "./non-empty";
export { defaultAudience, knownPartition, type Partition, partitionOf } from "./partition";
export {
  countedCharacters,
  type OneOrMore,
  type OwnDocument,
  type PermissionStatement,
  type PolicyDocument,
  type TrustStatement,
} from "./policy-document";
export { type Finding, findings } from "./rules/judgement";
export type { Breach, Rule, Severity } from "./rules/rule";
export { RULES } from "./rules/rules";
export { NOTHING_KNOWN, type Spellings, type Surroundings, spellings } from "./rules/surroundings";
export type {
  ColonForm,
  Context,
  RepositoryEntry,
  SubjectEntry,
  SubjectFormat,
  SubjectIds,
  TrustEntry,
} from "./subject";
export { subjectPatterns } from "./subject-pattern";
export {
  DEFAULT_TEMPLATE,
  type SubjectTemplate,
  TEMPLATE_KEYS,
  type TemplateKey,
} from "./subject-template";
export type { TextRule } from "./text-rule";
export {
  type RoleTrust,
  roleTrustPolicy,
  type Trust,
  type TrustScope,
  trustedSubjects,
  trustPolicy,
} from "./trust-policy";
