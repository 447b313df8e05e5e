import type { Path } from "../problem";
import type { EditValue } from "./written-value";

/** What is wanted at a place: a value, or other values below it. */
export type Wanted = { readonly kind: "value"; readonly value: EditValue } | Within;

export interface Within {
  readonly kind: "within";
  readonly children: Map<string | number, Wanted>;
}

/** Edits by the way to them, in their order. */
export function wantedValues(edits: readonly { readonly path: Path; readonly value: EditValue }[]): Within {
  const root: Within = { kind: "within", children: new Map() };
  for (const { path, value } of edits) {
    const last = path.at(-1);
    if (last === undefined) continue;
    let place = root;
    for (const part of path.slice(0, -1)) {
      const known = place.children.get(part);
      const next: Within = known?.kind === "within" ? known : { kind: "within", children: new Map() };
      place.children.set(part, next);
      place = next;
    }
    place.children.set(last, { kind: "value", value });
  }
  return root;
}

/** The whole of what is wanted at a place where nothing is yet. */
export function wholeValue(wanted: Wanted): EditValue {
  if (wanted.kind === "value") return wanted.value;
  const children = [...wanted.children].map(([part, child]) => [part, wholeValue(child)] as const);
  const isList = children.every(([part]) => typeof part === "number");
  return isList ? children.map(([, child]) => child) : Object.fromEntries(children);
}
