import type { ReadDocument } from "../evaluation/document";
import type { Breach, Judged, Rule } from "./rule";
import { RULES } from "./rules";
import type { Surroundings } from "./surroundings";
import { trustedSubjects } from "./trusted-subject";
import { trustingStatements } from "./trusting-statement";

/**
 * A rule that a trust policy breaks, and where.
 *
 * @example
 * ```ts
 * import { type Finding, findings, GITHUB_COM_ISSUER, NOTHING_KNOWN, readDocument } from "cdktf-github-actions-ecr/policy";
 *
 * const Principal = { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB_COM_ISSUER}` };
 * const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity" };
 * const document = readDocument({ Version: "2012-10-17", Statement: statement }, "trust");
 * if ("problems" in document) throw new Error("not a policy document");
 * const line = ({ rule, path }: Finding) => `${rule.id} at ${path.join(".")}`;
 * console.log(findings(document, NOTHING_KNOWN).map(line).join(", ")); // R01 at Statement, R17 at Statement
 * ```
 */
export interface Finding extends Breach {
  readonly rule: Rule;
}

/**
 * Everything that the rules say of a trust policy, in the order of the rules. They are silent about what they are not told.
 * @param surroundings what is known besides the document; see {@link NOTHING_KNOWN}.
 *
 * @example
 * ```ts
 * import { findings, GITHUB_COM_ISSUER, NOTHING_KNOWN, readDocument } from "cdktf-github-actions-ecr/policy";
 *
 * const document = readDocument(
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
 * for (const { rule, given } of findings(document, NOTHING_KNOWN)) console.log(rule.id, rule.severity, given);
 * // R04 critical repo:acme*:ref:refs/heads/main
 * ```
 */
export function findings(document: ReadDocument, surroundings: Surroundings): readonly Finding[] {
  const statements = trustingStatements(document, surroundings);
  const judged: Judged = { document, statements, subjects: trustedSubjects(statements), surroundings };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const breach of rule.breaches(judged)) found.push({ ...breach, rule });
  }
  return found;
}
