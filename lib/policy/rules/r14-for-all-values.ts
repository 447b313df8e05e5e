import { ALWAYS_SENT, isSubjectExact } from "./effective";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r14: Rule = {
  id: "R14",
  name: "for-all-values",
  severity: "high",
  requirement: "no condition operator starts with ForAllValues:",
  impact: "the condition is also true for a token without the claim",
  fix: "use the operator without ForAllValues:",
  details:
    "`ForAllValues:` is true if the request has no value for the key. The rule does not report a claim that every token has, such as `aud`, if another condition requires a subject without wildcards.",
  example: {
    bad: byConditions({ StringEquals: { aud: AUDIENCE }, "ForAllValues:StringLike": { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements.flatMap((statement) =>
      statement.conditions
        .filter(
          ({ claim, condition }) =>
            condition.operator.set === "ForAllValues" &&
            !(ALWAYS_SENT.includes(claim) && isSubjectExact(statement, claim)),
        )
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
