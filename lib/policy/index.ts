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
export { apiBaseUrl, GITHUB_COM_ISSUER, type Github, githubAt, issuerHost } from "./github-issuer";
export type { ConditionAnswer, Outcome } from "./iam/condition-answer";
export type {
  Condition,
  DocumentKind,
  DocumentPath,
  DocumentProblem,
  ParsedPolicy,
  Principals,
  Statement,
} from "./iam/document";
export { type Decision, evaluate, type StatementDecision } from "./iam/evaluate";
export type { Comparison, Operator } from "./iam/operator";
export { parsePolicy } from "./iam/parse-policy";
export { type RequestContext, requestContext, type TokenClaims } from "./iam/request-context";
export { MAX_MANAGED_POLICY_CHARACTERS, MAX_TRUST_POLICY_CHARACTERS } from "./iam-names";
export type { NonEmpty } from "./non-empty";
export { defaultAudience, knownPartition, type Partition, partitionOf } from "./partition";
export {
  countedCharacters,
  type OneOrMore,
  type PermissionStatement,
  type PolicyDocument,
  type PolicyJson,
  type TrustStatement,
} from "./policy-document";
export { EMPTY_CONTEXT, type LintContext, type Spellings, spellings } from "./rules/context";
export { type Finding, lintTrustPolicy } from "./rules/lint";
export type { Rule, Severity, Violation } from "./rules/rule";
export { RULES } from "./rules/rules";
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
