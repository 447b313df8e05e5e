import type { ParsedPolicy } from "../iam/document";
import type { LintContext } from "./context";
import { githubStatements } from "./github-statement";
import type { LintTarget, Rule, Violation } from "./rule";
import { RULES } from "./rules";
import { subjectFacts } from "./subject-facts";

/**
 * A rule that a trust policy breaks, and where.
 *
 * @example
 * ```ts
 * import { type Finding, lintTrustPolicy, GITHUB_COM_ISSUER, EMPTY_CONTEXT, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const Principal = { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB_COM_ISSUER}` };
 * const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity" };
 * const document = parsePolicy({ Version: "2012-10-17", Statement: statement }, "trust");
 * if ("problems" in document) throw new Error("not a policy document");
 * const line = ({ rule, path }: Finding) => `${rule.id} at ${path.join(".")}`;
 * console.log(lintTrustPolicy(document, EMPTY_CONTEXT).map(line).join(", ")); // R01 at Statement, R17 at Statement
 * ```
 */
export interface Finding extends Violation {
  readonly rule: Rule;
}

/**
 * Everything that the rules say of a trust policy, in the order of the rules. They are silent about what they are not told.
 * @param context what is known besides the document; see {@link EMPTY_CONTEXT}.
 *
 * @example
 * ```ts
 * import { lintTrustPolicy, GITHUB_COM_ISSUER, EMPTY_CONTEXT, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const document = parsePolicy(
 *   {
 *     Version: "2012-10-17",
 *     Statement: {
 *       Effect: "Allow",
 *       Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB_COM_ISSUER}` },
 *       Action: "sts:AssumeRoleWithWebIdentity",
 *       Condition: {
 *         StringEquals: { [`${GITHUB_COM_ISSUER}:aud`]: "sts.amazonaws.com" },
 *         StringLike: { [`${GITHUB_COM_ISSUER}:sub`]: "repo:acme*:ref:refs/heads/main" },
 *       },
 *     },
 *   },
 *   "trust",
 * );
 * if ("problems" in document) throw new Error("not a policy document");
 * for (const { rule, given } of lintTrustPolicy(document, EMPTY_CONTEXT)) console.log(rule.id, rule.severity, given);
 * // R04 critical repo:acme*:ref:refs/heads/main
 * ```
 */
export function lintTrustPolicy(document: ParsedPolicy, context: LintContext): readonly Finding[] {
  const statements = githubStatements(document, context);
  const judged: LintTarget = { document, statements, subjects: subjectFacts(statements), context };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const breach of rule.violations(judged)) found.push({ ...breach, rule });
  }
  return found;
}
