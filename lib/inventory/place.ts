import type { DocumentPath } from "../policy/iam/document";

export type JsonMap = Readonly<Record<string, unknown>>;

/** A value in a JSON file, and the keys and indexes that lead to it. */
export interface Place {
  readonly value: unknown;
  readonly path: DocumentPath;
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a key; undefined if there is none. */
export function at({ value, path }: Place, key: string): Place {
  return { value: isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined, path: [...path, key] };
}

/** The elements of a list; empty for other values. */
export function elements({ value, path }: Place): readonly Place[] {
  return Array.isArray(value)
    ? value.map((element, index) => ({ value: element, path: [...path, index] }))
    : [];
}

/** The entries of a map; empty for other values. */
export function entries({ value, path }: Place): readonly (readonly [string, Place])[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, inner]) => [key, { value: inner, path: [...path, key] }]);
}

export function textAt(place: Place, key: string): string | undefined {
  const { value } = at(place, key);
  return typeof value === "string" ? value : undefined;
}

/** The kind of a value, for a message. */
export function kindText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a string", number: "a number", boolean: "a boolean" }[typeof value as string] ?? "a map";
}
