import { pathText } from "../../../config/problem";
import { counted } from "../../../report/words";
import { escapeControlChars, listed } from "../../output";
import type { Change } from "./changes";

export interface ResolveReport {
  /** The access file, as the user gave it. */
  readonly path: string;
  readonly host: string;
  readonly isCheck: boolean;
  readonly changes: readonly Change[];
  readonly lines: readonly ChangedLine[];
  /** What only the user can fix, with places. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** Of `--import`. */
  readonly warnings: readonly string[];
  readonly requests: number;
}

/** For people: the lines that change, the changed values, and notes. */
export function reportText(found: ResolveReport): string {
  const { lines, notes, warnings, problems } = found;
  const width = String(Math.max(0, ...lines.map(({ number }) => number))).length;
  const blocks = [
    [headline(found)],
    problems,
    lines.map(({ sign, number, text }) =>
      `${sign} ${String(number).padStart(width)}  ${escapeControlChars(text)}`.trimEnd(),
    ),
    changeLines(found),
    notes.map((note) => `note: ${escapeControlChars(note)}`),
    warnings.map((warning) => `warning: ${escapeControlChars(warning)}`),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** For machines. Every list is complete. */
export function reportJson({ changes, problems, notes, warnings, requests }: ResolveReport): string {
  const json = {
    changes: changes.map(({ path, from, to }) => ({ path: pathText(path), from: from ?? null, to })),
    problems,
    notes,
    ...(warnings.length > 0 && { warnings }),
    requests,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function headline({ path, host, isCheck, changes, problems }: ResolveReport): string {
  const count = changes.length + problems.length;
  if (count === 0) return `${path} agrees with ${host}. Nothing to change`;
  if (isCheck) return `${path} differs from ${host}: ${counted(count, "difference")}`;
  return `Wrote ${counted(count, "change")} from ${host} to ${path}`;
}

/** Formats one by one, because they change which tokens are allowed. Ids only by their number. */
function changeLines({ changes }: ResolveReport): readonly string[] {
  const ids = changes.filter(({ from, to }) => typeof to === "number" && from === undefined).length;
  const formats = changes.filter(({ to }) => typeof to !== "number");
  return [
    ...(ids === 0 ? [] : [counted(ids, "new id")]),
    ...listed(
      formats,
      ({ path, from, to }) => `${pathText(path)}: ${from === undefined ? "" : `${from} -> `}${to}`,
    ),
  ];
}

/** A line that is only in one of two texts, with its number there. */
interface ChangedLine {
  readonly sign: "-" | "+";
  readonly number: number;
  readonly text: string;
}

/** A line diff for texts with few changes: it continues at the nearest line that both texts have. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const old = before.split(/\r?\n/);
  const own = after.split(/\r?\n/);
  const changed: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < own.length) {
    const [removed, added] = nearest(old, i, own, j);
    for (const text of old.slice(i, i + removed)) changed.push({ sign: "-", number: ++i, text });
    for (const text of own.slice(j, j + added)) changed.push({ sign: "+", number: ++j, text });
    i++;
    j++;
  }
  return changed;
}

/** How many lines of each text come before the next common line, or before the ends. */
function nearest(
  old: readonly string[],
  i: number,
  own: readonly string[],
  j: number,
): readonly [number, number] {
  const most = old.length - i + own.length - j;
  for (let distance = 0; distance < most; distance++) {
    for (let gone = 0; gone <= distance; gone++) {
      const line = old[i + gone];
      if (line !== undefined && line === own[j + distance - gone]) return [gone, distance - gone];
    }
  }
  return [old.length - i, own.length - j];
}
