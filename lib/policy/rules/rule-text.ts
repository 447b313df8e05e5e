import type { Rule } from "./rule";

/** How every message names a rule: `R07 repository-wildcard (high)`. */
export function ruleTitle({ id, name, severity }: Pick<Rule, "id" | "name" | "severity">): string {
  return `${id} ${name} (${severity})`;
}

/** The last sentence of every message about a rule: `See docs/rules.md#r07`. */
export function ruleLink({ id }: Pick<Rule, "id">): string {
  return `See ${RULES_PAGE}#${id.toLowerCase()}`;
}

/** In the repository and in the package. */
export const RULES_PAGE = "docs/rules.md";

/** A requirement, impact or fix as a sentence of its own. */
export function ruleSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
