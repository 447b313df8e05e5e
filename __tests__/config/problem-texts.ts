import { fixInFile } from "../../lib/config/fix-in-file";
import type { Rule } from "../../lib/policy/rules/rule";
import { RULES } from "../../lib/policy/rules/rules";

/** What a value is and what is allowed for it, as messages say it. */
export type Wording = readonly [noun: string, allowed?: string];

/** @param given as it is printed: text in quotes. */
export function isNot(wording: Wording, given: string): string {
  return `expected ${expectation(wording)}, got ${given}`;
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

/** What a rule says of a role that breaks it and may not. */
export function broken(id: string, given: string, more = ""): string {
  const rule = ruleOf(id);
  const { severity, impact, requirement } = rule;
  const accept =
    severity === "critical" ? "" : `, or accept it with a reason: acceptRisks: [{ rule: ${id}, reason: … }]`;
  return `breaks ${id} (${severity}): ${impact}; allowed: ${requirement}; ${fixInFile(rule)}${accept}; given: ${given}${more}`;
}

/** What a rule says of roles that break it and may. */
export function warned(id: string, roles: string, given: string): string {
  const rule = ruleOf(id);
  const { severity, impact } = rule;
  return `${id} (${severity}), ${roles}: ${impact}; ${fixInFile(rule)}; given: ${given}`;
}

export function ruleOf(id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) throw new RangeError(`no rule ${id}`);
  return rule;
}
