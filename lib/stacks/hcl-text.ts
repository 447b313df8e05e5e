/** Value of an HCL argument. A string that is only a reference, `${…}`, is written as the reference. */
export type HclValue =
  | string
  | number
  | boolean
  | null
  | readonly HclValue[]
  | { readonly [key: string]: HclValue };

export interface HclBlock {
  /** Its type and labels: `resource "aws_iam_role" "push"`. */
  readonly header: string;
  readonly values: Readonly<Record<string, HclValue>>;
  readonly blocks: readonly HclBlock[];
}

/**
 * Renders HCL in the layout of `terraform fmt`. Each string is a template, as in Terraform JSON, so literal `${` and `%{` must be escaped
 * before.
 * @see https://developer.hashicorp.com/terraform/language/syntax/style
 */
export function hclText(blocks: readonly HclBlock[]): string {
  return blocks.map((block) => `${blockLines(block).join("\n")}\n`).join("\n");
}

/** A quoted HCL string. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]/gu, escaped)}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escaped(sign: string): string {
  return ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function blockLines({ header, values, blocks }: HclBlock): readonly string[] {
  const inner = [argumentLines(values), ...blocks.map(blockLines)]
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
  return inner.length === 0 ? [`${header} {}`] : [`${header} {`, ...inner.map(indented), "}"];
}

function indented(line: string): string {
  return line === "" ? line : `  ${line}`;
}

/** `name = value`. The equals signs of adjacent lines are aligned, except around values of several lines. */
function argumentLines(values: Readonly<Record<string, HclValue>>): readonly string[] {
  const entries = Object.entries(values).map(
    ([name, value]) => [isIdentifier(name) ? name : quoted(name), valueLines(value)] as const,
  );
  const isLong = ([, lines]: (typeof entries)[number]) => lines.length > 1;
  return entries.flatMap((entry, index) => {
    const [name, [first = "", ...rest]] = entry;
    const start = entries.slice(0, index).findLastIndex(isLong) + 1;
    const end = entries.findIndex((other, place) => place > index && isLong(other));
    const neighbours = isLong(entry) ? [entry] : entries.slice(start, end === -1 ? undefined : end);
    const width = Math.max(...neighbours.map(([other]) => columns(other)));
    return [`${name}${" ".repeat(width - columns(name))} = ${first}`, ...rest];
  });
}

function valueLines(value: HclValue): readonly string[] {
  if (typeof value === "string") return [reference(value) ?? quoted(value)];
  if (isList(value)) {
    const elements = value.map(valueLines);
    const [only = [""], ...others] = elements;
    if (others.length === 0 && only.length === 1) return [`[${only.join("")}]`];
    return [
      "[",
      ...elements.flatMap((lines) => [...lines.slice(0, -1), `${lines.at(-1)},`].map(indented)),
      "]",
    ];
  }
  if (typeof value !== "object" || value === null) return [String(value)];
  const inner = argumentLines(value);
  return inner.length === 0 ? ["{}"] : ["{", ...inner.map(indented), "}"];
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}

function reference(text: string): string | undefined {
  return /^\$\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+)\}$/.exec(text)?.[1];
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name);
}

const SEGMENTER = new Intl.Segmenter("en", { granularity: "grapheme" });

function columns(text: string): number {
  return [...SEGMENTER.segment(text)].length;
}
