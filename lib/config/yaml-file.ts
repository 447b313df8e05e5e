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
import type { Path, Problem } from "./problem";

/** Line and column, both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a YAML text says, and where it says it. */
export interface YamlFile {
  readonly value: unknown;
  readonly position: (problem: Pick<Problem, "path" | "atKey">) => Position;
}

export interface YamlError extends Position {
  readonly message: string;
}

/** YAML 1.2, one document, no tags of other kinds. Every error of the text, or what it says. */
export function yamlFile(text: string): YamlFile | { readonly errors: readonly YamlError[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const errors = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    ...positionOf(pos[0]),
    message: `is not valid YAML: ${message}`,
  }));
  if (errors.length > 0) return { errors };

  try {
    return {
      value: document.toJS(),
      position: ({ path, atKey }) =>
        positionOf(nearestNode(document, document.contents, path, atKey === true)?.range?.[0] ?? 0),
    };
  } catch (error) {
    // The library throws this for an alias that leads nowhere or that unfolds without end.
    if (!(error instanceof ReferenceError)) throw error;
    return { errors: [{ ...positionOf(0), message: `is not valid YAML: ${error.message}` }] };
  }
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
  const pair = container.items.find(({ key }) => isScalar(key) && String(key.value) === part);
  return pair && isNode(pair.key)
    ? { key: pair.key, value: isNode(pair.value) ? pair.value : null }
    : undefined;
}
