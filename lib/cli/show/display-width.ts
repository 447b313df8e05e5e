const NONE = /^[\p{Mn}\p{Me}]$/u;

/** Characters two columns wide: emoji, and wide and full-width characters. @see https://www.unicode.org/reports/tr11/ */
const TWO =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{17000}-\u{18CFF}]|[\u{1B000}-\u{1B2FF}]|[\u{1F200}-\u{1F2FF}]|[\u{20000}-\u{3FFFD}])$/u;

/** In columns of a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (character <= "~") return 1;
  if (NONE.test(character)) return 0;
  return TWO.test(character) ? 2 : 1;
}

/** Where a name may be broken: after these characters, and before a capital. */
const BREAKS = /(?<=[/:,@_-])|(?<=[a-z])(?=[A-Z])/;

/** Breaks a text into lines: between words, else within names at `BREAKS`, else anywhere. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const add = (piece: string, between: string): void => {
    if (line === "") line = piece;
    else if (displayWidth(line + between + piece) <= columns) line += between + piece;
    else {
      lines.push(line);
      line = piece;
    }
  };
  for (const word of text.split(" ")) {
    const [first = "", ...others] = piecesOf(word, columns);
    add(first, " ");
    for (const piece of others) add(piece, "");
  }
  return [...lines, line];
}

function piecesOf(word: string, columns: number): readonly string[] {
  if (displayWidth(word) <= columns) return [word];
  return word.split(BREAKS).flatMap((piece) => (displayWidth(piece) <= columns ? [piece] : [...piece]));
}
