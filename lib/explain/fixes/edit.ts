import { at, isMap } from "../../config/place";
import type { Path } from "../../config/problem";

/** A value for a place in access.yaml: a new key, a new element at the end of a list, or another value. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/** A copy of the value of a file with the edits, made one after the other. */
export function editedValue(value: unknown, edits: readonly Edit[]): unknown {
  return edits.reduce((so, { path, value: own }) => withValue(so, path, own), value);
}

function withValue(value: unknown, [part, ...rest]: Path, own: unknown): unknown {
  if (part === undefined) return own;
  if (typeof part === "number") {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return Object.assign([...list], { [part]: withValue(list[part], rest, own) });
  }
  return { ...(isMap(value) ? value : {}), [part]: withValue(valueAt(value, [part]), rest, own) };
}

/** The value at a path, undefined if there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((so, part) => {
    if (typeof part === "string") return at({ value: so, path: [] }, part).value;
    return Array.isArray(so) ? so[part] : undefined;
  }, value);
}
