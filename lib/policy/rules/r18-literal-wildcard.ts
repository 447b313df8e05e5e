import { hasLiteralWildcard } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, violationAt } from "./rule";

export const r18: Rule = {
  id: "R18",
  name: "literal-wildcard",
  severity: "medium",
  requirement: "wildcards are used only with StringLike",
  impact: "with StringEquals, * and ? are literal characters, so the condition never matches",
  fix: "use StringLike, or write the value without wildcards",
  details:
    "Only `StringLike` and `StringNotLike` have wildcards. With `StringEquals`, the condition requires the character itself.",
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE, sub: "repo:acme@123456/web@456789:ref:refs/heads/release/*" },
    }),
    good: byConditions({
      StringEquals: { aud: AUDIENCE, sub: "repo:acme@123456/web@456789:ref:refs/heads/release/1.x" },
    }),
  },
  violations: ({ written }) =>
    written.flatMap(({ conditions }) =>
      conditions.flatMap(({ condition, values }) =>
        values.filter((value) => hasLiteralWildcard(condition.operator, value)).map(violationAt),
      ),
    ),
};
