import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { isMap } from "../draft";
import type { Path } from "../problem";
import { yamlFile } from "../source/yaml-file";
import { type Edit, type EditBranch, type EditNode, editTree, wholeValue } from "./edit";
import { splices } from "./splices";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Changes values and keys of a YAML text and leaves every other byte unchanged. An element after the last one of a list is added. A scalar is
 * replaced, a map or list is not.
 * @returns the path of an edit that would change other values too, because an alias shares them.
 * @throws TypeError for a text that is not valid YAML.
 */
export function editedText(
  text: string,
  edits: readonly Edit[],
): { readonly text: string } | { readonly refused: Path } {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const edited = editedText(text.slice(1), edits);
    return "text" in edited ? { text: `${BYTE_ORDER_MARK}${edited.text}` } : edited;
  }
  const tree = editTree(edits);
  const expected = withValues(textValue(text), tree);
  const edited = spliced(text, tree);
  if (isValue(edited, expected)) return { text: edited };
  const [first, ...others] = edits;
  if (first === undefined || others.length === 0) return { refused: first?.path ?? [] };
  for (const edit of edits) {
    const alone = editedText(text, [edit]);
    if ("refused" in alone) return alone;
  }
  return { refused: edits.at(-1)?.path ?? [] };
}

function spliced(text: string, edit: EditBranch): string {
  // The text was read before, which reports duplicate keys.
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: "error" });
  let end = 0;
  const parts = splices(document, text, edit).flatMap(({ at, removed, inserted }) => {
    const kept = text.slice(end, at);
    end = at + removed;
    return [kept, inserted];
  });
  return [...parts, text.slice(end)].join("");
}

function textValue(text: string): unknown {
  const file = yamlFile(text);
  if ("errors" in file) throw new TypeError(file.errors[0]?.message);
  return file.value;
}

function isValue(text: string, value: unknown): boolean {
  const file = yamlFile(text);
  return !("errors" in file) && isDeepStrictEqual(file.value, value);
}

function newKey(key: string, { children }: EditBranch): string {
  const child = children.get(key);
  return child?.kind === "within" ? (child.key ?? key) : key;
}

/** The value after the edits. */
function withValues(value: unknown, edit: EditNode): unknown {
  if (edit.kind === "value") return edit.value;
  // Only its key changes.
  if (edit.children.size === 0) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [...value];
    for (const [part, child] of edit.children) list[Number(part)] = withValues(value[Number(part)], child);
    return list;
  }
  if (!isMap(value)) return wholeValue(edit);
  const children = [...edit.children].map(([part, child]) => {
    const own = Object.hasOwn(value, part) ? value[part] : undefined;
    return [part, withValues(own, child)] as const;
  });
  const entries = Object.entries(Object.fromEntries([...Object.entries(value), ...children]));
  return Object.fromEntries(entries.map(([key, own]) => [newKey(key, edit), own]));
}
