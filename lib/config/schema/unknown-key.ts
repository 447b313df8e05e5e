import { z } from "zod";
import { longerKey, nearestKey } from "../../policy/near-name";
import type { Path } from "../problem";

const MERGE_KEY = "<<";
const MERGE_KEY_MESSAGE = `YAML merge keys (${MERGE_KEY}) are not supported. Write the keys out, or use an alias for a whole value: trust: *name`;

/** What an unknown key most likely means. */
export interface MeantKey {
  /** The place of the map that has the key, with `[]` for any element: `accounts[].roles[]`. */
  readonly map: string;
  readonly key: string;
}

/** Unknown keys of one map that are one mistake. */
interface UnknownKeys {
  readonly keys: readonly [string, ...string[]];
  readonly message: string;
  /** A merge key can mean any key of its map. */
  readonly meant: readonly MeantKey[] | "any";
}

/**
 * The messages for the unknown keys of a map. Keys that belong to the same other map are one mistake.
 * @param unknown in the order of the source.
 * @param keys that the map has.
 * @param schema of all maps.
 * @param isFile whether a wrong indentation can be the cause.
 */
export function unknownKeys(
  unknown: readonly string[],
  keys: readonly string[],
  map: Path,
  schema: z.ZodType,
  isFile: boolean,
): readonly UnknownKeys[] {
  const here = genericPath(map);
  const allowed = `Allowed keys: ${keys.join(", ")}`;
  const misplaced = new Map<string, UnknownKeys>();
  const single = unknown.flatMap((key): readonly UnknownKeys[] => {
    const quoted = JSON.stringify(key);
    if (key === MERGE_KEY) return [{ keys: [key], message: MERGE_KEY_MESSAGE, meant: "any" }];
    const slip = nearestKey(key, keys);
    const place = slip === undefined ? placeOfKey(key, here, keyPlaces(schema)) : undefined;
    if (place !== undefined) {
      const before = misplaced.get(place);
      misplaced.set(place, misplacedKeys([...(before?.keys ?? []), key], place, allowed, isFile));
      return [];
    }
    const near = slip ?? longerKey(key, keys);
    return near === undefined
      ? [{ keys: [key], message: `unknown key ${quoted}. ${allowed}`, meant: [] }]
      : [
          {
            keys: [key],
            message: `unknown key ${quoted}, did you mean ${near}? ${allowed}`,
            meant: [{ map: here, key: near }],
          },
        ];
  });
  return [...single, ...misplaced.values()];
}

function misplacedKeys(
  keys: readonly string[],
  place: string,
  allowed: string,
  isFile: boolean,
): UnknownKeys {
  const [first = "", ...others] = keys;
  const belongs = place === "" ? "the top level" : place;
  const text =
    others.length === 0
      ? `unknown key ${JSON.stringify(first)}, which belongs to ${belongs}`
      : `unknown keys ${keys.map((key) => JSON.stringify(key)).join(", ")}, which belong to ${belongs}`;
  const fix = isFile ? "Check the indentation" : `Move ${others.length === 0 ? "it" : "them"} there`;
  return {
    keys: [first, ...others],
    message: `${text}. ${fix}. ${allowed}`,
    meant: keys.map((key) => ({ map: place, key })),
  };
}

/** The map of the schema that has the key, if it is above or below the place: the nearest one. */
function placeOfKey(key: string, here: string, places: KeyPlaces): string | undefined {
  const [nearest] = [...(places.get(key) ?? [])]
    .filter((place) => isAbove(place, here) || isAbove(here, place))
    .sort((a, b) => Math.abs(a.length - here.length) - Math.abs(b.length - here.length));
  return nearest;
}

/** Whether one map of the schema contains another. */
function isAbove(above: string, below: string): boolean {
  return above === "" || (below.startsWith(above) && /^[.[]/.test(below.slice(above.length)));
}

/** A path without positions: `accounts[].roles[]`. */
export function genericPath(path: Path): string {
  return path
    .map((part) => (typeof part === "number" ? "[]" : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** The maps that have a key, by the key: `ecr` is in `accounts[].roles[]`. */
type KeyPlaces = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<z.ZodType, KeyPlaces>();

/** The places of a schema's keys. Made once, for the first unknown key. */
function keyPlaces(schema: z.ZodType): KeyPlaces {
  const places =
    known.get(schema) ??
    collectedPlaces(z.toJSONSchema(schema, { io: "input", target: "draft-7" }) as SchemaNode);
  known.set(schema, places);
  return places;
}

function collectedPlaces(root: SchemaNode): KeyPlaces {
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
