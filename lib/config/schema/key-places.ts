import { z } from "zod";
import { accessFile } from "./access-file";

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

let places: ReadonlyMap<string, readonly string[]> | undefined;

/** The maps that have a key, by the key: `ecr` is in `accounts[].roles[]`. Made once, for the first unknown key. */
export function keyPlaces(): ReadonlyMap<string, readonly string[]> {
  places ??= collectedPlaces(z.toJSONSchema(accessFile, { io: "input", target: "draft-7" }) as SchemaNode);
  return places;
}

function collectedPlaces(root: SchemaNode): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const visit = ({ properties = {}, items, anyOf = [] }: SchemaNode, path: string): void => {
    for (const [key, child] of Object.entries(properties)) {
      found.set(key, [...(found.get(key) ?? []), path]);
      visit(child, path === "" ? key : `${path}.${key}`);
    }
    if (items !== undefined) visit(items, `${path}[]`);
    for (const option of anyOf) visit(option, path);
  };
  visit(root, "");
  return found;
}
