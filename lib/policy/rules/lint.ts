import type { ParsedPolicy, Statement } from "../document";
import { neverHolds } from "../iam/evaluate";
import type { LintContext } from "./context";
import { type GithubStatement, githubStatements } from "./github-statement";
import { RULES } from "./index";
import { openStatements } from "./open-principal";
import { misspelledProviders } from "./r41-misspelled-provider";
import { otherActions } from "./r44-other-action";
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
  const possible = statements.filter((statement) => !allowsNobody(statement, document));
  const all = targetOf(document, statements, context);
  // A statement that allows nobody is a mistake, but no danger.
  const dangerous = possible.length === statements.length ? all : targetOf(document, possible, context);
  const found: Finding[] = [];
  for (const rule of RULES) {
    const isDanger = rule.severity === "critical" || rule.severity === "high";
    for (const violation of rule.violations(isDanger ? dangerous : all)) found.push({ ...violation, rule });
  }
  return found;
}

function targetOf(
  document: ParsedPolicy,
  statements: readonly GithubStatement[],
  context: LintContext,
): LintTarget {
  return { document, statements, subjects: subjectFacts(statements), context };
}

/** Whether a statement has a condition that no token fulfills. */
function allowsNobody({ statement, issuerHost }: GithubStatement, { hasVariables }: ParsedPolicy): boolean {
  return statement.conditions.some((condition) => neverHolds(condition, hasVariables, issuerHost));
}

/**
 * The statements that the rules are about: those that allow tokens of a GitHub, those that are nearly such a statement, and those that
 * allow every principal.
 */
export function checkedStatements(document: ParsedPolicy, context: LintContext): readonly Statement[] {
  const github = githubStatements(document, context);
  const checked = new Set([...github.map(({ statement }) => statement), ...openStatements(document, github)]);
  return document.statements.filter(
    (statement) =>
      checked.has(statement) ||
      misspelledProviders(statement, context).length > 0 ||
      otherActions(statement).length > 0,
  );
}
