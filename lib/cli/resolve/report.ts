import { pathText } from "../../config/problem";
import { counted } from "../../report/words";
import { listed } from "../output/listed";
import { shownText } from "../output/shown-text";
import type { ChangedLine } from "./changed-lines";
import type { Change } from "./changes";

/** What a run found. */
export interface Found {
  /** The file, as the user gave it, and the GitHub that was asked. */
  readonly path: string;
  readonly host: string;
  readonly isCheck: boolean;
  readonly changes: readonly Change[];
  readonly lines: readonly ChangedLine[];
  /** Lines with their places: what only the user can mend. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly requests: number;
}

/** For people: the lines that change, what they say, and what cannot be written. */
export function reportText(found: Found): string {
  const { lines, notes, problems } = found;
  const width = String(Math.max(0, ...lines.map(({ number }) => number))).length;
  const blocks = [
    [headline(found)],
    problems,
    lines.map(({ sign, number, text }) =>
      `${sign} ${String(number).padStart(width)}  ${shownText(text)}`.trimEnd(),
    ),
    changeLines(found),
    notes.map((note) => `note: ${shownText(note)}`),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** For machines: the same, every list in full. */
export function reportJson({ changes, problems, notes, requests }: Found): string {
  const json = {
    changes: changes.map(({ path, from, to }) => ({ path: pathText(path), from: from ?? null, to })),
    problems,
    notes,
    requests,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function headline({ path, host, isCheck, changes, problems }: Found): string {
  const count = changes.length + problems.length;
  if (count === 0) return `${path} says what ${host} says; nothing to change`;
  if (isCheck) return `${path} is behind ${host}: ${counted(count, "difference")}`;
  return `${path} says what ${host} says from now on: ${counted(count, "change")}`;
}

/** Formats one by one, since they change who is let in; ids by their number. */
function changeLines({ changes }: Found): readonly string[] {
  const ids = changes.filter(({ from, to }) => typeof to === "number" && from === undefined).length;
  const formats = changes.filter(({ to }) => typeof to === "string");
  return [
    ...(ids === 0 ? [] : [counted(ids, "new id")]),
    ...listed(
      formats,
      ({ path, from, to }) => `${pathText(path)}: ${from === undefined ? "" : `${from} -> `}${to}`,
    ),
  ];
}
