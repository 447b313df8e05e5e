const ENCODED = /^\$\{jsonencode\((.*)\)\}$/s;
/** A quoted string or a Terraform reference. */
const PARTS = /("(?:[^"\\]|\\.)*")|((?:aws|data|var|github)[\w.-]+)/g;
/** A reference that must match a form. */
const HELD = /regex\("([^"]*)", ([\w.-]+)\)/g;

/**
 * The document that an attribute holds: as text, or as an expression that makes the text, with references in `${…}` as texts have them. What
 * a reference has to match, `formsIn` says.
 */
export function documentIn(attribute: unknown): unknown {
  const text = String(attribute).replaceAll(HELD, "$2");
  const [, expression] = ENCODED.exec(text) ?? [];
  if (expression === undefined) return JSON.parse(text);
  const json = expression
    .replaceAll(PARTS, (part, quoted) => quoted ?? JSON.stringify("$".concat(`{${part}}`)))
    .replaceAll('" = ', '": ');
  return JSON.parse(json);
}

/** The references of an attribute that must match a form, with the form. */
export function formsIn(attribute: unknown): Readonly<Record<string, string>> {
  const held = [...String(attribute).matchAll(HELD)];
  return Object.fromEntries(held.map(([, pattern = "", reference = ""]) => [reference, pattern]));
}
