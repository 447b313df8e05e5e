import { lineText } from "../../../output";

/** Markup. Only `html` and this folder make it, so that text from the file is never markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = string | number | Html | readonly Html[];

/** Markup with values put in: text is escaped, for elements and for attributes in quotes. */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(markup.reduce((text, part, index) => text + markupOf(values[index - 1] ?? "") + part));
}

export const NOTHING = html``;

export function joined(parts: readonly Html[], between: string): Html {
  return new Html(parts.map(({ markup }) => markup).join(between));
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(({ markup }) => markup).join("");
  return escaped(lineText(String(value)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
