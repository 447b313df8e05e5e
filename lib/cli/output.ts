import type { Severity } from "../policy/rules/rule";

/** Characters that move the cursor, change the direction of text, are invisible, or look like a space. */
const UNSAFE = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu;

/** Longer than any subject that GitHub sends. */
const MAX_SHORT_CHARACTERS = 300;

/** Makes untrusted text safe to print: unsafe characters become `\u{NUMBER}`. */
export function escapeControlChars(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
}

/** The same for sentences and names: line breaks become spaces, and space around the text is removed. */
export function lineText(text: string): string {
  return escapeControlChars(text.trim().replace(/ *[\t\r\n][ \t\r\n]*/g, " "));
}

/** The same, cut to a length that fits a message. */
export function shortText(text: string): string {
  const rest = text.length - MAX_SHORT_CHARACTERS;
  return escapeControlChars(
    rest > 0 ? `${text.slice(0, MAX_SHORT_CHARACTERS)}… (${rest} more characters)` : text,
  );
}

/** The same in quotation marks. */
export function quote(text: string): string {
  return shortText(JSON.stringify(text));
}

/** Longer lists are cut. */
const MAX_LISTED = 20;

/** A line for each element. A long list ends with the number of further elements. */
export function listed<T>(list: readonly T[], text: (element: T) => string, indent = ""): readonly string[] {
  const lines = list.slice(0, MAX_LISTED).map(text);
  const more = list.length - lines.length;
  return more > 0 ? [...lines, `${indent}and ${more} more`] : lines;
}

/** A word of a command. Double quotes, which every shell knows, where they are enough. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

export interface Terminal {
  readonly columns: number;
  readonly hasColour: boolean;
}

const DEFAULT_COLUMNS = 80;
/** Narrower tables are unreadable, so the text overflows instead. */
const MIN_COLUMNS = 40;

/** @see https://no-color.org */
export function terminalOf(
  { isTTY = false, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): Terminal {
  return {
    columns: Math.max(columns || DEFAULT_COLUMNS, MIN_COLUMNS),
    hasColour: isTTY && !NO_COLOR && TERM !== "dumb",
  };
}

export type Style = Severity | "strong" | "muted" | "good" | "bad";

/**
 * Only the eight colours that terminals let their users choose.
 * @see https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters
 */
const STYLES: Readonly<Record<Style, string>> = {
  strong: "1",
  muted: "2",
  good: "32",
  bad: "31",
  critical: "1;31",
  high: "31",
  medium: "33",
  low: "36",
};

/** Colours a text on a terminal; elsewhere it stays unchanged. */
export type Paint = (style: Style, text: string) => string;

export function paintOf({ hasColour }: Pick<Terminal, "hasColour">): Paint {
  return hasColour ? (style, text) => `\u001B[${STYLES[style]}m${text}\u001B[0m` : (_, text) => text;
}
