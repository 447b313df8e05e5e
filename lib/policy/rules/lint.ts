import type { ParsedPolicy } from "../document";
import type { LintContext } from "./context";
import { githubStatements } from "./github-statement";
import { RULES } from "./index";
import type { LintTarget, Rule, Violation } from "./rule";
import { subjectFacts } from "./subject-facts";

/** A rule that a trust policy breaks, and where. */
export interface Finding extends Violation {
  readonly rule: Rule;
}

/**
 * Checks a trust policy against all rules. Returns the findings in the order of the rules. A rule does not report what it cannot know.
 * @param context what else is known; see {@link EMPTY_CONTEXT}.
 */
export function lintTrustPolicy(document: ParsedPolicy, context: LintContext): readonly Finding[] {
  const statements = githubStatements(document, context);
  const target: LintTarget = { document, statements, subjects: subjectFacts(statements), context };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const violation of rule.violations(target)) found.push({ ...violation, rule });
  }
  return found;
}
