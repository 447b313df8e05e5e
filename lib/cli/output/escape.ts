/** Characters that move the cursor, change the direction of text, are invisible, or look like a space. */
const UNSAFE = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu;

/** Longer than any subject that GitHub sends. */
const MAX_SHORT_CHARACTERS = 300;

/** Makes untrusted text safe to print: unsafe characters become `\u{NUMBER}`. */
export function escapeControlChars(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
}

/** The same for sentences and names: line breaks become spaces, and space around the text is removed. */
export function lineText(text: string): string {
  return escapeControlChars(text.trim().replace(/ *[\t\r\n][ \t\r\n]*/g, " "));
}

/** The same, cut to a length that fits a message. */
export function shortText(text: string): string {
  const rest = text.length - MAX_SHORT_CHARACTERS;
  return escapeControlChars(
    rest > 0 ? `${text.slice(0, MAX_SHORT_CHARACTERS)}… (${rest} more characters)` : text,
  );
}

/** The same in quotation marks. */
export function quote(text: string): string {
  return shortText(JSON.stringify(text));
}
