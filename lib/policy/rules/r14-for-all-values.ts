import type { Rule } from "./rule";

export const r14: Rule = {
  id: "R14",
  name: "for-all-values",
  severity: "high",
  requirement: "no condition operator starts with ForAllValues:",
  impact: "the condition is also true for a token without the claim",
  fix: "use the operator without ForAllValues:",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ condition }) => condition.operator.set === "ForAllValues")
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
