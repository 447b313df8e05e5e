import type { Paint, Style } from "../output";
import { displayWidth, wrapped } from "./display-width";

/** Each line is wrapped by itself. */
export type Cell = readonly CellLine[];

export interface CellLine {
  readonly text: string;
  readonly style?: Style;
}

export type TableRow = readonly Cell[];

/** The lines of a table, for a caller that puts titles between the groups. */
export interface TableLines {
  readonly head: readonly string[];
  readonly groups: readonly (readonly string[])[];
}

const GAP = "  ";
/** A column is not made narrower, even if names have to be broken. */
const MIN_WIDTH = 5;

/** All groups share the widths of the columns. The table is wider than `columns` only if it has too many columns. */
export function tableLines(
  heads: readonly string[],
  groups: readonly (readonly TableRow[])[],
  columns: number,
  paint: Paint,
): TableLines {
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
