import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import type { Path, Problem } from "../problem";
import { type OffsetError, syntaxErrors, withoutConsequences } from "./syntax-errors";

const YAML_VERSION = "1.2";

/** Line and column, both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The value of a YAML text, and the place of each part of it. */
export interface YamlFile {
  readonly value: unknown;
  readonly position: (problem: Pick<Problem, "path" | "atKey">) => Position;
  /** A scalar as it is written: YAML reads 012 and 12 as one number. */
  readonly source: (path: Path) => string | undefined;
}

interface YamlError extends Position {
  readonly message: string;
}

/** Reads YAML 1.2: one document, no tags but !!str. Returns every error of the text, or its value. */
export function yamlFile(text: string): YamlFile | { readonly errors: readonly YamlError[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: "error",
    // Checked with the structure: the library does not say which key it is.
    uniqueKeys: false,
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const errors: readonly (OffsetError & { readonly breaks?: boolean })[] = [
    ...syntaxErrors(document, text),
    ...versionErrors(document.directives?.yaml),
    ...structureErrors(document.contents),
  ].sort((a, b) => a.offset - b.offset);
  if (errors.length > 0) {
    return {
      // Further errors at one place follow from the first.
      errors: withoutConsequences(errors, text)
        .filter(({ offset }, index, all) => offset !== all[index - 1]?.offset)
        .map(({ offset, message, first }) => ({
          ...positionOf(offset),
          message: `not valid YAML: ${message}${first === undefined ? "" : placeText(positionOf(first))}`,
        })),
    };
  }
  const nodeAt = (path: Path, atKey: boolean) => nearestNode(document, document.contents, path, atKey);
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    position: ({ path, atKey }) => positionOf(nodeAt(path, atKey === true)?.range?.[0] ?? 0),
    source: (path) => {
      const node = nodeAt(path, false);
      const value = isAlias(node) ? node.resolve(document) : node;
      return isScalar(value) ? value.source : undefined;
    },
  };
}

function placeText({ line, column }: Position): string {
  return `, first at line ${line}, column ${column}. Remove one`;
}

/** Another version of YAML can give the same text another value. */
function versionErrors(yaml: { version: string; explicit?: boolean } | undefined): readonly OffsetError[] {
  if (yaml?.explicit !== true || yaml.version === YAML_VERSION) return [];
  return [{ offset: 0, message: `expected YAML ${YAML_VERSION}, got YAML ${yaml.version}` }];
}

/** The node at a path. If it is missing, the nearest one above it: for a missing key, the map that lacks it. */
function nearestNode(document: Document, from: Node | null, path: Path, atKey: boolean): Node | null {
  const [part, ...rest] = path;
  if (part === undefined) return from;
  const entry = entryOf(isAlias(from) ? from.resolve(document) : from, part);
  if (entry === undefined) return from;
  if (entry.value === null || (atKey && rest.length === 0)) return entry.key;
  return nearestNode(document, entry.value, rest, atKey);
}

function entryOf(container: unknown, part: string | number): { key: Node; value: Node | null } | undefined {
  if (isSeq(container) && typeof part === "number") {
    const item = container.items[part];
    return isNode(item) ? { key: item, value: item } : undefined;
  }
  if (!isMap(container)) return undefined;
  const pair = container.items.find(({ key }) => isScalar(key) && key.value === part);
  return pair && isNode(pair.key)
    ? { key: pair.key, value: isNode(pair.value) ? pair.value : null }
    : undefined;
}

/** The number of keys and values in a file, after aliases are expanded. Ten thousand roles have a tenth of it. */
export const MAX_VALUES = 2_000_000;

/** Makes a value a string, however it looks. */
const TEXT_TAG = "tag:yaml.org,2002:str";

/** What can be wrong with keys, tags and aliases in a text that the grammar allows. */
export function structureErrors(root: unknown): readonly OffsetError[] {
  const errors: OffsetError[] = [];
  const size = sizeOf(root, new Map(), errors);
  if (size > MAX_VALUES) {
    errors.push({ offset: 0, message: `expected at most ${MAX_VALUES} values, got ${size} through aliases` });
  }
  return errors;
}

/** @param sizes of the anchored nodes so far; undefined until the end of the node. */
function sizeOf(node: unknown, sizes: Map<string, number | undefined>, errors: OffsetError[]): number {
  if (isAlias(node)) {
    const size = sizes.get(node.source);
    // The parser reports a lone *, which has no name.
    if (size === undefined && node.source !== "") {
      errors.push({ offset: offsetOf(node), message: aliasMessage(node.source, sizes) });
    }
    return size ?? 1;
  }
  const tag = isNode(node) && "tag" in node ? node.tag : undefined;
  if (tag !== undefined && tag !== TEXT_TAG) {
    errors.push({ offset: offsetOf(node), message: `expected no tag or !!str, got ${tag}` });
  }
  const anchor = isNode(node) && "anchor" in node ? node.anchor : undefined;
  if (anchor !== undefined) sizes.set(anchor, undefined);
  const size = 1 + sizeOfValues(node, sizes, errors);
  if (anchor !== undefined) sizes.set(anchor, size);
  return size;
}

function sizeOfValues(node: unknown, sizes: Map<string, number | undefined>, errors: OffsetError[]): number {
  let size = 0;
  if (isSeq(node)) {
    for (const item of node.items) size += sizeOf(item, sizes, errors);
  } else if (isMap(node)) {
    const first = new Map<string, number>();
    for (const { key, value } of node.items) {
      addKeyErrors(key, first, errors);
      size += sizeOf(key, sizes, errors) + sizeOf(value, sizes, errors);
    }
  }
  return size;
}

/** @param first the offset of each key of the map so far. */
function addKeyErrors(key: unknown, first: Map<string, number>, errors: OffsetError[]): void {
  if (!isScalar(key) || typeof key.value !== "string") {
    errors.push({ offset: offsetOf(key), message: "expected a string as key. Put it in quotes" });
    return;
  }
  const other = first.get(key.value);
  if (other === undefined) first.set(key.value, offsetOf(key));
  else
    errors.push({
      offset: offsetOf(key),
      message: `duplicate key ${JSON.stringify(key.value)}`,
      first: other,
    });
}

function aliasMessage(name: string, sizes: ReadonlyMap<string, unknown>): string {
  return sizes.has(name)
    ? `the alias *${name} is inside its own anchor &${name}`
    : `unknown alias *${name}. Write the anchor &${name} before it`;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
