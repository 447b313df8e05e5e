import { isPositiveString } from "../evaluation/operator";
import { breachAt } from "./breach";
import type { Rule } from "./rule";

export const r18: Rule = {
  id: "R18",
  severity: "medium",
  state: "* and ? stand under StringLike alone",
  why: "StringEquals takes * and ? as they are, so that the condition never holds",
  mend: "use StringLike, or write the value without wildcards",
  breaches: ({ statements }) =>
    statements.flatMap(({ tests }) =>
      tests
        .filter(
          ({ condition: { operator } }) =>
            isPositiveString(operator) && "isLike" in operator.comparison && !operator.comparison.isLike,
        )
        .flatMap(({ values }) => values.filter(({ text }) => /[*?]/.test(text.replace(ESCAPE, ""))))
        .map(breachAt),
    ),
};

/** What stands for the sign itself under every operator. */
const ESCAPE = /\$\{[*?$]\}/g;
