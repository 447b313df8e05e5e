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
