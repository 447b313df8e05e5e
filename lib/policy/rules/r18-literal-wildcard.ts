import { isPositiveString } from "../iam/operator";
import type { Rule } from "./rule";
import { violationAt } from "./violation";

export const r18: Rule = {
  id: "R18",
  name: "literal-wildcard",
  severity: "medium",
  requirement: "* and ? stand under StringLike alone",
  impact: "StringEquals takes * and ? as they are, so that the condition never holds",
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
