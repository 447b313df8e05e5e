import type { Path } from "../problem";

/** The edits at a place: a new value, or edits below it. */
export type EditNode = { readonly kind: "value"; readonly value: EditValue } | EditBranch;

export interface EditBranch {
  readonly kind: "within";
  readonly children: Map<string | number, EditNode>;
  /** The new key of the place itself. */
  key?: string;
}

/** A new value at a path, or a new key for the value that is there. Missing maps and lists on the way to a value are added. */
export type Edit =
  | { readonly path: Path; readonly value: EditValue }
  | { readonly path: Path; readonly key: string };

/** Edits as a tree of their paths, in their order. */
export function editTree(edits: readonly Edit[]): EditBranch {
  const root: EditBranch = { kind: "within", children: new Map() };
  for (const edit of edits) {
    const { path } = edit;
    const last = path.at(-1);
    if (last === undefined) continue;
    const place = path.slice(0, -1).reduce(branchAt, root);
    if ("key" in edit) branchAt(place, last).key = edit.key;
    else place.children.set(last, { kind: "value", value: edit.value });
  }
  return root;
}

function branchAt(place: EditBranch, part: string | number): EditBranch {
  const known = place.children.get(part);
  if (known?.kind === "within") return known;
  const next: EditBranch = { kind: "within", children: new Map() };
  place.children.set(part, next);
  return next;
}

/** The whole value for a place that is empty. */
export function wholeValue(edit: EditNode): EditValue {
  if (edit.kind === "value") return edit.value;
  const children = [...edit.children].map(([part, child]) => [part, wholeValue(child)] as const);
  const isList = children.every(([part]) => typeof part === "number");
  return isList ? children.map(([, child]) => child) : Object.fromEntries(children);
}

/** A value that can be written into a text. */
export type EditValue =
  | string
  | number
  | boolean
  | readonly EditValue[]
  | { readonly [key: string]: EditValue };

type Quotes = "QUOTE_DOUBLE" | "QUOTE_SINGLE" | undefined;

/** Strings that every version of YAML reads as strings without quotes. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z_][\w./-]*$/i;

/** @param quotes of the value that is replaced. */
export function scalarText(value: string | number | boolean, quotes?: Quotes): string {
  if (typeof value !== "string") return String(value);
  if (quotes === "QUOTE_SINGLE" && /^[ -~]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return quotes === undefined && PLAIN.test(value) ? value : quoted(value);
}

/** JSON in which characters that YAML does not allow are escaped as well. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value on one line. */
export function flowText(value: EditValue): string {
  if (isList(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value !== "object") return scalarText(value);
  const entries = Object.entries(value).map(([key, child]) => `${scalarText(key)}: ${flowText(child)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** An entry of a block: a key's, or an element's of a list, as lines. Only a map of maps or lists takes more than one. */
export function blockLines(part: string | number, value: EditValue, step: number): readonly string[] {
  const lead = typeof part === "number" ? "-" : `${scalarText(part)}:`;
  if (typeof part === "number" || !isMapOfMaps(value)) return [`${lead} ${flowText(value)}`];
  return [
    lead,
    ...Object.entries(value)
      .flatMap(([key, child]) => blockLines(key, child, step))
      .map((line) => `${" ".repeat(step)}${line}`),
  ];
}

function isMapOfMaps(value: EditValue): value is { readonly [key: string]: EditValue } {
  return typeof value === "object" && !isList(value) && Object.values(value).some(isCollection);
}

function isCollection(value: EditValue): boolean {
  return typeof value === "object";
}

function isList(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}
