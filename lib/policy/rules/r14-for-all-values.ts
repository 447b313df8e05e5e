import { ALWAYS_SENT } from "../claims";
import { isSubjectExact } from "./effective";
import type { ClaimCondition, GithubStatement } from "./github-statement";
import type { Rule, Violation } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r14: Rule = {
  id: "R14",
  name: "for-all-values",
  severity: "high",
  requirement: "no condition operator starts with ForAllValues:",
  impact: "the condition is also true for a token without the claim",
  fix: "use the operator without ForAllValues:",
  details:
    "`ForAllValues:` is true if the request has no value for the key. For a claim that every token has, such as `aud`, beside a subject without wildcards, it is [R46](#r46).",
  example: {
    bad: byConditions({ StringEquals: { aud: AUDIENCE }, "ForAllValues:StringLike": { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements.flatMap((statement) =>
      forAllValues(statement)
        .filter(({ claim }) => !isHarmless(statement, claim))
        .map(violationAtOperator),
    ),
};

export function forAllValues({ conditions }: GithubStatement): readonly ClaimCondition[] {
  return conditions.filter(({ condition }) => condition.operator.set === "ForAllValues");
}

/** Whether every token has a claim, and a condition on another claim requires a subject without wildcards. */
export function isHarmless(statement: GithubStatement, claim: string): boolean {
  return ALWAYS_SENT.includes(claim) && isSubjectExact(statement, claim);
}

export function violationAtOperator({ condition }: ClaimCondition): Violation {
  return { path: condition.path, given: condition.operatorName };
}
