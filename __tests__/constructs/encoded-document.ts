const ENCODED = /^\$\{jsonencode\((.*)\)\}$/s;
/** Text in quotes, or a reference to something of Terraform's. */
const PARTS = /("(?:[^"\\]|\\.)*")|((?:aws|data|var|github)[\w.-]+)/g;

/** The document that an attribute holds: as text, or as an expression that makes the text, with references in `${…}` as texts have them. */
export function documentIn(attribute: unknown): unknown {
  const text = String(attribute);
  const [, expression] = ENCODED.exec(text) ?? [];
  if (expression === undefined) return JSON.parse(text);
  const json = expression
    .replaceAll(PARTS, (part, quoted) => quoted ?? JSON.stringify("$".concat(`{${part}}`)))
    .replaceAll('" = ', '": ');
  return JSON.parse(json);
}
