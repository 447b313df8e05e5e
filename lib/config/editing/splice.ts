import type { Document } from "yaml";
import type { Collection } from "./item";

/** A replacement of characters. */
export interface Splice {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/** Facts about a whole text. */
export interface Layout {
  readonly document: Document;
  readonly text: string;
  readonly newline: string;
  /** Spaces by which a map is indented more than the map around it. */
  readonly step: number;
}

/** The indentation of a block, in spaces. */
export function indentOf({ srcToken }: Collection): number {
  return srcToken !== undefined && "indent" in srcToken ? srcToken.indent : 0;
}

/** The end of the line at an offset, before the line break. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" ? at - 1 : at;
}
