import type { Rule } from "./rule";

export const r14: Rule = {
  id: "R14",
  severity: "high",
  state: "no condition is ForAllValues:",
  why: "ForAllValues: is true where the token does not have the claim",
  mend: "use the operator without ForAllValues:",
  breaches: ({ statements }) =>
    statements.flatMap(({ tests }) =>
      tests
        .filter(({ condition }) => condition.operator.set === "ForAllValues")
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
