import type { DocumentPath } from "../policy/iam/document";

export type JsonMap = Readonly<Record<string, unknown>>;

/** A value of somebody's JSON, and the way to it from the top. */
export interface Place {
  readonly value: unknown;
  readonly path: DocumentPath;
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a key, nothing where there is none. */
export function at({ value, path }: Place, key: string): Place {
  return { value: isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined, path: [...path, key] };
}

/** The elements of a list; none of anything else. */
export function elements({ value, path }: Place): readonly Place[] {
  return Array.isArray(value)
    ? value.map((element, index) => ({ value: element, path: [...path, index] }))
    : [];
}

/** The values of a map with their keys; none of anything else. */
export function entries({ value, path }: Place): readonly (readonly [string, Place])[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, inner]) => [key, { value: inner, path: [...path, key] }]);
}

export function textAt(place: Place, key: string): string | undefined {
  const { value } = at(place, key);
  return typeof value === "string" ? value : undefined;
}

/** What a value is, for a message. */
export function kindText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return (
    { string: "a text", number: "a number", boolean: "a truth value" }[typeof value as string] ?? "a map"
  );
}
