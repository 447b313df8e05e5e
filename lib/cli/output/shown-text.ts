/** What moves the cursor, turns the direction of writing, cannot be seen, or looks like a space and is none. */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu;

/** A text of the user's as it can be shown to others: on one line, and with what would be unseen by its number. */
export function shownText(text: string): string {
  return text
    .trim()
    .replace(/[\t\r\n]+/g, " ")
    .replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
}
