import { at, isMap } from "../../config/place";
import type { Path } from "../../config/problem";

/** A value for a place of access.yaml: a new key, a further element at the end of a list, or another value for what stands there. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/** What a file says after edits, one after the other; the value itself stays as it is. */
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

/** The value at a path, nothing where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((so, part) => {
    if (typeof part === "string") return at({ value: so, path: [] }, part).value;
    return Array.isArray(so) ? so[part] : undefined;
  }, value);
}
