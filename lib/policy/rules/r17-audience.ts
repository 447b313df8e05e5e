import { isOpen } from "../evaluation/pattern";
import { breachAt } from "./breach";
import type { Rule } from "./rule";
import { letInValues } from "./trusting-statement";

export const r17: Rule = {
  id: "R17",
  severity: "high",
  state: "each statement tests aud for one audience",
  why: "tokens that were made for another service get in",
  mend: "test aud with StringEquals, for sts.amazonaws.com where nothing else is agreed",
  breaches: ({ statements }) =>
    statements.flatMap((statement) => {
      const values = letInValues(statement, "aud");
      if (values.length === 0) {
        return [{ path: statement.path, given: `no condition on ${statement.issuerHost}:aud` }];
      }
      return values.filter(({ pattern }) => isOpen(pattern)).map(breachAt);
    }),
};
