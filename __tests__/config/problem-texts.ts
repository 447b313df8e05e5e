import { fixInFile } from "../../lib/config/rule-message";
import { RULES } from "../../lib/policy/rules/index";
import type { Rule } from "../../lib/policy/rules/rule";

/** What a value is and what is allowed for it, as messages say it. */
export type Wording = readonly [noun: string, allowed?: string];

/** @param given as it is printed: text in quotes. */
export function isNot(wording: Wording, given: string): string {
  return `expected ${expectation(wording)}, got ${given}`;
}

/** @param given a name that IAM does not accept, in quotes. */
export function onlyForGithub([noun]: Wording, given: string): string {
  return `expected ${noun} (characters up to U+00FF, because IAM policies cannot contain others), got ${given}. GitHub accepts this name. Rename it, or trust another claim. See docs/guide/trust.md#names-that-iam-does-not-accept`;
}

export function missing(wording: Wording): string {
  return `missing. Expected ${expectation(wording)}`;
}

export function empty(wording: Wording): string {
  return `expected ${expectation(wording)}, got nothing`;
}

function expectation([noun, allowed]: Wording): string {
  return allowed === undefined ? noun : `${noun} (${allowed})`;
}

/** @param nearest the key that the text is taken for, if one is near. */
export function unknownKey(given: string, nearest: string | undefined, keys: string): string {
  return nearest === undefined
    ? `unknown key "${given}". Allowed keys: ${keys}`
    : `unknown key "${given}", did you mean ${nearest}? Allowed keys: ${keys}`;
}

/** @param map that has the key, by its path in the schema. */
export function misplacedKey(given: string, map: string, keys: string): string {
  return `unknown key "${given}", which belongs to ${map}. Check the indentation. Allowed keys: ${keys}`;
}

/** The error for a violation of a rule. */
export function broken(id: string, given: string, more = ""): string {
  const rule = ruleOf(id);
  const { name, severity, impact } = rule;
  const accept =
    severity === "critical" ? "" : ` To accept this risk, add { rule: ${id}, reason: ... } to acceptRisks.`;
  return `${id} ${name} (${severity}): ${impact}, got ${given}${more}. Fix: ${fixInFile(rule)}.${accept} See docs/rules.md#${id.toLowerCase()}`;
}

/** The warning for violations of a rule. */
export function warned(id: string, where: string): string {
  const { name, severity, impact } = ruleOf(id);
  return `${id} ${name} (${severity}), ${where}: ${impact}. See docs/rules.md#${id.toLowerCase()}`;
}

export function ruleOf(id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) throw new RangeError(`no rule ${id}`);
  return rule;
}

/** @param map that has the keys, by its path in the schema. */
export function misplacedKeys(given: readonly string[], map: string, keys: string): string {
  const list = given.map((key) => `"${key}"`).join(", ");
  return `unknown keys ${list}, which belong to ${map}. Check the indentation. Allowed keys: ${keys}`;
}
