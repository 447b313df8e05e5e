/** Characters that steer a terminal, or turn the order of text around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Longer than any subject that GitHub sends. */
const MAX_SHOWN_CHARACTERS = 300;

/** Text of a stranger's on one line, short, and with nothing in it that a terminal would obey. */
export function shown(text: string): string {
  const rest = text.length - MAX_SHOWN_CHARACTERS;
  const start = rest > 0 ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}… (${rest} more characters)` : text;
  return start.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** The same in quotation marks. */
export function quoted(text: string): string {
  return shown(JSON.stringify(text));
}
