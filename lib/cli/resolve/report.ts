import { pathText } from "../../config/problem";
import { counted } from "../../report/words";
import { escapeControlChars, listed } from "../output";
import type { ChangedLine } from "./changed-lines";
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
  readonly requests: number;
}

/** For people: the lines that change, the changed values, and notes. */
export function reportText(found: ResolveReport): string {
  const { lines, notes, problems } = found;
  const width = String(Math.max(0, ...lines.map(({ number }) => number))).length;
  const blocks = [
    [headline(found)],
    problems,
    lines.map(({ sign, number, text }) =>
      `${sign} ${String(number).padStart(width)}  ${escapeControlChars(text)}`.trimEnd(),
    ),
    changeLines(found),
    notes.map((note) => `note: ${escapeControlChars(note)}`),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** For machines. Every list is complete. */
export function reportJson({ changes, problems, notes, requests }: ResolveReport): string {
  const json = {
    changes: changes.map(({ path, from, to }) => ({ path: pathText(path), from: from ?? null, to })),
    problems,
    notes,
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
  const formats = changes.filter(({ to }) => typeof to === "string");
  return [
    ...(ids === 0 ? [] : [counted(ids, "new id")]),
    ...listed(
      formats,
      ({ path, from, to }) => `${pathText(path)}: ${from === undefined ? "" : `${from} -> `}${to}`,
    ),
  ];
}
