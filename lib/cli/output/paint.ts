import type { Severity } from "../../policy/rules/rule";
import type { Terminal } from "./terminal";

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
