import type { ParsedPolicy } from "../iam/document";
import type { LintContext } from "./context";
import { githubStatements } from "./github-statement";
import type { LintTarget, Rule, Violation } from "./rule";
import { RULES } from "./rules";
import { subjectFacts } from "./subject-facts";

/** A rule that a trust policy breaks, and where. */
export interface Finding extends Violation {
  readonly rule: Rule;
}

/**
 * Everything that the rules say of a trust policy, in the order of the rules. They are silent about what they are not told.
 * @param context what is known besides the document; see {@link EMPTY_CONTEXT}.
 */
export function lintTrustPolicy(document: ParsedPolicy, context: LintContext): readonly Finding[] {
  const statements = githubStatements(document, context);
  const judged: LintTarget = { document, statements, subjects: subjectFacts(statements), context };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const breach of rule.violations(judged)) found.push({ ...breach, rule });
  }
  return found;
}
