import { VARIABLE } from "../evaluation/pattern";
import { breachAt } from "./breach";
import type { Rule } from "./rule";
import type { TestedValue } from "./trusting-statement";

export const r28: Rule = {
  id: "R28",
  severity: "medium",
  state: "values hold no policy variable",
  why: "what the value stands for is decided by the request, or by nobody",
  mend: `write the text itself; \${*}, \${?} and \${$} stand for the signs, in version 2012-10-17`,
  breaches: ({ document, statements }) =>
    statements.flatMap(({ tests }) =>
      tests.flatMap(({ values }) =>
        values.filter((value) => hasVariable(value, document.hasVariables)).map(breachAt),
      ),
    ),
};

/** A variable, one that does not end, or what would be one or an escape in a document of version 2012-10-17. */
function hasVariable({ pattern, text }: TestedValue, hasVariables: boolean): boolean {
  if (!text.includes("$" + "{")) return false;
  return !hasVariables || pattern.includes(VARIABLE) || text.lastIndexOf("$" + "{") > text.lastIndexOf("}");
}
