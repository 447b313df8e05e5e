/** The format of a string, for the check, the message and the editor. */
export interface TextRule {
  /** The name of the value, with its article: `the name of a role`. Messages read `expected NOUN (ALLOWED), got VALUE`. */
  readonly noun: string;
  /** The allowed form, in words, without parentheses and semicolons. */
  readonly allowed: string;
  readonly pattern: RegExp;
}

const SHOWN_CHARACTERS = 80;

/** Whole characters and escapes of JSON. */
const JSON_CHARACTERS = /^(?:\\u[0-9a-f]{4}|\\[^u]|[^\\])*/;

/** A value for a message, on one line. A long one is cut, and a long string has its length. */
export function givenText(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  if (text.length <= SHOWN_CHARACTERS) return text;
  const [shown] = JSON_CHARACTERS.exec(text.slice(0, SHOWN_CHARACTERS)) ?? [""];
  const isInQuotes = shown.replace(/\\./g, "").split('"').length % 2 === 0;
  const length = typeof value === "string" ? ` (${value.length} characters)` : "";
  return `${shown}…${isInQuotes ? '"' : ""}${length}`;
}
