import { isPositiveString } from "../iam/operator";
import type { Rule } from "./rule";
import { violationAt } from "./violation";

export const r18: Rule = {
  id: "R18",
  name: "literal-wildcard",
  severity: "medium",
  requirement: "wildcards are used only with StringLike",
  impact: "with StringEquals, * and ? are literal characters, so the condition never matches",
  fix: "use StringLike, or write the value without wildcards",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(
          ({ condition: { operator } }) =>
            isPositiveString(operator) && "isLike" in operator.comparison && !operator.comparison.isLike,
        )
        .flatMap(({ values }) => values.filter(({ text }) => /[*?]/.test(text.replace(ESCAPE, ""))))
        .map(violationAt),
    ),
};

/** What stands for the sign itself under every operator. */
const ESCAPE = /\$\{[*?$]\}/g;
