import type { Document } from "yaml";
import type { Collection } from "./item";

/** Characters that give way to others. */
export interface Splice {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/** What is the same everywhere in a text. */
export interface Layout {
  readonly document: Document;
  readonly text: string;
  readonly newline: string;
  /** How far a map stands in from the one around it, in spaces. */
  readonly step: number;
}

/** How far a block stands in, in spaces. */
export function indentOf({ srcToken }: Collection): number {
  return srcToken !== undefined && "indent" in srcToken ? srcToken.indent : 0;
}

/** Where the line of a character ends, before its line break. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" ? at - 1 : at;
}
