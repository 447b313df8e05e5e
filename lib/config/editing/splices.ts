import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { additions } from "./additions";
import {
  type Collection,
  endOf,
  hasMark,
  type Item,
  isNothing,
  isWritten,
  itemsByPart,
  itemsOf,
  markEnd,
} from "./item";
import { indentOf, type Layout, lineEnd, type Splice } from "./splice";
import { type Wanted, type Within, wholeValue } from "./wanted";
import { blockLines, type EditValue, flowText, scalarText } from "./written-value";

/** In the order of the text. Where something cannot be written, nothing is. */
export function splices(document: Document, text: string, wanted: Within): readonly Splice[] {
  const { contents } = document;
  if (!isMap(contents) && !isSeq(contents)) return [];
  const layout = { document, text, newline: text.includes("\r\n") ? "\r\n" : "\n", step: stepOf(contents) };
  return once(inCollection(contents, wanted, layout)).sort((a, b) => a.at - b.at);
}

/** Two ways may lead to a place with an anchor. */
function once(list: readonly Splice[]): Splice[] {
  return [...new Map(list.map((splice) => [JSON.stringify(splice), splice])).values()];
}

function inCollection(collection: Collection, { children }: Within, layout: Layout): readonly Splice[] {
  const items = itemsByPart(collection);
  const found = [...children].map(([part, wanted]) => ({ part, wanted, item: items.get(part) }));
  const added = found.flatMap(({ part, wanted, item }) =>
    item === undefined ? [{ part, value: wholeValue(wanted) }] : [],
  );
  // What is deeper comes first, where both end at the same place.
  return [
    ...found.flatMap(({ wanted, item }) =>
      item === undefined ? [] : inItem(item, wanted, collection, layout),
    ),
    ...(added.length === 0 ? [] : additions(collection, added, layout)),
  ];
}

function inItem(item: Item, wanted: Wanted, parent: Collection, layout: Layout): readonly Splice[] {
  const { value } = item;
  if (wanted.kind === "value") return written(item, wanted.value, layout);
  if ((isNothing(value) || isEmptyFlow(value, layout)) && isMap(parent) && parent.flow !== true) {
    return below(item, wanted, parent, layout);
  }
  if (isNothing(value)) return written(item, wholeValue(wanted), layout);
  const target = isAlias(value) ? value.resolve(layout.document) : value;
  return isMap(target) || isSeq(target) ? inCollection(target, wanted, layout) : [];
}

/** A value on the line of its key. */
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

/** A map in place of nothing, on the lines below. */
function below(item: Item, wanted: Within, parent: Collection, layout: Layout): readonly Splice[] {
  const at = markEnd(item);
  const end = isWritten(item.value) ? endOf(item) : at;
  const indent = " ".repeat(indentOf(parent) + layout.step);
  const lines = [...wanted.children].flatMap(([part, child]) =>
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

/** As far as the first map within the outermost stands in. */
function stepOf(root: Collection): number {
  for (const { value } of itemsOf(root)) {
    if (isMap(value) && value.flow !== true && indentOf(value) > indentOf(root))
      return indentOf(value) - indentOf(root);
  }
  return 2;
}
