/** The format of a string, for the check, the message and the editor. */
export interface TextRule {
  /** The name of the value, with its article: `the name of a role`. Messages read `expected NOUN (ALLOWED), got VALUE`. */
  readonly noun: string;
  /** The allowed form, in words, without parentheses and semicolons. */
  readonly allowed: string;
  readonly pattern: RegExp;
}

const SHOWN_CHARACTERS = 60;

/** A value for a message, on one line. A long one is cut, and a long string has its length. */
export function givenText(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  if (text.length <= SHOWN_CHARACTERS) return text;
  const length = typeof value === "string" ? ` (${value.length} characters)` : "";
  return `${text.slice(0, SHOWN_CHARACTERS)}…${length}`;
}
