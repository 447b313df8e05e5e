import { VARIABLE } from "../iam/glob";
import type { ConditionValue } from "./github-statement";
import type { Rule } from "./rule";
import { violationAt } from "./violation";

export const r28: Rule = {
  id: "R28",
  name: "policy-variable",
  severity: "medium",
  requirement: "values hold no policy variable",
  impact: "what the value stands for is decided by the request, or by nobody",
  fix: `write the text itself; \${*}, \${?} and \${$} stand for the signs, in version 2012-10-17`,
  violations: ({ document, statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions.flatMap(({ values }) =>
        values.filter((value) => hasVariable(value, document.hasVariables)).map(violationAt),
      ),
    ),
};

/** A variable, one that does not end, or what would be one or an escape in a document of version 2012-10-17. */
function hasVariable({ pattern, text }: ConditionValue, hasVariables: boolean): boolean {
  if (!text.includes("$" + "{")) return false;
  return !hasVariables || pattern.includes(VARIABLE) || text.lastIndexOf("$" + "{") > text.lastIndexOf("}");
}
