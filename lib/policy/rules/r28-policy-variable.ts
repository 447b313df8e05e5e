import { hasVariable } from "../iam/glob";
import type { ConditionValue } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT, violationAt } from "./rule";

export const r28: Rule = {
  id: "R28",
  name: "policy-variable",
  severity: "medium",
  requirement: "no value contains a policy variable",
  impact: "the request determines the value, or the condition never matches",
  fix: `write the value itself; with version 2012-10-17, \${*}, \${?} and \${$} are literal characters`,
  details: `In version 2012-10-17, \`\${key}\` is replaced with a value of the request. In version 2008-10-17 it is literal text.`,
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE, actor_id: `\${aws:username}` },
      StringLike: { sub: SUBJECT },
    }),
    good: byConditions({ StringEquals: { aud: AUDIENCE, actor_id: "583231" }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ document, written }) =>
    written.flatMap(({ conditions }) =>
      conditions.flatMap(({ values }) =>
        values.filter((value) => usesVariable(value, document.hasVariables)).map(violationAt),
      ),
    ),
};

/** A variable, one without an end, or in version 2008-10-17 the text of a variable or an escape. */
export function usesVariable({ pattern, text }: ConditionValue, hasVariables: boolean): boolean {
  if (!text.includes("$" + "{")) return false;
  return !hasVariables || hasVariable(pattern) || text.lastIndexOf("$" + "{") > text.lastIndexOf("}");
}
