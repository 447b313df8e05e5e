import { fixInFile } from "../../lib/config/fix-in-file";
import type { Rule } from "../../lib/policy/rules/rule";
import { RULES } from "../../lib/policy/rules/rules";

/** What a value is and what is allowed for it, as messages say it. */
export type Wording = readonly [noun: string, allowed: string];

/** @param given as it is printed: text in quotes. */
export function isNot([noun, allowed]: Wording, given: string): string {
  return `is not ${noun}; allowed: ${allowed}; given: ${given}`;
}

export function missing(wording: Wording): string {
  return `is missing; needed: ${needed(wording)}`;
}

export function empty(wording: Wording): string {
  return `is empty; needed: ${needed(wording)}`;
}

/** What a map or list is, its keys or elements say. */
function needed([noun, allowed]: Wording): string {
  return /^a (?:map|list) /.test(allowed) ? allowed : `${noun}: ${allowed}`;
}

export function unknownKey(given: string, nearest: string, keys: string): string {
  return `is not a key here; did you mean ${nearest}? allowed: ${keys}; given: "${given}"`;
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
