import type { Path } from "./problem";

/**
 * A value of the file as it was written, with its path: for checks that look at several values together and must not stumble
 * over one that is wrong by itself.
 */
export interface Place {
  readonly value: unknown;
  readonly path: Path;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a key, nothing where there is none. */
export function at(place: Place, key: string): Place {
  const value = isMap(place.value) && Object.hasOwn(place.value, key) ? place.value[key] : undefined;
  return { value, path: [...place.path, key] };
}

/** The elements of a list; a single value counts as a list of itself. */
export function items({ value, path }: Place): readonly Place[] {
  if (Array.isArray(value)) return value.map((item, index) => ({ value: item, path: [...path, index] }));
  return value === undefined ? [] : [{ value, path }];
}

/** The keys of a map as texts, each at its own place. */
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
