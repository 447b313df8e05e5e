/**
 * Trust policies and ECR policies as plain objects, the evaluation of a trust policy for a token, and the rules. Loads no other package.
 * @module cdktf-github-actions-ecr/policy
 */

export { type EcrPermissions, ecrPolicies, type NamedPolicy } from "./ecr-policies";
export type { ConditionAnswer } from "./iam/condition";
export type { Decision, StatementDecision } from "./iam/evaluate";
export { parsePolicy } from "./parse";
export type { Condition, DocumentProblem, ParsedPolicy, PolicyDocument, Statement } from "./policy-document";
export { evaluate, type LintOptions, lintTrustPolicy, type TokenRequest } from "./public";
export { RULES } from "./rules/index";
export type { Finding } from "./rules/lint";
export type { Rule } from "./rules/rule";
export type { TrustEntry } from "./subject/types";
export { type Trust, trustPolicy } from "./trust-policy";
