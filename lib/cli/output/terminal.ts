/** What the text is written to. */
export interface Terminal {
  readonly columns: number;
  readonly hasColour: boolean;
}

const DEFAULT_COLUMNS = 80;
/** Below this a table is unreadable, and is left to overflow. */
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

/** Select Graphic Rendition parameters, of the eight colours that every terminal lets its user choose. */
const STYLES = { strong: "1", muted: "2", critical: "1;31", high: "31", medium: "33", low: "36" } as const;
export type Style = keyof typeof STYLES;

export type Paint = (style: Style, text: string) => string;

export function paintOf({ hasColour }: Terminal): Paint {
  return hasColour ? (style, text) => `\u001B[${STYLES[style]}m${text}\u001B[0m` : (_, text) => text;
}
