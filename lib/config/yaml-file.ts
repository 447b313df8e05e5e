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
  type Scalar,
} from "yaml";
import type { Path, Problem } from "./problem";
import { aliasErrors } from "./yaml-aliases";

/** Line and column, both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a YAML text says, and where it says it. */
export interface YamlFile {
  readonly value: unknown;
  readonly position: (problem: Pick<Problem, "path" | "atKey">) => Position;
  /** How a value is written: a number that YAML reads may be written in many ways. */
  readonly source: (path: Path) => string | undefined;
}

export interface YamlError extends Position {
  readonly message: string;
}

/** YAML 1.2, one document, no tags of other kinds. Every error of the text, or what it says. */
export function yamlFile(text: string): YamlFile | { readonly errors: readonly YamlError[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: "error",
    // Keys become text, and two that become the same text would be one.
    uniqueKeys: (a, b) => isScalar(a) && isScalar(b) && keyText(a) === keyText(b),
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const errors = [
    ...[...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      offset: pos[0],
      message: code === "MULTIPLE_DOCS" ? "there are several documents; allowed: one" : message,
    })),
    ...aliasErrors(document.contents),
  ].sort((a, b) => a.offset - b.offset);
  if (errors.length > 0) {
    return {
      errors: errors.map(({ offset, message }) => ({
        ...positionOf(offset),
        message: `is not valid YAML: ${message}`,
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

/** What a key is in the value: a key that is left out is empty text. */
function keyText({ value }: Scalar): string {
  return value === null ? "" : String(value);
}

/** The node at a path, or the nearest one above it that is in the text: where a key is missing, the map that lacks it. */
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
  const pair = container.items.find(({ key }) => isScalar(key) && keyText(key) === part);
  return pair && isNode(pair.key)
    ? { key: pair.key, value: isNode(pair.value) ? pair.value : null }
    : undefined;
}
