import { type CST, isCollection, isMap, isNode, isScalar, type Node, type YAMLMap, type YAMLSeq } from "yaml";

export type Collection = YAMLMap | YAMLSeq;

/** A key with its value, or an element of a list, as it stands in a text. */
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

/** Whether anything stands where the value would be, and be it a word for nothing. */
export function isWritten(node: Node | undefined): node is Node {
  const [start, end] = node?.range ?? [];
  return start !== end;
}

/** Whether a value is nothing, written or not. */
export function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

export function startOf({ key, value }: Item): number {
  return (key ?? value)?.range?.[0] ?? 0;
}

/** Where an item ends, without a comment behind it. */
export function endOf(item: Item): number {
  const { value } = item;
  if (isCollection(value) && value.flow !== true) {
    const last = itemsOf(value as Collection).at(-1);
    if (last !== undefined) return endOf(last);
  }
  return isWritten(value) ? (value.range?.[1] ?? 0) : markEnd(item);
}

/** Where the mark ends that a value stands behind: the colon or the dash, and an anchor or tag after it. */
export function markEnd({ key, source }: Item): number {
  const marks = (source?.sep ?? source?.start ?? []).filter(({ type }) => MARKS.includes(type));
  const last = marks.at(-1);
  return last === undefined ? (key?.range?.[1] ?? 0) : last.offset + last.source.length;
}

/** Whether a colon or dash is there at all: in `{ web }` none is. */
export function hasMark({ source }: Item): boolean {
  return (source?.sep ?? source?.start ?? []).some(({ type }) => MARKS.includes(type));
}

const MARKS: readonly string[] = ["map-value-ind", "seq-item-ind", "anchor", "tag"];
