import { isAlias, isMap, isNode, isScalar, isSeq } from "yaml";

/** The number of keys and values in a file, after aliases are expanded. Ten thousand roles have a tenth of it. */
export const MAX_VALUES = 2_000_000;

/** Makes a value a string, however it looks. */
const TEXT_TAG = "tag:yaml.org,2002:str";

export interface OffsetError {
  readonly offset: number;
  readonly message: string;
  /** The offset of the first key, if the same key follows it again. */
  readonly first?: number;
}

/** What can be wrong with keys, tags and aliases in a text that the grammar allows. */
export function structureErrors(root: unknown): readonly OffsetError[] {
  const errors: OffsetError[] = [];
  const size = sizeOf(root, new Map(), errors);
  if (size > MAX_VALUES) {
    errors.push({ offset: 0, message: `expected at most ${MAX_VALUES} values, got ${size} through aliases` });
  }
  return errors;
}

/** @param sizes of the anchored nodes so far; undefined until the end of the node. */
function sizeOf(node: unknown, sizes: Map<string, number | undefined>, errors: OffsetError[]): number {
  if (isAlias(node)) {
    const size = sizes.get(node.source);
    // The parser reports a lone *, which has no name.
    if (size === undefined && node.source !== "") {
      errors.push({ offset: offsetOf(node), message: aliasMessage(node.source, sizes) });
    }
    return size ?? 1;
  }
  const tag = isNode(node) && "tag" in node ? node.tag : undefined;
  if (tag !== undefined && tag !== TEXT_TAG) {
    errors.push({ offset: offsetOf(node), message: `expected no tag or !!str, got ${tag}` });
  }
  const anchor = isNode(node) && "anchor" in node ? node.anchor : undefined;
  if (anchor !== undefined) sizes.set(anchor, undefined);
  const size = 1 + sizeOfValues(node, sizes, errors);
  if (anchor !== undefined) sizes.set(anchor, size);
  return size;
}

function sizeOfValues(node: unknown, sizes: Map<string, number | undefined>, errors: OffsetError[]): number {
  let size = 0;
  if (isSeq(node)) {
    for (const item of node.items) size += sizeOf(item, sizes, errors);
  } else if (isMap(node)) {
    const first = new Map<string, number>();
    for (const { key, value } of node.items) {
      addKeyErrors(key, first, errors);
      size += sizeOf(key, sizes, errors) + sizeOf(value, sizes, errors);
    }
  }
  return size;
}

/** @param first the offset of each key of the map so far. */
function addKeyErrors(key: unknown, first: Map<string, number>, errors: OffsetError[]): void {
  if (!isScalar(key) || typeof key.value !== "string") {
    errors.push({ offset: offsetOf(key), message: "expected a string as key. Put it in quotes" });
    return;
  }
  const other = first.get(key.value);
  if (other === undefined) first.set(key.value, offsetOf(key));
  else
    errors.push({
      offset: offsetOf(key),
      message: `duplicate key ${JSON.stringify(key.value)}`,
      first: other,
    });
}

function aliasMessage(name: string, sizes: ReadonlyMap<string, unknown>): string {
  return sizes.has(name)
    ? `the alias *${name} is inside its own anchor &${name}`
    : `unknown alias *${name}. Write the anchor &${name} before it`;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
