const SHOWN_CHARACTERS = 60;

/** A value for a message, on one line. A long one is cut, and a long string has its length. */
export function givenText(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  if (text.length <= SHOWN_CHARACTERS) return text;
  const length = typeof value === "string" ? ` (${value.length} characters)` : "";
  return `${text.slice(0, SHOWN_CHARACTERS)}…${length}`;
}
