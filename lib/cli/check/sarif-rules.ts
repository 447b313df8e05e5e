import type { Rule, Severity } from "../../policy/rules/rule";
import { RULES } from "../../policy/rules/rules";

/**
 * What code scanning makes of a severity: the level of SARIF, and the number by which it names one critical, high, medium or low.
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

function sarifRule({ id, severity, requirement, impact, fix }: Rule): object {
  const { level, score } = LEVELS[severity];
  return {
    id,
    shortDescription: { text: `${sentence(requirement)}` },
    fullDescription: { text: `${sentence(requirement)} Otherwise ${impact}.` },
    help: {
      text: `Otherwise ${impact}. To mend it, ${fix}.`,
      markdown: `**Why:** ${impact}.\n\n**To mend it:** ${fix}.`,
    },
    defaultConfiguration: { level },
    properties: { "security-severity": score, tags: ["security"], precision: "high" },
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
