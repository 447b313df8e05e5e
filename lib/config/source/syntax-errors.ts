import {
  type Document,
  type ErrorCode,
  isCollection,
  isScalar,
  type Node,
  visit,
  type YAMLParseError,
} from "yaml";

/** An error of the YAML, at its offset in the text. */
export interface OffsetError {
  readonly offset: number;
  readonly message: string;
  /** The offset of the first key, if the same key follows it again. */
  readonly first?: number;
}

/** Our words for errors whose text in the library names its own terms. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: "expected one document, got several",
  BAD_ALIAS: 'a value that begins with * needs quotes: "*"',
  BLOCK_AS_IMPLICIT_KEY:
    "a key is not allowed here. Check the indentation of this line and the next, or put the value in quotes",
  MULTILINE_IMPLICIT_KEY: "expected KEY: VALUE, with a space after the colon",
  TAB_AS_INDENT: "expected spaces as indentation, got a tab. Replace every tab",
};

/** Errors after which the library reads the rest of a block in another way than its author meant it. */
const BREAKS: readonly ErrorCode[] = [
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "TAB_AS_INDENT",
];

/** A syntax error, and whether further errors in its block may follow from it. */
export interface SyntaxProblem extends OffsetError {
  readonly breaks: boolean;
}

/** The errors of the grammar, in our words, with the fix where the text shows it. */
export function syntaxErrors({ errors, contents }: Document, text: string): readonly SyntaxProblem[] {
  const firstTab = errors.find(({ code }) => code === "TAB_AS_INDENT");
  return errors
    .filter((error) => error.code !== "TAB_AS_INDENT" || error === firstTab)
    .map((error) => ({ ...described(error, contents, text), breaks: BREAKS.includes(error.code) }));
}

function described(
  { code, message, pos: [offset] }: YAMLParseError,
  root: unknown,
  text: string,
): OffsetError {
  const [, character] = /reserved character (.)$/.exec(message) ?? [];
  if (character !== undefined) {
    return { offset, message: `a value that begins with ${character} needs quotes` };
  }
  if (/must start at the same column|without - indicator|not be used as an implicit map key/.test(message)) {
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    const spaces = /^ */.exec(text.slice(start))?.[0].length ?? 0;
    return { offset: start + spaces, message: `wrong indentation${alignment(text, start)}` };
  }
  const opened = openedBefore(offset, message, root);
  const closing = CLOSING[text[opened ?? -1] ?? ""];
  return opened === undefined || closing === undefined
    ? { offset, message: MESSAGES[code] ?? message }
    : { offset: opened, message: `not closed. Add ${closing}` };
}

/** The character that closes what another one opens. */
const CLOSING: Partial<Record<string, string>> = { "{": "}", "[": "]", '"': '"', "'": "'" };

/** Where the quote, list or map begins whose end the message misses: the error is where the library gave up. */
function openedBefore(offset: number, message: string, root: unknown): number | undefined {
  if (/^Missing closing .quote/.test(message)) {
    return lastStart(offset, root, (node) => isScalar(node) && /^QUOTE/.test(node.type ?? ""));
  }
  return /^Flow (?:map|sequence) in|^Expected flow (?:map|sequence) to end/.test(message)
    ? lastStart(offset, root, (node) => isCollection(node) && node.flow === true)
    : undefined;
}

/** Where the last such node begins that the offset is in, or that ends there. */
function lastStart(offset: number, root: unknown, isMeant: (node: Node) => boolean): number | undefined {
  let last: number | undefined;
  visit(root as Node, {
    Node: (_, node) => {
      const [start, end] = node.range ?? [Number.POSITIVE_INFINITY, 0];
      if (start <= offset && offset <= end && isMeant(node)) last = start;
    },
  });
  return last;
}

/** A key or the `-` of an item, to which a line can be aligned. */
interface Start {
  readonly name: string;
  readonly column: number;
  readonly line: number;
  readonly isItem: boolean;
}

/** Dashes of items, then a key. */
const LINE_START = /^( *)((?:- +)*)(?:([\w.-]+|"[^"]*"):(?:\s|$)|-\s)/;

/** How to indent the line that starts at an offset: like the nearest key or item of the blocks that are open there. */
function alignment(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  const line = text.slice(offset).split("\n", 1)[0] ?? "";
  const [own] = startsOf(line, before.length);
  if (own === undefined) return "";
  const open = before.slice(0, -1).reduce<readonly Start[]>((starts, each, index) => {
    const more = startsOf(each, index + 1);
    const [first] = more;
    return first === undefined ? starts : [...starts.filter((start) => contains(start, first)), ...more];
  }, []);
  const alike = open.filter(({ isItem }) => isItem === own.isItem);
  const distance = (start: Start): number => Math.abs(start.column - own.column);
  const nearest = Math.min(...alike.map(distance));
  const names = alike
    .filter((start) => distance(start) === nearest)
    .map(({ name, line: number }) => `${name} in line ${number}`);
  return names.length === 0 ? "" : `. Indent this line like ${names.join(", or like ")}`;
}

/** Items of a key can be indented like the key itself. */
function contains(outer: Start, { column, isItem }: Start): boolean {
  return outer.column < column || (outer.column === column && isItem && !outer.isItem);
}

function startsOf(text: string, line: number): readonly Start[] {
  const [, spaces, dashes = "", key] = LINE_START.exec(text) ?? [];
  if (spaces === undefined) return [];
  const items = [
    ...text.slice(0, spaces.length + dashes.length + (key === undefined ? 1 : 0)).matchAll(/-/g),
  ];
  return [
    ...items.map(({ index }) => ({ name: "the -", column: index, line, isItem: true })),
    ...(key === undefined ? [] : [{ name: key, column: spaces.length + dashes.length, line, isItem: false }]),
  ];
}

/**
 * The errors without those that may follow from a broken line before them: on that line, and in the lines after it that are indented as far.
 * @param errors by offset.
 */
export function withoutConsequences<T extends OffsetError & { readonly breaks?: boolean }>(
  errors: readonly T[],
  text: string,
): readonly T[] {
  let brokenUntil = -1;
  return errors.filter(({ offset, breaks }) => {
    const follows = offset < brokenUntil;
    if (breaks === true && !follows) brokenUntil = endOfBlock(text, offset);
    return !follows;
  });
}

/** Where the next line begins that is indented less than the line at an offset. */
function endOfBlock(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0;
  let end = text.indexOf("\n", offset);
  while (end !== -1) {
    const [, own = "", rest] = /^([ \t]*)(\S?)/.exec(text.slice(end + 1)) ?? [];
    if (rest !== "" && rest !== "#" && own.length < indentation) return end + 1;
    end = text.indexOf("\n", end + 1);
  }
  return text.length + 1;
}
