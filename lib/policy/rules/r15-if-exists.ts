import type { Rule } from "./rule";

export const r15: Rule = {
  id: "R15",
  name: "if-exists",
  severity: "high",
  requirement: "no condition on a claim ends with IfExists",
  impact: "…IfExists is true where the token does not have the claim",
  fix: "use the operator without IfExists",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ condition }) => condition.operator.isIfExists)
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
