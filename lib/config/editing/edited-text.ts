import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { yamlFile } from "../file/yaml-file";
import { isMap } from "../place";
import type { Path } from "../problem";
import { splices } from "./splices";
import { type Wanted, type Within, wantedValues, wholeValue } from "./wanted";
import type { EditValue } from "./written-value";

/** A value that the file is to have at a path. What lacks on the way there is made. */
export interface Edit {
  readonly path: Path;
  readonly value: EditValue;
}

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * A YAML text with other values, and every byte as it was that does not belong to them. An element behind the last of a list is added to
 * it. A scalar is replaced; a map or list is not.
 * @returns the path of an edit that cannot be made without changing more than what it says: where an alias shares the place.
 * @throws TypeError for a text that is no YAML.
 */
export function editedText(
  text: string,
  edits: readonly Edit[],
): { readonly text: string } | { readonly refused: Path } {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const edited = editedText(text.slice(1), edits);
    return "text" in edited ? { text: `${BYTE_ORDER_MARK}${edited.text}` } : edited;
  }
  const wanted = wantedValues(edits);
  const expected = withValues(textValue(text), wanted);
  const edited = spliced(text, wanted);
  if (isValue(edited, expected)) return { text: edited };
  const [first, ...others] = edits;
  if (first === undefined || others.length === 0) return { refused: first?.path ?? [] };
  for (const edit of edits) {
    const alone = editedText(text, [edit]);
    if ("refused" in alone) return alone;
  }
  return { refused: edits.at(-1)?.path ?? [] };
}

function spliced(text: string, wanted: Within): string {
  // That no key stands twice, the reading of its value has made sure of.
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: "error" });
  let end = 0;
  const parts = splices(document, text, wanted).flatMap(({ at, removed, inserted }) => {
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

/** What a value is to be. */
function withValues(value: unknown, wanted: Wanted): unknown {
  if (wanted.kind === "value") return wanted.value;
  if (Array.isArray(value)) {
    const list: unknown[] = [...value];
    for (const [part, child] of wanted.children) list[Number(part)] = withValues(value[Number(part)], child);
    return list;
  }
  if (!isMap(value)) return wholeValue(wanted);
  const children = [...wanted.children].map(([part, child]) => {
    const own = Object.hasOwn(value, part) ? value[part] : undefined;
    return [part, withValues(own, child)] as const;
  });
  return Object.fromEntries([...Object.entries(value), ...children]);
}
