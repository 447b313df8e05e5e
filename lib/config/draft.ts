import type { Path, Problem } from "./problem";

/**
 * A value of the file as it was written, with its path. Checks that compare several values read it. Values that are invalid by themselves
 * are null there, see {@link validValues}.
 */
export interface Place {
  readonly value: unknown;
  readonly path: Path;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a key, undefined if there is none. */
export function at(place: Place, key: string): Place {
  const value = isMap(place.value) && Object.hasOwn(place.value, key) ? place.value[key] : undefined;
  return { value, path: [...place.path, key] };
}

/** Under this key, a map says that it is invalid, so that nothing follows from the keys that it lacks. */
const INVALID = Symbol("invalid");

function markedInvalid(map: unknown): unknown {
  return isMap(map) ? { ...map, [INVALID]: true } : map;
}

/** Whether the value itself is valid. In an invalid map, a missing key may be a misspelled one. */
export function isValid({ value }: Place): boolean {
  return value !== null && !(isMap(value) && Object.hasOwn(value, INVALID));
}

/** Whether the value and everything in it are valid. */
export function isValidThroughout(place: Place): boolean {
  if (!isValid(place)) return false;
  const parts = isMap(place.value) ? keysOf(place).map((key) => at(place, String(key.value))) : [];
  return [...parts, ...(Array.isArray(place.value) ? items(place) : [])].every(isValidThroughout);
}

/** The elements of a list; a single value counts as a list of itself. */
export function items({ value, path }: Place): readonly Place[] {
  if (Array.isArray(value)) return value.map((item, index) => ({ value: item, path: [...path, index] }));
  return value === undefined ? [] : [{ value, path }];
}

/** The keys of a map as strings, each at its own place. */
export function keysOf({ value, path }: Place): readonly Place[] {
  return isMap(value) ? Object.keys(value).map((key) => ({ value: key, path: [...path, key] })) : [];
}

export function textOf({ value }: Place): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function accountsOf(file: Place): readonly Place[] {
  return items(at(file, "accounts"));
}

export function rolesOf(account: Place): readonly Place[] {
  return items(at(account, "roles"));
}

type Mark = Pick<Problem, "path" | "atKey">;

/**
 * A file without the values that are wrong by themselves, so that the checks conclude nothing from them. A wrong value is null, a wrong
 * key is left out, and a map that is wrong as a whole, or has a wrong key, is marked.
 */
export function validValues(value: unknown, problems: readonly Mark[]): unknown {
  if (problems.length === 0) return value;
  const own = problems.filter(({ path }) => path.length === 0);
  if (own.length > 0 && !isMap(value)) return null;
  if (!isMap(value) && !Array.isArray(value)) return null;
  const below = new Map<string | number, Mark[]>();
  for (const { path, atKey } of problems) {
    const [part, ...rest] = path;
    if (part === undefined) continue;
    const marks = below.get(part) ?? [];
    below.set(part, marks);
    marks.push({ path: rest, ...(atKey !== undefined && { atKey }) });
  }
  if (Array.isArray(value)) {
    return value.map((element, index) => validValues(element, below.get(index) ?? []));
  }
  const wrongKeys = new Set([...below].filter(([, marks]) => marks.some(isAtKey)).map(([key]) => key));
  const valid = Object.entries(value)
    .filter(([key]) => !wrongKeys.has(key))
    .map(([key, each]) => [key, validValues(each, below.get(key) ?? [])] as const);
  const missing = [...below.keys()].filter((key) => !Object.hasOwn(value, key)).map((key) => [key, null]);
  const map: unknown = Object.fromEntries([...valid, ...missing]);
  return own.length > 0 || wrongKeys.size > 0 ? markedInvalid(map) : map;
}

function isAtKey({ path, atKey }: Mark): boolean {
  return atKey === true && isEmpty(path);
}

function isEmpty(path: Path): boolean {
  return path.length === 0;
}
