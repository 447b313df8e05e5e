import { isNegativeString } from "../iam/operators";
import { isIdentityTest } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";
import { isRepositoryPinned } from "./subject-facts";

export const r16: Rule = {
  id: "R16",
  name: "negative-operator",
  severity: "high",
  requirement: "a condition on sub or job_workflow_ref lists what is allowed",
  impact: "every repository on GitHub that the condition does not exclude can assume the role",
  fix: "use StringEquals or StringLike for sub",
  details:
    "Negative operators are `StringNotEquals`, `StringNotLike` and `StringNotEqualsIgnoreCase`. They are also true if the token does not have the claim.",
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE },
      StringNotLike: { sub: "repo:acme@123456/legacy@1:*" },
    }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements
      .filter(
        (statement) =>
          !isRepositoryPinned(statement) &&
          statement.conditions.some(isIdentityTest) &&
          statement.conditions
            .filter(isIdentityTest)
            .every(({ condition }) => isNegativeString(condition.operator)),
      )
      .flatMap(({ conditions }) => conditions.filter(isIdentityTest))
      .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
};
