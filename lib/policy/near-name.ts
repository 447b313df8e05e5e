import { distance } from "fastest-levenshtein";

/** More edits than this are another word, not a slip. */
const MAX_EDITS = 2;
/** The shortest text that counts as the beginning of a key. */
const MIN_PREFIX_CHARACTERS = 3;

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

/** Whether a name can be a slip of another one, or its beginning. Numbers tell versions apart: `v1`, `v2`. */
export function isNearName(text: string, name: string): boolean {
  const isOtherVersion = name !== text && name.replace(/\d+/g, "") === text.replace(/\d+/g, "");
  return !isOtherVersion && (nearestKey(text, [name]) !== undefined || longerKey(text, [name]) !== undefined);
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
