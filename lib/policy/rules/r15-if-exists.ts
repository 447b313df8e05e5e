import type { Rule } from "./rule";

export const r15: Rule = {
  id: "R15",
  name: "if-exists",
  severity: "high",
  requirement: "no condition operator on a claim ends with IfExists",
  impact: "the condition is also true for a token without the claim",
  fix: "use the operator without IfExists",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ condition }) => condition.operator.isIfExists)
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
