import type { Rule, Severity } from "../../policy/rules/rule";
import { ruleLink, ruleSentence } from "../../policy/rules/rule-text";
import { RULES } from "../../policy/rules/rules";

/**
 * The level in SARIF, and the score that code scanning shows as critical, high, medium or low.
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const LEVELS = {
  critical: { level: "error", score: "9.5" },
  high: { level: "error", score: "8.0" },
  medium: { level: "warning", score: "5.0" },
  low: { level: "note", score: "2.0" },
} as const satisfies Readonly<Record<Severity, { readonly level: string; readonly score: string }>>;

/** The rules as SARIF describes them, in their order. */
export function sarifRules(): readonly object[] {
  return RULES.map(sarifRule);
}

function sarifRule(rule: Rule): object {
  const { level, score } = LEVELS[rule.severity];
  const requirement = ruleSentence(rule.requirement);
  const impact = ruleSentence(rule.impact);
  const fix = ruleSentence(rule.fix);
  return {
    id: rule.id,
    name: rule.name,
    shortDescription: { text: requirement },
    fullDescription: { text: `Requirement: ${requirement} Impact: ${impact}` },
    help: {
      text: `Impact: ${impact} Fix: ${fix} ${ruleLink(rule)}`,
      markdown: `**Requirement:** ${requirement}\n\n**Impact:** ${impact}\n\n**Fix:** ${fix}\n\n${ruleLink(rule)}`,
    },
    defaultConfiguration: { level },
    properties: { "security-severity": score, tags: ["security"], precision: "high" },
  };
}
