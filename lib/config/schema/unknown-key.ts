import { distance } from "fastest-levenshtein";
import type { Path } from "../problem";
import { keyPlaces } from "./key-places";

/** More edits than this are another word, not a slip. */
const MAX_EDITS = 2;
/** The shortest text that counts as the beginning of a key. */
const MIN_PREFIX_CHARACTERS = 3;
const MERGE_KEY = "<<";
const MERGE_KEY_MESSAGE = `YAML merge keys (${MERGE_KEY}) are not supported. Write the keys out, or use an alias for a whole value: trust: *name`;

/** What an unknown key most likely means. */
export interface MeantKey {
  /** The place of the map that has the key, with `[]` for any element: `accounts[].roles[]`. */
  readonly map: string;
  readonly key: string;
}

/** Unknown keys of one map that are one mistake. */
export interface UnknownKeys {
  readonly keys: readonly [string, ...string[]];
  readonly message: string;
  /** A merge key can mean any key of its map. */
  readonly meant: readonly MeantKey[] | "any";
}

/**
 * The messages for the unknown keys of a map. Keys that belong to the same other map are one mistake: their indentation.
 * @param unknown in the order of the file.
 * @param keys that the map has.
 */
export function unknownKeys(
  unknown: readonly string[],
  keys: readonly string[],
  map: Path,
): readonly UnknownKeys[] {
  const here = genericPath(map);
  const allowed = `Allowed keys: ${keys.join(", ")}`;
  const misplaced = new Map<string, UnknownKeys>();
  const single = unknown.flatMap((key): readonly UnknownKeys[] => {
    const quoted = JSON.stringify(key);
    if (key === MERGE_KEY) return [{ keys: [key], message: MERGE_KEY_MESSAGE, meant: "any" }];
    const slip = nearestKey(key, keys);
    const place = slip === undefined ? placeOfKey(key, here) : undefined;
    if (place !== undefined) {
      const before = misplaced.get(place);
      misplaced.set(place, misplacedKeys([...(before?.keys ?? []), key], place, allowed));
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

function misplacedKeys(keys: readonly string[], place: string, allowed: string): UnknownKeys {
  const [first = "", ...others] = keys;
  const belongs = place === "" ? "the top level" : place;
  const text =
    others.length === 0
      ? `unknown key ${JSON.stringify(first)}, which belongs to ${belongs}`
      : `unknown keys ${keys.map((key) => JSON.stringify(key)).join(", ")}, which belong to ${belongs}`;
  return {
    keys: [first, ...others],
    message: `${text}. Check the indentation. ${allowed}`,
    meant: keys.map((key) => ({ map: place, key })),
  };
}

/** The word that a reader would take the text for: the same in another case or as a plural, or with a slip of at most two letters. */
export function nearestKey(text: string, keys: readonly string[]): string | undefined {
  const same =
    keys.find((key) => plain(key) === plain(text)) ?? keys.find((key) => singular(key) === singular(text));
  if (same !== undefined) return same;
  const [slip] = keys
    .map((key) => ({ key, edits: distance(plain(key), plain(text)) }))
    .filter(({ key, edits }) => edits <= MAX_EDITS && isSlip(plain(key), plain(text), edits))
    .sort((a, b) => a.edits - b.edits);
  return slip?.key;
}

/** The key that the text is the beginning of: `repo`, `repository`. */
export function longerKey(text: string, keys: readonly string[]): string | undefined {
  return text.length < MIN_PREFIX_CHARACTERS
    ? undefined
    : keys.find((key) => plain(key).startsWith(plain(text)));
}

/** In a short word, two edits give another word: `env`, `ecr`. Two swapped letters count as two edits too. */
function isSlip(key: string, text: string, edits: number): boolean {
  return (
    edits * 2 < Math.max(key.length, text.length) ||
    (edits === 1 && text.length > 1) ||
    sorted(key) === sorted(text)
  );
}

function sorted(text: string): string {
  return [...text].sort().join("");
}

/** Without case, and as camelCase: `assume_role_arn` is `assumeRoleArn`. */
function plain(text: string): string {
  return text.replace(/[-_]/g, "").toLowerCase();
}

function singular(text: string): string {
  return plain(text)
    .replace(/ies$/, "y")
    .replace(/(ch|s|x)es$/, "$1")
    .replace(/s$/, "");
}

/** The map of the schema that has the key, if it is above or below the place: the nearest one. */
function placeOfKey(key: string, here: string): string | undefined {
  const places = keyPlaces().get(key) ?? [];
  const [nearest] = places
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
