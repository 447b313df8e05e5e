import { isMap } from "yaml";
import { type Collection, endOf, itemsOf, startOf } from "./item";
import { indentOf, type Layout, lineEnd, type Splice } from "./splice";
import { blockLines, type EditValue, flowText, scalarText } from "./written-value";

/** A new key or element. */
export interface Addition {
  readonly part: string | number;
  readonly value: EditValue;
}

/** The replacements that add items at the end of a collection. */
export function additions(
  collection: Collection,
  added: readonly Addition[],
  layout: Layout,
): readonly Splice[] {
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
