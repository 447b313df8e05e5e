import { intendedOperator, isRejected } from "../iam/operators";
import { AUDIENCE, byConditions, type Rule, SUBJECT } from "./rule";

export const r43: Rule = {
  id: "R43",
  name: "unknown-operator",
  severity: "medium",
  requirement: "conditions use operators of IAM, in its casing",
  impact: "IAM rejects the policy with MalformedPolicyDocument (Invalid Condition type)",
  fix: "write the operator as IAM does, such as StringEquals or StringLike",
  details: "Keys of conditions have no case, but the names of operators have.",
  example: {
    bad: byConditions({ stringequals: { aud: AUDIENCE, sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE, sub: SUBJECT } }),
  },
  violations: ({ document }) => {
    const found = document.statements
      .flatMap(({ conditions }) => conditions)
      .filter(({ operator, operatorName }) => isRejected(operatorName, operator))
      .map(({ path, operatorName }) => {
        const expected = intendedOperator(operatorName);
        return { path: path.slice(0, -1), given: operatorName, ...(expected !== undefined && { expected }) };
      });
    // An operator with several keys is one mistake.
    return [...new Map(found.map((violation) => [JSON.stringify(violation.path), violation])).values()];
  },
};
