import { CONDITION_CLAIMS } from "../claims";
import { forAllValues, isHarmless, violationAtOperator } from "./r14-for-all-values";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r46: Rule = {
  id: "R46",
  name: "needless-for-all-values",
  severity: "low",
  requirement: "a condition on a claim that every token has uses its operator without ForAllValues:",
  impact:
    "today the subject restricts the statement, but if someone adds a wildcard to it, the condition does not protect against tokens without the claim",
  fix: "use the operator without ForAllValues:",
  details:
    "`ForAllValues:` is for keys with several values. A claim of a GitHub token has one value. If the subject has a wildcard, or if a token can lack the claim, such as `environment`, the condition is [R14](#r14).",
  example: {
    bad: byConditions({ "ForAllValues:StringEquals": { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements.flatMap((statement) =>
      forAllValues(statement)
        // Without ForAllValues:, a condition on a claim that AWS does not read never holds. R29 reports it.
        .filter(({ claim }) => isHarmless(statement, claim) && CONDITION_CLAIMS.includes(claim))
        .map(violationAtOperator),
    ),
};
