import type { Path, Problem } from "./problem";

declare const SHAPE: unique symbol;

/**
 * A value of the file as it is written, with its path: what the checks read. `Shape` is the form that the schema expects, so that a key has to
 * be one of the schema. The value itself can have any form. Values that are wrong by themselves are null, see {@link validValues}.
 */
export interface Located<Shape = unknown> {
  readonly value: unknown;
  readonly path: Path;
  readonly [SHAPE]?: Shape;
}

/** The keys that a map can have, in any of its forms. */
type KeyOf<Shape> = unknown extends Shape
  ? string
  : Shape extends readonly unknown[]
    ? never
    : Shape extends object
      ? keyof Shape & string
      : never;

type ValueOf<Shape, Key extends string> = unknown extends Shape
  ? unknown
  : Shape extends { readonly [Each in Key]?: infer Value }
    ? Exclude<Value, undefined>
    : never;

type ElementOf<Shape> = Shape extends readonly (infer Element)[] ? Element : Shape;

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a key, undefined if there is none. */
export function at<Shape, Key extends KeyOf<Shape>>(
  { value: map, path }: Located<Shape>,
  key: Key,
): Located<ValueOf<Shape, Key>> {
  const value = isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
  return { value, path: [...path, key] };
}

/** Under this key, a map says that it is invalid, so that nothing follows from the keys that it lacks. */
const INVALID = Symbol("invalid");

function markedInvalid(map: unknown): unknown {
  return isMap(map) ? { ...map, [INVALID]: true } : map;
}

/** Whether the value itself is valid. In an invalid map, a missing key may be a misspelled one. */
export function isValid({ value }: Located): boolean {
  return value !== null && !(isMap(value) && Object.hasOwn(value, INVALID));
}

/** Whether the value and everything in it are valid. */
export function isValidThroughout(place: Located): boolean {
  if (!isValid(place)) return false;
  const whole: Located = place;
  const parts = keysOf(whole).map((key) => at(whole, key.value));
  return [...parts, ...(Array.isArray(place.value) ? items(place) : [])].every(isValidThroughout);
}

/** Under this key, a list has the positions that its elements have in the file, if the list is a part of one in the file. */
const POSITIONS = Symbol("positions");

/** An element of a list, and its position in the file. */
export interface Positioned {
  readonly value: unknown;
  readonly position: number;
}

/** A list whose elements keep the positions that they have in the file. Several elements can come from one. */
export function listAt(elements: readonly Positioned[]): readonly unknown[] {
  return Object.assign(
    elements.map(({ value }) => value),
    { [POSITIONS]: elements.map(({ position }) => position) },
  );
}

function positionsOf(list: object): readonly number[] | undefined {
  return POSITIONS in list ? (list[POSITIONS] as readonly number[]) : undefined;
}

/** The elements of a list; a single value counts as a list of itself. */
export function items<Shape>({ value, path }: Located<Shape>): readonly Located<ElementOf<Shape>>[] {
  if (!Array.isArray(value)) return value === undefined ? [] : [{ value, path }];
  const positions = positionsOf(value);
  return value.map((item, index) => ({ value: item, path: [...path, positions?.[index] ?? index] }));
}

/** The keys of a map as strings, each at its own place. */
export function keysOf({ value, path }: Located): readonly (Located<string> & { readonly value: string })[] {
  return isMap(value) ? Object.keys(value).map((key) => ({ value: key, path: [...path, key] })) : [];
}

export function textOf({ value }: Located): string | undefined {
  return typeof value === "string" ? value : undefined;
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
