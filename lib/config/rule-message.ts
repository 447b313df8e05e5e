import type { Rule } from "../policy/rules/rule";
import { ruleLink, ruleTitle } from "../policy/rules/rule-text";
import { fixInFile } from "./fix-in-file";

/**
 * The error for a violation in the file.
 * @param got what violates the rule, as it is shown.
 */
export function violationMessage(rule: Rule, got: string): string {
  const accept =
    rule.severity === "critical"
      ? ""
      : ` To accept this risk, add { rule: ${rule.id}, reason: ... } to acceptRisks.`;
  return `${ruleTitle(rule)}: ${rule.impact}, got ${got}. Fix: ${fixInFile(rule)}.${accept} ${ruleLink(rule)}`;
}

/**
 * The warning for a violation that needs no acceptance. The page of the rules has the fix.
 * @param where the role, and the place in it.
 */
export function violationWarning(rule: Rule, where: string): string {
  return `${ruleTitle(rule)}, ${where}: ${rule.impact}. ${ruleLink(rule)}`;
}
