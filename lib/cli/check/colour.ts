import type { Severity } from "../../policy/rules/rule";

/** How a text looks on a terminal; as it is, elsewhere. */
export type Colour = (text: string, look: Severity | "bold" | "dim") => string;

/** @see https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const CODES = { critical: "1;31", high: "31", medium: "33", low: "36", bold: "1", dim: "2" } as const;

export function colour(isColoured: boolean): Colour {
  return (text, look) => (isColoured ? `\u001b[${CODES[look]}m${text}\u001b[0m` : text);
}
