import { hasWildcard } from "../iam/glob";
import { isStsAudience } from "../partition";
import { allowedValues } from "./github-statement";
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
  violations: ({ statements, context: { isExpectedAudience } }) =>
    statements.flatMap((statement) =>
      allowedValues(statement, "aud")
        .filter(
          ({ pattern, text }) =>
            // R17 reports a pattern.
            !hasWildcard(pattern) && !isStsAudience(text) && !isExpectedAudience(text),
        )
        .map(violationAt),
    ),
};
