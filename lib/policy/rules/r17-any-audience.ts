import { hasWildcard } from "../iam/glob";
import { allowedValues } from "./github-statement";
import { missingCondition } from "./r01-missing-subject";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT, violationAt } from "./rule";

export const r17: Rule = {
  id: "R17",
  name: "any-audience",
  severity: "high",
  requirement: "each statement has a condition on aud without wildcards",
  impact: "tokens that were issued for another service can assume the role",
  fix: "use StringEquals for aud, with sts.amazonaws.com unless your workflows request another audience",
  details:
    "Any step of a job can request a token for any audience. `aws-actions/configure-aws-credentials` requests `sts.amazonaws.com`.",
  example: {
    bad: byConditions({ StringLike: { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements.flatMap((statement) => {
      const values = allowedValues(statement, "aud");
      if (values.length === 0) return [missingCondition(statement, "aud")];
      return values.filter(({ pattern }) => hasWildcard(pattern)).map(violationAt);
    }),
};
