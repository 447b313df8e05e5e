import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  type TerraformStack,
  Tokenization,
} from "cdktf";

type JsonMap = Record<string, unknown>;

const resolver = new DefaultTokenResolver(new StringConcat());

/** An argument with what CDKTF knows about it: whether HCL writes it as a block, and whether its string is a reference. */
interface TypedArgument {
  readonly value: unknown;
  readonly isBlock: boolean;
  readonly isReference: boolean;
}

/** Arguments that are references, which CDKTF does not mark as such. */
const REFERENCES: readonly string[] = ["depends_on", "ignore_changes", "replace_triggered_by", "provider"];

/** Blocks that CDKTF does not mark as blocks. */
const UNTYPED_BLOCKS: readonly string[] = ["lifecycle", "workspaces"];

/** Renders a stack as HCL with the same content as its JSON. CDKTF's renderer is not used, see docs/decisions/0017-hcl.md. */
export function stackHcl(stack: TerraformStack): string {
  const parts = stack.node
    .findAll()
    .filter(TerraformElement.isTerraformElement)
    .map((element): JsonMap => Tokenization.resolve(element.toHclTerraform(), { scope: stack, resolver }));
  const terraform: JsonMap = {};
  for (const part of parts) merge(terraform, maps(part.terraform));
  return hclText([terraformBlock(terraform), ...parts.flatMap(elementBlocks)]);
}

/** The file that the CDKTF CLI reads beside HCL: the JSON of a stack without arguments. */
export function stackMetadata(json: JsonMap): JsonMap {
  const withoutArguments = (kind: unknown) =>
    mapped(maps(kind), (byName) => mapped(maps(byName), (element) => ({ "//": maps(element)["//"] })));
  return {
    "//": json["//"],
    terraform: json.terraform,
    resource: withoutArguments(json.resource),
    data: withoutArguments(json.data),
  };
}

function terraformBlock({ required_version, required_providers, backend, cloud }: JsonMap): HclBlock {
  return {
    header: "terraform",
    values: typeof required_version === "string" ? { required_version } : {},
    blocks: [
      block("required_providers", maps(required_providers)),
      ...Object.entries(maps(backend)).map(([type, settings]) =>
        block(`backend ${quoted(type)}`, maps(settings)),
      ),
      ...(cloud === undefined ? [] : [block("cloud", maps(cloud))]),
    ],
  };
}

/** @throws Error for a kind of block that only the JSON would contain. */
function elementBlocks(part: JsonMap): readonly HclBlock[] {
  const { terraform: _, provider, data, resource, moved, removed, import: imports, output, ...others } = part;
  const [unknown] = Object.keys(others).filter((kind) => others[kind] !== undefined);
  if (unknown !== undefined) throw new Error(`HCL has no ${unknown} yet`);
  return [
    ...labelled("provider", provider),
    ...Object.entries(maps(data)).flatMap(([type, byName]) => labelled(`data ${quoted(type)}`, byName)),
    ...Object.entries(maps(resource)).flatMap(([type, byName]) =>
      labelled(`resource ${quoted(type)}`, byName),
    ),
    ...list(moved).map((body) => block("moved", maps(body))),
    ...list(removed).map((body) => block("removed", maps(body))),
    ...list(imports).map((body) => block("import", maps(body))),
    ...labelled("output", output),
  ];
}

function labelled(header: string, byName: unknown): readonly HclBlock[] {
  return Object.entries(maps(byName)).flatMap(([name, bodies]) =>
    list(bodies).map((body) => block(`${header} ${quoted(name)}`, maps(body))),
  );
}

function block(header: string, body: JsonMap): HclBlock {
  const entries = Object.entries(body)
    .filter(([name]) => name !== "//")
    .map(([name, argument]) => [name, typed(name, argument)] as const);
  const values = entries.filter(([, { isBlock }]) => !isBlock).map(([name, each]) => [name, hclValue(each)]);
  return {
    header,
    values: Object.fromEntries(values),
    blocks: entries
      .filter(([, { isBlock }]) => isBlock)
      .flatMap(([name, { value }]) => list(value).map((inner) => block(name, maps(inner)))),
  };
}

/** CDKTF uses two spellings. */
function typed(name: string, argument: unknown): TypedArgument {
  const type = isMap(argument) ? (argument.storageClassType ?? argument.storage_class_type) : undefined;
  return isMap(argument) && "value" in argument && type !== undefined
    ? {
        value: argument.value,
        isBlock: Boolean(argument.isBlock ?? argument.is_block),
        isReference: type === "reference",
      }
    : { value: argument, isBlock: UNTYPED_BLOCKS.includes(name), isReference: REFERENCES.includes(name) };
}

function hclValue({ value, isReference }: TypedArgument): HclValue {
  if (!isReference) return value as HclValue;
  return Array.isArray(value) ? value.map(referenceText) : referenceText(value);
}

function referenceText(address: unknown): string {
  return `\${${address}}`;
}

function maps(value: unknown): JsonMap {
  return isMap(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function mapped(map: JsonMap, change: (value: unknown) => unknown): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** Puts a part into the whole: maps into maps, lists behind lists, and where there is nothing yet, as it is. */
function merge(whole: JsonMap, part: JsonMap): void {
  for (const [key, value] of Object.entries(part)) {
    const before = whole[key];
    if (Array.isArray(before) && Array.isArray(value)) whole[key] = [...before, ...value];
    else if (isMap(before) && isMap(value)) merge(before, value);
    else whole[key] = value;
  }
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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
  return /^\$\{([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\}$/.exec(text)?.[1];
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name);
}

const SEGMENTER = new Intl.Segmenter("en", { granularity: "grapheme" });

function columns(text: string): number {
  return [...SEGMENTER.segment(text)].length;
}
