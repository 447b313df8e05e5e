import { isNegativeString } from "../iam/operator";
import { isIdentityTest } from "./identity-test";
import type { Rule } from "./rule";

export const r16: Rule = {
  id: "R16",
  name: "negative-operator",
  severity: "high",
  requirement: "sub is tested by an operator that names whom it lets in",
  impact: "whoever is not kept out gets in, from all of GitHub",
  fix: "test sub with StringEquals or StringLike",
  violations: ({ statements }) =>
    statements
      .filter(
        ({ conditions }) =>
          conditions.some(isIdentityTest) &&
          conditions.filter(isIdentityTest).every(({ condition }) => isNegativeString(condition.operator)),
      )
      .flatMap(({ conditions }) => conditions.filter(isIdentityTest))
      .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
};
