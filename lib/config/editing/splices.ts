import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import {
  blockLines,
  type EditBranch,
  type EditNode,
  type EditValue,
  flowText,
  scalarText,
  wholeValue,
} from "./edit";

/** The replacements for edits, in the order of the text. An edit that cannot be written gives none. */
export function splices(document: Document, text: string, edit: EditBranch): readonly Splice[] {
  const { contents } = document;
  if (!isMap(contents) && !isSeq(contents)) return [];
  const layout = { document, text, newline: text.includes("\r\n") ? "\r\n" : "\n", step: stepOf(contents) };
  return once(inCollection(contents, edit, layout)).sort((a, b) => a.at - b.at);
}

/** Two paths can lead to a value with an anchor. */
function once(list: readonly Splice[]): Splice[] {
  return [...new Map(list.map((splice) => [JSON.stringify(splice), splice])).values()];
}

function inCollection(collection: Collection, { children }: EditBranch, layout: Layout): readonly Splice[] {
  const items = itemsByPart(collection);
  const found = [...children].map(([part, edit]) => ({ part, edit, item: items.get(part) }));
  const added = found.flatMap(({ part, edit, item }) =>
    item === undefined ? [{ part, value: wholeValue(edit) }] : [],
  );
  // If two end at the same offset, the deeper one comes first.
  return [
    ...found.flatMap(({ edit, item }) => (item === undefined ? [] : inItem(item, edit, collection, layout))),
    ...(added.length === 0 ? [] : additions(collection, added, layout)),
  ];
}

function inItem(item: Item, edit: EditNode, parent: Collection, layout: Layout): readonly Splice[] {
  const { value } = item;
  if (edit.kind === "value") return written(item, edit.value, layout);
  if (edit.key !== undefined) {
    const { key, ...within } = edit;
    return [
      ...keyWritten(item, key),
      ...(edit.children.size === 0 ? [] : inItem(item, within, parent, layout)),
    ];
  }
  if ((isNothing(value) || isEmptyFlow(value, layout)) && isMap(parent) && parent.flow !== true) {
    return below(item, edit, parent, layout);
  }
  if (isNothing(value)) return written(item, wholeValue(edit), layout);
  const target = isAlias(value) ? value.resolve(layout.document) : value;
  return isMap(target) || isSeq(target) ? inCollection(target, edit, layout) : [];
}

/** Writes a value on the line of its key. */
function written(item: Item, value: EditValue, layout: Layout): readonly Splice[] {
  if (isWritten(item.value)) return replaced(item.value, value, layout);
  return [{ at: markEnd(item), removed: 0, inserted: `${hasMark(item) ? "" : ":"} ${flowText(value)}` }];
}

function keyWritten({ key: node }: Item, key: string): readonly Splice[] {
  const [at, end] = node?.range ?? [];
  if (at === undefined || end === undefined || !isScalar(node)) return [];
  const quotes = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? node.type : undefined;
  return [{ at, removed: end - at, inserted: scalarText(key, quotes) }];
}

function replaced(node: Node, value: EditValue, { text, newline }: Layout): readonly Splice[] {
  const [at, end] = node.range ?? [];
  if (at === undefined || end === undefined || isMap(node) || isSeq(node)) return [];
  const type = isScalar(node) ? node.type : undefined;
  const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
  const isQuoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
  const inserted =
    typeof value === "object" ? flowText(value) : scalarText(value, isQuoted ? type : undefined);
  const rest = isBlock && text[end - 1] === "\n" ? newline : "";
  return [{ at, removed: end - at, inserted: `${inserted}${rest}` }];
}

/** Writes a map on the lines below a key without a value. */
function below(item: Item, edit: EditBranch, parent: Collection, layout: Layout): readonly Splice[] {
  const at = markEnd(item);
  const end = isWritten(item.value) ? endOf(item) : at;
  const indent = " ".repeat(indentOf(parent) + layout.step);
  const lines = [...edit.children].flatMap(([part, child]) =>
    blockLines(part, wholeValue(child), layout.step),
  );
  return [
    { at, removed: end - at, inserted: "" },
    {
      at: lineEnd(layout.text, end),
      removed: 0,
      inserted: lines.map((line) => `${layout.newline}${indent}${line}`).join(""),
    },
  ];
}

function isEmptyFlow(node: Node | undefined, { text }: Layout): boolean {
  const [start, end] = node?.range ?? [];
  return (
    (isMap(node) || isSeq(node)) && node.flow === true && /^(?:\{ *\}|\[ *\])$/.test(text.slice(start, end))
  );
}

/** The indentation of the first map inside the outermost one. */
function stepOf(root: Collection): number {
  for (const { value } of itemsOf(root)) {
    if (isMap(value) && value.flow !== true && indentOf(value) > indentOf(root))
      return indentOf(value) - indentOf(root);
  }
  return 2;
}

/** A new key or element. */
interface Addition {
  readonly part: string | number;
  readonly value: EditValue;
}

/** The replacements that add items at the end of a collection. */
function additions(collection: Collection, added: readonly Addition[], layout: Layout): readonly Splice[] {
  return collection.flow === true ? inFlow(collection, added, layout) : inBlock(collection, added, layout);
}

function inBlock(collection: Collection, added: readonly Addition[], layout: Layout): readonly Splice[] {
  const { text, newline, step } = layout;
  const last = itemsOf(collection).at(-1);
  if (last === undefined) return [];
  const indent = " ".repeat(indentOf(collection));
  const lines = added
    .flatMap(({ part, value }) => blockLines(part, value, step))
    .map((line) => `${indent}${line}`);
  const end = endOf(last);
  // A block scalar ends with the line break of its last line.
  if (text[end - 1] === "\n")
    return [{ at: end, removed: 0, inserted: lines.map((line) => `${line}${newline}`).join("") }];
  return [
    { at: lineEnd(text, end), removed: 0, inserted: lines.map((line) => `${newline}${line}`).join("") },
  ];
}

function inFlow(
  collection: Collection,
  added: readonly Addition[],
  { text, newline }: Layout,
): readonly Splice[] {
  const entries = added.map(({ part, value }) =>
    typeof part === "number" ? flowText(value) : `${scalarText(part)}: ${flowText(value)}`,
  );
  const last = itemsOf(collection).at(-1);
  if (last === undefined) {
    const at = (collection.range?.[0] ?? 0) + 1;
    const space = isMap(collection) ? " " : "";
    return [
      {
        at,
        removed: 0,
        inserted: `${space}${entries.join(", ")}${/[\]}]/.test(text[at] ?? "") ? space : ""}`,
      },
    ];
  }
  const end = endOf(last);
  const start = startOf(last);
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const [isOwnLine, comma] = /^([ \t]*,)?[ \t]*(?:#.*)?$/.exec(text.slice(end, lineEnd(text, end))) ?? [];
  if (isOwnLine === undefined || before.trim() !== "") {
    return [{ at: end, removed: 0, inserted: entries.map((entry) => `, ${entry}`).join("") }];
  }
  const lines = entries.map((entry) => `${newline}${before}${entry}`).join(",");
  return [
    ...(comma === undefined ? [{ at: end, removed: 0, inserted: "," }] : []),
    { at: lineEnd(text, end), removed: 0, inserted: `${lines}${comma === undefined ? "" : ","}` },
  ];
}

type Collection = YAMLMap | YAMLSeq;

/** A key with its value, or an element of a list, with its place in the text. */
interface Item {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  readonly source: CST.CollectionItem | undefined;
}

function itemsOf(collection: Collection): readonly Item[] {
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
function itemsByPart(collection: Collection): ReadonlyMap<string | number, Item> {
  return new Map(
    itemsOf(collection).map((item, index) => [isMap(collection) ? keyOf(item) : index, item] as const),
  );
}

function keyOf({ key }: Item): string {
  return isScalar(key) ? String(key.value) : "";
}

/** Whether a value is written at all; null counts. */
function isWritten(node: Node | undefined): node is Node {
  const [start, end] = node?.range ?? [];
  return start !== end;
}

/** Whether a value is null or missing. */
function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

function startOf({ key, value }: Item): number {
  return (key ?? value)?.range?.[0] ?? 0;
}

/** The end of an item, before a comment. */
function endOf(item: Item): number {
  const { value } = item;
  if (isCollection(value) && value.flow !== true) {
    const last = itemsOf(value as Collection).at(-1);
    if (last !== undefined) return endOf(last);
  }
  return isWritten(value) ? (value.range?.[1] ?? 0) : markEnd(item);
}

/** The end of the colon or dash before a value, and of an anchor or tag after it. */
function markEnd({ key, source }: Item): number {
  const marks = (source?.sep ?? source?.start ?? []).filter(({ type }) => MARKS.includes(type));
  const last = marks.at(-1);
  return last === undefined ? (key?.range?.[1] ?? 0) : last.offset + last.source.length;
}

/** Whether there is a colon or dash: `{ web }` has none. */
function hasMark({ source }: Item): boolean {
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
interface Layout {
  readonly document: Document;
  readonly text: string;
  readonly newline: string;
  /** Spaces by which a map is indented more than the map around it. */
  readonly step: number;
}

/** The indentation of a block, in spaces. */
function indentOf({ srcToken }: Collection): number {
  return srcToken !== undefined && "indent" in srcToken ? srcToken.indent : 0;
}

/** The end of the line at an offset, before the line break. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" ? at - 1 : at;
}
