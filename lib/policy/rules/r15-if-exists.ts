import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r15: Rule = {
  id: "R15",
  name: "if-exists",
  severity: "high",
  requirement: "no condition operator on a claim ends with IfExists",
  impact: "the condition is also true for a token without the claim",
  fix: "use the operator without IfExists",
  details: "An operator with `IfExists` is true if the request does not have the key.",
  example: {
    bad: byConditions({ StringEquals: { aud: AUDIENCE }, StringLikeIfExists: { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ condition }) => condition.operator.isIfExists)
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
