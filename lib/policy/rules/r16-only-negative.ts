import { isNegativeString } from "../evaluation/operator";
import { isIdentityTest } from "./identity-test";
import type { Rule } from "./rule";

export const r16: Rule = {
  id: "R16",
  severity: "high",
  state: "sub is tested by an operator that names whom it lets in",
  why: "whoever is not kept out gets in, from all of GitHub",
  mend: "test sub with StringEquals or StringLike",
  breaches: ({ statements }) =>
    statements
      .filter(
        ({ tests }) =>
          tests.some(isIdentityTest) &&
          tests.filter(isIdentityTest).every(({ condition }) => isNegativeString(condition.operator)),
      )
      .flatMap(({ tests }) => tests.filter(isIdentityTest))
      .map(({ condition }) => ({ path: condition.path, given: condition.operatorName })),
};
