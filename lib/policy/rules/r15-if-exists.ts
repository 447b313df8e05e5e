import type { Rule } from "./rule";

export const r15: Rule = {
  id: "R15",
  severity: "high",
  state: "no condition on a claim ends with IfExists",
  why: "…IfExists is true where the token does not have the claim",
  mend: "use the operator without IfExists",
  breaches: ({ statements }) =>
    statements.flatMap(({ tests }) =>
      tests
        .filter(({ condition }) => condition.operator.isIfExists)
        .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
    ),
};
