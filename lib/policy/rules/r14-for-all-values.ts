import type { Rule } from "./rule";

export const r14: Rule = {
  id: "R14",
  name: "for-all-values",
  severity: "high",
  requirement: "no condition is ForAllValues:",
  impact: "ForAllValues: is true where the token does not have the claim",
  fix: "use the operator without ForAllValues:",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ condition }) => condition.operator.set === "ForAllValues")
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
