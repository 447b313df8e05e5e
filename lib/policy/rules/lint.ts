import { neverHolds } from "../iam/condition";
import type { ParsedPolicy, Statement } from "../policy-document";
import type { LintContext } from "./context";
import { effectiveStatements, isOfOtherAccount } from "./effective";
import { type GithubStatement, githubStatements } from "./github-statement";
import { RULES } from "./index";
import { openStatements } from "./open-principal";
import { r18 } from "./r18-literal-wildcard";
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
  const written = githubStatements(document, context);
  // A statement that allows no token is a mistake, but no danger.
  const possible = written.filter(
    (statement) => !allowsNoToken(statement, document) && !isOfOtherAccount(statement, context),
  );
  const statements = effectiveStatements(possible, document);
  const target: LintTarget = { document, written, statements, subjects: subjectFacts(statements), context };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const violation of rule.violations(target)) found.push({ ...violation, rule });
  }
  return found.filter((finding) => !isExplained(finding, found));
}

/**
 * Whether another finding explains the value better: it is misspelled, or has a literal wildcard. A critical finding stays, because an
 * owner outside the organization could have such a name. So does a high one for a literal wildcard, which an environment's name can contain.
 */
function isExplained({ rule, path }: Finding, found: readonly Finding[]): boolean {
  if (rule.severity === "critical" || path.length === 0) return false;
  return found.some(
    (other) =>
      other.rule !== rule &&
      (other.isMisspelling === true || (other.rule === r18 && rule.severity !== "high")) &&
      other.path.join("\n") === path.join("\n"),
  );
}

/** Whether a statement has a condition that no token fulfills. */
function allowsNoToken({ statement, issuerHost }: GithubStatement, { hasVariables }: ParsedPolicy): boolean {
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
      otherActions(statement, document.statements).length > 0,
  );
}
