import { isAlias, isMap, isNode, isScalar, isSeq } from "yaml";

/** How many keys and values a file may have, each alias counted as what it stands for. Ten thousand roles have a tenth of it. */
export const MAX_VALUES = 2_000_000;

/** Says that a value is text, whatever it looks like. */
const TEXT_TAG = "tag:yaml.org,2002:str";

export interface OffsetError {
  readonly offset: number;
  readonly message: string;
}

/** What keys, tags and aliases can get wrong beyond the grammar. */
export function structureErrors(root: unknown): readonly OffsetError[] {
  const errors: OffsetError[] = [];
  const size = sizeOf(root, new Map(), errors);
  if (size > MAX_VALUES) {
    errors.push({ offset: 0, message: `its aliases unfold to ${size} values; allowed: ${MAX_VALUES}` });
  }
  return errors;
}

/** @param sizes of the anchored nodes so far; undefined as long as one is not at its end. */
function sizeOf(node: unknown, sizes: Map<string, number | undefined>, errors: OffsetError[]): number {
  if (isAlias(node)) {
    const size = sizes.get(node.source);
    // A lone * has no name, which the grammar has told.
    if (size === undefined && node.source !== "") {
      errors.push({ offset: offsetOf(node), message: aliasMessage(node.source, sizes) });
    }
    return size ?? 1;
  }
  const tag = isNode(node) && "tag" in node ? node.tag : undefined;
  if (tag !== undefined && tag !== TEXT_TAG) {
    errors.push({
      offset: offsetOf(node),
      message: `the tag ${tag} is not known here; allowed: no tag, or !!str`,
    });
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
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value !== "string") {
        errors.push({
          offset: offsetOf(key),
          message: "a key is not text; allowed: text, in quotes where YAML reads more",
        });
      }
      size += sizeOf(key, sizes, errors) + sizeOf(value, sizes, errors);
    }
  }
  return size;
}

function aliasMessage(name: string, sizes: ReadonlyMap<string, unknown>): string {
  return sizes.has(name)
    ? `the alias *${name} stands for itself; allowed: an anchor that has ended before`
    : `the alias *${name} leads nowhere; allowed: an anchor that stands before, &${name}`;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
