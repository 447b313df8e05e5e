import type { DocumentPath } from "../policy/iam/document";
import { jsonScan, type Wanted } from "./json-scanner";

/** Line and column, both from 1. A column is a UTF-16 code unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From the first character of a value to the one after its last. */
export interface Region {
  readonly start: Position;
  readonly end: Position;
}

/**
 * The regions of values in a JSON text. For a path that is not in the text, the region of the nearest value above it.
 * @returns the regions in the order of the paths.
 */
export function jsonRegions(text: string, paths: readonly DocumentPath[]): readonly Region[] {
  const top = notFound();
  const ways = paths.map((path) => wantedAlong(top, path));
  jsonScan(text, top);
  const found = ways.map((way) => way.findLast(({ end }) => end !== undefined) ?? top);
  const position = linePositions(
    text,
    found.flatMap(({ start = 0, end = 0 }) => [start, end]),
  );
  return found.map(({ start = 0, end = 0 }) => ({ start: position(start), end: position(end) }));
}

function notFound(): Wanted {
  return { start: undefined, end: undefined, parts: new Map() };
}

function wantedAlong(top: Wanted, path: DocumentPath): readonly Wanted[] {
  const way = [top];
  let here = top;
  for (const part of path) {
    const next = here.parts.get(String(part)) ?? notFound();
    here.parts.set(String(part), next);
    way.push(next);
    here = next;
  }
  return way;
}

/** Lines and columns of offsets, in one pass over the text. */
export function linePositions(text: string, offsets: readonly number[]): (offset: number) => Position {
  const positions = new Map<number, Position>();
  let line = 1;
  let start = 0;
  let end = endOfLine(text, start);
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    for (; end < offset; end = endOfLine(text, start)) {
      line++;
      start = end + 1;
    }
    positions.set(offset, { line, column: offset - start + 1 });
  }
  return (offset) => positions.get(offset) ?? { line: 1, column: 1 };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
