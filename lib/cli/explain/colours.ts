/** Marks text for a terminal. */
export interface Colours {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** @see https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
function graphic(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

export const colours: Colours = { good: graphic(32, 39), bad: graphic(31, 39), strong: graphic(1, 22) };

/** For files and pipes. */
export const PLAIN: Colours = { good: String, bad: String, strong: String };
