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
