import { Token, Tokenization } from "cdktf";
import type { Path } from "../config/problem";

/** A value of a draft of access.yaml, with its path in the props. */
export class Field {
  readonly value: unknown;
  readonly path: Path;

  constructor(value: unknown, path: Path) {
    this.value = value;
    this.path = path;
  }
}

export type FieldMap = Readonly<Record<string, unknown>>;

/** A draft without paths. */
export function plainValue(draft: unknown): unknown {
  if (draft instanceof Field) return plainValue(draft.value);
  // A token object refers to itself. As a string it is rejected like other tokens.
  if (Tokenization.isResolvable(draft)) return Token.asString(draft);
  if (typeof draft !== "object" || draft === null) return draft;
  if (Array.isArray(draft)) return draft.map(plainValue);
  return Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, plainValue(value)]));
}

/** The path in the props of a value of a draft: that of the last field on the way, and the keys below it. */
export function pathOf(path: Path, draft: unknown): Path {
  let own: Path = [];
  let value = draft;
  for (const key of [...path, undefined]) {
    if (value instanceof Field) {
      own = value.path;
      value = value.value;
    }
    if (key === undefined) break;
    own = [...own, key];
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return own;
}
