import type { Paint, Style } from "../../output";

/** Each line is wrapped by itself. */
export type Cell = readonly CellLine[];

export interface CellLine {
  readonly text: string;
  readonly style?: Style;
}

type TableRow = readonly Cell[];

const GAP = "  ";
/** A column is not made narrower, even if names have to be broken. */
const MIN_WIDTH = 5;

/**
 * The lines of a table, for a caller that puts titles between the groups. All groups share the widths of the columns. The table is wider
 * than `columns` only if it has too many columns.
 */
export function tableLines(
  heads: readonly string[],
  groups: readonly (readonly TableRow[])[],
  columns: number,
  paint: Paint,
): { readonly head: readonly string[]; readonly groups: readonly (readonly string[])[] } {
  const head = heads.map((text): Cell => [{ text, style: "strong" }]);
  const rows = [head, ...groups.flat()];
  const texts = heads.map((_, index) => rows.flatMap((row) => row[index] ?? []).map(({ text }) => text));
  const widths = fittingWidths(
    texts.map((own) => ({ natural: widest(own), word: widest(own.flatMap((text) => text.split(" "))) })),
    columns - GAP.length * (heads.length - 1),
  );
  return {
    head: rowLines(head, widths, paint),
    groups: groups.map((group) => groupLines(group.map((row) => rowLines(row, widths, paint)))),
  };
}

/** Rows of several lines are separated by an empty line. */
function groupLines(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.every(({ length }) => length === 1)
    ? rows.flat()
    : rows.flatMap((row) => [...row, ""]).slice(0, -1);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0);
}

/** Makes the widest column narrower until all fit: first as far as its words stay whole, then further. */
function fittingWidths(
  wanted: readonly { readonly natural: number; readonly word: number }[],
  columns: number,
): readonly number[] {
  const widths = wanted.map(({ natural }) => natural);
  let over = widths.reduce((sum, width) => sum + width, 0) - columns;
  for (const least of [wanted.map(({ word }) => word), wanted.map(() => MIN_WIDTH)]) {
    while (over > 0) {
      const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
      const most = Math.max(...spare);
      if (most === 0) break;
      widths[spare.lastIndexOf(most)] = most - 1;
      over--;
    }
  }
  return widths;
}

function rowLines(row: TableRow, widths: readonly number[], paint: Paint): readonly string[] {
  const cells = row.map((cell, index) => cellLines(cell, widths[index] ?? 0));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, index) => {
        const { text = "", style } = cell[line] ?? {};
        const room = " ".repeat(index === cells.length - 1 ? 0 : (widths[index] ?? 0) - displayWidth(text));
        return `${style === undefined || text === "" ? text : paint(style, text)}${room}`;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function cellLines(cell: Cell, width: number): Cell {
  return cell.flatMap(({ text, ...style }) => wrapped(text, width).map((line) => ({ text: line, ...style })));
}

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
