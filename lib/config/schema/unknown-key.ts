import { distance } from "fastest-levenshtein";
import type { Path } from "../problem";
import { keyPlaces } from "./key-places";

/** More edits than this are another word, not a slip. */
const MAX_EDITS = 2;
/** The shortest text that counts as the beginning of a key. */
const MIN_PREFIX_CHARACTERS = 3;
const MERGE_KEY = "<<";

/** What an unknown key most likely means. */
export interface MeantKey {
  /** The place of the map that has the key, with `[]` for any element: `accounts[].roles[]`. */
  readonly map: string;
  readonly key: string;
}

/** The message for an unknown key, and the key that was meant, if that is clear. A merge key can mean any key of its map. */
export function unknownKey(
  key: string,
  keys: readonly string[],
  map: Path,
): { readonly message: string; readonly meant: MeantKey | "any" | undefined } {
  if (key === MERGE_KEY) {
    return {
      message: `YAML merge keys (${MERGE_KEY}) are not supported. Write the keys out, or use an alias for a whole value: trust: *name`,
      meant: "any",
    };
  }
  const here = genericPath(map);
  const near = nearestKey(key, keys);
  const allowed = `Allowed keys: ${keys.join(", ")}`;
  if (near !== undefined) {
    return {
      message: `unknown key ${JSON.stringify(key)}, did you mean ${near}? ${allowed}`,
      meant: { map: here, key: near },
    };
  }
  const place = placeOfKey(key, here);
  if (place === undefined) {
    return { message: `unknown key ${JSON.stringify(key)}. ${allowed}`, meant: undefined };
  }
  return {
    message: `unknown key ${JSON.stringify(key)}, which belongs to ${place === "" ? "the top level" : place}. Check the indentation. ${allowed}`,
    meant: { map: place, key },
  };
}

/** The key that a reader would take the text for: other case, plural, a slip of at most two letters, or a beginning. */
export function nearestKey(text: string, keys: readonly string[]): string | undefined {
  const same =
    keys.find((key) => plain(key) === plain(text)) ?? keys.find((key) => singular(key) === singular(text));
  if (same !== undefined) return same;
  const [slip] = keys
    .map((key) => ({ key, edits: distance(plain(key), plain(text)) }))
    .filter(({ key, edits }) => edits <= MAX_EDITS && isSlip(plain(key), plain(text), edits))
    .sort((a, b) => a.edits - b.edits);
  if (slip !== undefined) return slip.key;
  if (text.length < MIN_PREFIX_CHARACTERS) return undefined;
  return keys.find((key) => plain(key).startsWith(plain(text)));
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
