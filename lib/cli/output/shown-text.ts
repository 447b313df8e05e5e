/** What moves the cursor, turns the direction of writing, cannot be seen, or looks like a space and is none. */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu;

/** Longer than any subject that GitHub sends. */
const MAX_SHORT_CHARACTERS = 300;

/** A text of somebody else's as it can be shown: what would be unseen by its number. */
export function shownText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
}

/** The same of sentences and names, where the space around and between words says nothing. */
export function lineText(text: string): string {
  return shownText(text.trim().replace(/ *[\t\r\n][ \t\r\n]*/g, " "));
}

/** The same of a text that may be of any length. */
export function shortText(text: string): string {
  const rest = text.length - MAX_SHORT_CHARACTERS;
  return shownText(rest > 0 ? `${text.slice(0, MAX_SHORT_CHARACTERS)}… (${rest} more characters)` : text);
}

/** A short text in quotation marks. */
export function quotedText(text: string): string {
  return shortText(JSON.stringify(text));
}
