import {
  type Document,
  type ErrorCode,
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
import { type OffsetError, structureErrors } from "./yaml-structure";

const YAML_VERSION = "1.2";

/** What the library says in its own words, in those of the user. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: "there are several documents; allowed: one",
  BAD_ALIAS: 'a * that is no alias has to stand in quotes: "*"',
};

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
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const errors = [
    ...document.errors.map(({ code, message, pos }) => ({
      offset: pos[0],
      message: MESSAGES[code] ?? message,
    })),
    ...versionErrors(document.directives?.yaml),
    ...structureErrors(document.contents),
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

/** Another version of YAML reads other things into the same text. */
function versionErrors(yaml: { version: string; explicit?: boolean } | undefined): readonly OffsetError[] {
  if (yaml?.explicit !== true || yaml.version === YAML_VERSION) return [];
  return [{ offset: 0, message: `it is YAML ${yaml.version}; allowed: YAML ${YAML_VERSION}` }];
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
  const pair = container.items.find(({ key }) => isScalar(key) && key.value === part);
  return pair && isNode(pair.key)
    ? { key: pair.key, value: isNode(pair.value) ? pair.value : null }
    : undefined;
}
