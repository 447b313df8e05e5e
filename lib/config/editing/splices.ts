import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import {
  blockLines,
  type EditBranch,
  type EditNode,
  type EditValue,
  flowText,
  scalarText,
  wholeValue,
} from "./edit";
import {
  type Collection,
  endOf,
  hasMark,
  type Item,
  indentOf,
  isNothing,
  isWritten,
  itemsByPart,
  itemsOf,
  type Layout,
  lineEnd,
  markEnd,
  type Splice,
  startOf,
} from "./item";

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
