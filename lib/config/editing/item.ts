import {
  type CST,
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

export type Collection = YAMLMap | YAMLSeq;

/** A key with its value, or an element of a list, with its place in the text. */
export interface Item {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  readonly source: CST.CollectionItem | undefined;
}

export function itemsOf(collection: Collection): readonly Item[] {
  if (isMap(collection)) {
    return collection.items.map(({ key, value, srcToken }) => ({
      key: isNode(key) ? key : undefined,
      value: isNode(value) ? value : undefined,
      source: srcToken,
    }));
  }
  const { srcToken } = collection;
  const sources = srcToken !== undefined && "items" in srcToken ? srcToken.items : [];
  return collection.items.map((value, index) => ({
    key: undefined,
    value: isNode(value) ? value : undefined,
    source: sources[index],
  }));
}

/** The items by their keys or positions. */
export function itemsByPart(collection: Collection): ReadonlyMap<string | number, Item> {
  return new Map(
    itemsOf(collection).map((item, index) => [isMap(collection) ? keyOf(item) : index, item] as const),
  );
}

function keyOf({ key }: Item): string {
  return isScalar(key) ? String(key.value) : "";
}

/** Whether a value is written at all; null counts. */
export function isWritten(node: Node | undefined): node is Node {
  const [start, end] = node?.range ?? [];
  return start !== end;
}

/** Whether a value is null or missing. */
export function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

export function startOf({ key, value }: Item): number {
  return (key ?? value)?.range?.[0] ?? 0;
}

/** The end of an item, before a comment. */
export function endOf(item: Item): number {
  const { value } = item;
  if (isCollection(value) && value.flow !== true) {
    const last = itemsOf(value as Collection).at(-1);
    if (last !== undefined) return endOf(last);
  }
  return isWritten(value) ? (value.range?.[1] ?? 0) : markEnd(item);
}

/** The end of the colon or dash before a value, and of an anchor or tag after it. */
export function markEnd({ key, source }: Item): number {
  const marks = (source?.sep ?? source?.start ?? []).filter(({ type }) => MARKS.includes(type));
  const last = marks.at(-1);
  return last === undefined ? (key?.range?.[1] ?? 0) : last.offset + last.source.length;
}

/** Whether there is a colon or dash: `{ web }` has none. */
export function hasMark({ source }: Item): boolean {
  return (source?.sep ?? source?.start ?? []).some(({ type }) => MARKS.includes(type));
}

const MARKS: readonly string[] = ["map-value-ind", "seq-item-ind", "anchor", "tag"];

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
