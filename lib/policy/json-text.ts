import type { DocumentPath } from "./policy-document";

/** Policies and plans are less deep. The call stack has room for more. */
export const MAX_NESTING = 100;
/** A plan with 10,000 roles has half as many. They fit into Node's default memory. */
export const MAX_VALUES = 5_000_000;

/** Longer than any key of AWS or Terraform. Messages repeat keys in their paths. */
export const MAX_KEY_CHARACTERS = 10_000;

/** Values whose positions are wanted: a tree of keys and indexes. */
interface Wanted {
  /** Offsets of the value. The scan sets them. */
  start: number | undefined;
  end: number | undefined;
  readonly parts: Map<string, Wanted>;
}

interface JsonError {
  readonly offset: number;
  readonly message: string;
}

/** A key that occurs before in the same map. */
interface DuplicateKey {
  readonly key: string;
  /** Of the map. */
  readonly path: DocumentPath;
  readonly offset: number;
  /** Of the key before it. */
  readonly other: number;
}

/** More duplicates in one text are one mistake, such as two texts one after the other. */
const MAX_DUPLICATES = 20;

/**
 * Scans a JSON text once and notes the positions of the wanted values.
 * @param duplicates to which the scan adds duplicate keys, which are no error of the grammar. `JSON.parse` takes the last one, other
 * parsers the first one.
 * @returns the first error: of the grammar, which is that of `JSON.parse`, or of the size limits.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonScan(text: string, wanted?: Wanted, duplicates?: DuplicateKey[]): JsonError | undefined {
  const scanner = new JsonScanner(text, duplicates);
  scanner.whole(wanted);
  return scanner.error;
}

export interface PlacedDuplicate extends Pick<DuplicateKey, "key" | "path"> {
  readonly start: Position;
  readonly other: Position;
}

/** The duplicate keys of a JSON text, with their lines and columns. Empty if the text is not JSON. */
export function duplicateKeys(text: string): readonly PlacedDuplicate[] {
  const duplicates: DuplicateKey[] = [];
  if (jsonScan(text, undefined, duplicates) !== undefined) return [];
  const position = linePositions(
    text,
    duplicates.flatMap(({ offset, other }) => [offset, other]),
  );
  return duplicates.map(({ key, path, offset, other }) => ({
    key,
    path,
    start: position(offset),
    other: position(other),
  }));
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ESCAPES = 'bfnrt"/\\';
const WORDS = ["true", "false", "null"];

/** Each method reads from the current offset. It returns `false` after an error, which is in `error`. */
class JsonScanner {
  error: JsonError | undefined;
  readonly #text: string;
  readonly #duplicates: DuplicateKey[] | undefined;
  /** To the current value. Kept only for duplicates. */
  readonly #path: (string | number)[] = [];
  #at = 0;
  #values = 0;

  constructor(text: string, duplicates: DuplicateKey[] | undefined) {
    this.#text = text;
    this.#duplicates = duplicates;
  }

  whole(wanted: Wanted | undefined): boolean {
    return this.#value(wanted, 0) && (this.#at === this.#text.length || this.#needed("the end of the file"));
  }

  #value(wanted: Wanted | undefined, depth: number): boolean {
    this.#space();
    if (wanted !== undefined) wanted.start = this.#at;
    if (depth > MAX_NESTING) return this.#failed(`expected at most ${MAX_NESTING} nested levels, got more`);
    if (++this.#values > MAX_VALUES) return this.#failed(`expected at most ${MAX_VALUES} values, got more`);
    const first = this.#text[this.#at];
    const isRead =
      first === "{"
        ? this.#map(wanted, depth)
        : first === "["
          ? this.#list("]", (index) => this.#part(index, wanted?.parts.get(String(index)), depth))
          : first === '"'
            ? this.#string()
            : this.#number() || this.#word();
    if (!isRead) return false;
    if (wanted !== undefined) wanted.end = this.#at;
    this.#space();
    return true;
  }

  #map(wanted: Wanted | undefined, depth: number): boolean {
    const keys = this.#duplicates === undefined ? undefined : new Map<string, number>();
    return this.#list("}", (index) => this.#member(wanted, index, depth, keys));
  }

  /** An element of a list, or the value of a key. */
  #part(part: string | number, wanted: Wanted | undefined, depth: number): boolean {
    if (this.#duplicates === undefined) return this.#value(wanted, depth + 1);
    this.#path.push(part);
    const isRead = this.#value(wanted, depth + 1);
    this.#path.pop();
    return isRead;
  }

  /** @param element reads one element and the white space after it. */
  #list(end: string, element: (index: number) => boolean): boolean {
    this.#at++;
    this.#space();
    if (this.#taken(end)) return true;
    for (let index = 0; element(index); index++) {
      if (this.#taken(end)) return true;
      if (!this.#taken(",")) return this.#needed(`, or ${end}`);
    }
    return false;
  }

  /** @param keys of the map so far, with their offsets. */
  #member(
    wanted: Wanted | undefined,
    index: number,
    depth: number,
    keys: Map<string, number> | undefined,
  ): boolean {
    this.#space();
    const start = this.#at;
    if (this.#text[start] !== '"')
      return this.#needed(index === 0 ? "a key in quotes, or }" : "a key in quotes");
    if (!this.#string()) return false;
    if (this.#at - start - 2 > MAX_KEY_CHARACTERS) {
      return this.#failed(`expected keys of at most ${MAX_KEY_CHARACTERS} characters, got a longer one`);
    }
    const isKept = wanted !== undefined || keys !== undefined;
    const key: string = isKept ? keyOf(this.#text.slice(start, this.#at)) : "";
    this.#noteKey(key, start, keys);
    this.#space();
    if (!this.#taken(":")) return this.#needed(":");
    return this.#part(key, wanted?.parts.get(key), depth);
  }

  #noteKey(key: string, offset: number, keys: Map<string, number> | undefined): void {
    const other = keys?.get(key);
    keys?.set(key, offset);
    if (other === undefined || this.#duplicates === undefined || this.#duplicates.length === MAX_DUPLICATES)
      return;
    this.#duplicates.push({ key, path: [...this.#path], offset, other });
  }

  #string(): boolean {
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#at++;
        return true;
      }
      if (code < SPACE) return this.#needed("an escape such as \\n instead of a control character");
      if (code === BACKSLASH && !this.#escape())
        return this.#needed('an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
    }
    return this.#needed('"');
  }

  /** The offset is then at the last character of the escape. */
  #escape(): boolean {
    this.#at++;
    const letter = this.#text[this.#at];
    if (letter !== "u") return letter !== undefined && ESCAPES.includes(letter);
    if (!/^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.#at + 1, this.#at + 5))) return false;
    this.#at += 4;
    return true;
  }

  #number(): boolean {
    const start = this.#at;
    this.#taken("-");
    if (!this.#taken("0") && !this.#digits()) {
      this.#at = start;
      return false;
    }
    if (this.#taken(".") && !this.#digits()) return this.#needed("a digit");
    if (this.#taken("e") || this.#taken("E")) {
      if (!this.#taken("+")) this.#taken("-");
      if (!this.#digits()) return this.#needed("a digit");
    }
    return true;
  }

  #digits(): boolean {
    const start = this.#at;
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#at > start;
  }

  #word(): boolean {
    if (this.error !== undefined) return false;
    const word = WORDS.find((each) => this.#text.startsWith(each, this.#at));
    if (word === undefined) return this.#needed("a value");
    this.#at += word.length;
    return true;
  }

  #space(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #taken(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #needed(what: string): false {
    const given = this.#text[this.#at];
    const shown = given === undefined ? "the end of the file" : JSON.stringify(given);
    return this.#failed(`invalid JSON: expected ${what}, got ${shown}`);
  }

  #failed(message: string): false {
    this.error ??= { offset: this.#at, message };
    return false;
  }
}

/** The key in its quotes. Most keys have no escape. */
function keyOf(quoted: string): string {
  return quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Line and column, both from 1. A column is a UTF-16 code unit. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** From the first character of a value to the one after its last. */
export interface Region {
  readonly start: Position;
  readonly end: Position;
}

/**
 * The regions of values in a JSON text. For a path that is not in the text, the region of the nearest value above it.
 * @returns the regions in the order of the paths.
 */
export function jsonRegions(text: string, paths: readonly DocumentPath[]): readonly Region[] {
  const top = notFound();
  const ways = paths.map((path) => wantedAlong(top, path));
  jsonScan(text, top);
  const found = ways.map((way) => way.findLast(({ end }) => end !== undefined) ?? top);
  const position = linePositions(
    text,
    found.flatMap(({ start = 0, end = 0 }) => [start, end]),
  );
  return found.map(({ start = 0, end = 0 }) => ({ start: position(start), end: position(end) }));
}

function notFound(): Wanted {
  return { start: undefined, end: undefined, parts: new Map() };
}

function wantedAlong(top: Wanted, path: DocumentPath): readonly Wanted[] {
  const way = [top];
  let here = top;
  for (const part of path) {
    const next = here.parts.get(String(part)) ?? notFound();
    here.parts.set(String(part), next);
    way.push(next);
    here = next;
  }
  return way;
}

/** Lines and columns of offsets, in one pass over the text. */
export function linePositions(text: string, offsets: readonly number[]): (offset: number) => Position {
  const positions = new Map<number, Position>();
  let line = 1;
  let start = 0;
  let end = endOfLine(text, start);
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    for (; end < offset; end = endOfLine(text, start)) {
      line++;
      start = end + 1;
    }
    positions.set(offset, { line, column: offset - start + 1 });
  }
  return (offset) => positions.get(offset) ?? { line: 1, column: 1 };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
