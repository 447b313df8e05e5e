import { hasWildcard } from "../iam/glob";
import { allowedValues } from "./github-statement";
import type { Rule } from "./rule";
import { violationAt } from "./violation";

export const r17: Rule = {
  id: "R17",
  name: "any-audience",
  severity: "high",
  requirement: "each statement tests aud for one audience",
  impact: "tokens that were made for another service get in",
  fix: "test aud with StringEquals, for sts.amazonaws.com where nothing else is agreed",
  violations: ({ statements }) =>
    statements.flatMap((statement) => {
      const values = allowedValues(statement, "aud");
      if (values.length === 0) {
        return [{ path: statement.path, given: `no condition on ${statement.issuerHost}:aud` }];
      }
      return values.filter(({ pattern }) => hasWildcard(pattern)).map(violationAt);
    }),
};
