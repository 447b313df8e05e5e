import { arnScopeOf } from "../arn";
import { hasWildcard } from "../iam/glob";
import { defaultAudience, isPartition, PARTITION_NAMES } from "../partition";
import type { LintContext } from "./context";
import { allowedValues, type GithubStatement } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT, violationAt } from "./rule";

export const r45: Rule = {
  id: "R45",
  name: "other-audience",
  severity: "medium",
  requirement: "the audience is that of AWS STS",
  impact:
    "tokens that were issued for another service can assume the role, and those of aws-actions/configure-aws-credentials cannot, unless the workflow sets its audience",
  fix: "write sts.amazonaws.com for aud, or sts.amazonaws.com.cn in China",
  details:
    "Every step of every job can get a token with GitHub's default audience, `https://github.com/OWNER`. Other services, such as Sigstore or Vault, receive tokens with their own audience. In access.yaml, `audience` of the account names an audience of your own, which the rule accepts.",
  example: {
    bad: byConditions({
      StringEquals: { aud: "https://github.com/acme" },
      StringLike: { sub: SUBJECT },
    }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements, context }) =>
    statements.flatMap((statement) => {
      const audiences = audiencesOf(statement, context);
      return (
        allowedValues(statement, "aud")
          // R17 reports a pattern.
          .filter(
            ({ pattern, text }) =>
              !hasWildcard(pattern) && !audiences.includes(text) && !context.isExpectedAudience(text),
          )
          .map((value) => ({
            ...violationAt(value),
            ...(audiences.length === 1 && { expected: audiences[0] }),
          }))
      );
    }),
};

/** The audiences of AWS STS in the partitions of the role or, if its account is not known, of the providers. All if there is none. */
function audiencesOf(
  { statement: { principal } }: GithubStatement,
  { account }: LintContext,
): readonly string[] {
  const partitions =
    account === undefined
      ? principal.federated.map((arn) => arnScopeOf(arn).partition).filter(isPartition)
      : [account.partition];
  return [...new Set((partitions.length > 0 ? partitions : PARTITION_NAMES).map(defaultAudience))];
}
