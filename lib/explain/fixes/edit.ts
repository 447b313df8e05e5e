import { at, isMap } from "../../config/draft";
import type { Path } from "../../config/problem";
import { sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import type { Attempt } from "../compare";

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

/** The place in the file that the statement comes from. */
export type TrustPlace =
  /** An entry that names a repository. */
  | { readonly kind: "entry"; readonly path: Path }
  /** An entry with the key subject. */
  | { readonly kind: "subject"; readonly path: Path }
  /** A part of a custom trust policy. */
  | { readonly kind: "document"; readonly path: Path };

/** Undefined for a role of a policy file. */
export function trustPlace({ roleDecision: { role }, statement, expected }: Attempt): TrustPlace | undefined {
  if (role.origin === undefined) return undefined;
  const { path, role: own, issuerHost } = role.origin;
  const { trust } = own;
  if (trust.kind === "document") {
    const inside = expected?.value.path ?? statement.statement.path;
    return { kind: "document", path: [...path, "trustPolicy", ...inside] };
  }
  const shared = sharedClaims(trust.entries)[Number(statement.statement.path[1])] ?? trust.entries;
  const text = expected?.value.text;
  const entry =
    shared.find((each) => trustedSubjects({ entries: [each], issuerHost }).some((one) => one === text)) ??
    shared[0];
  return {
    kind: entry.kind === "subject" ? "subject" : "entry",
    path: [...path, "trust", entry.source],
  };
}
