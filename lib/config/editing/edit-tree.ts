import type { Path } from "../problem";
import type { EditValue } from "./written-value";

/** The edits at a place: a new value, or edits below it. */
export type EditNode = { readonly kind: "value"; readonly value: EditValue } | EditBranch;

export interface EditBranch {
  readonly kind: "within";
  readonly children: Map<string | number, EditNode>;
}

/** Edits as a tree of their paths, in their order. */
export function editTree(edits: readonly { readonly path: Path; readonly value: EditValue }[]): EditBranch {
  const root: EditBranch = { kind: "within", children: new Map() };
  for (const { path, value } of edits) {
    const last = path.at(-1);
    if (last === undefined) continue;
    let place = root;
    for (const part of path.slice(0, -1)) {
      const known = place.children.get(part);
      const next: EditBranch = known?.kind === "within" ? known : { kind: "within", children: new Map() };
      place.children.set(part, next);
      place = next;
    }
    place.children.set(last, { kind: "value", value });
  }
  return root;
}

/** The whole value for a place that is empty. */
export function wholeValue(edit: EditNode): EditValue {
  if (edit.kind === "value") return edit.value;
  const children = [...edit.children].map(([part, child]) => [part, wholeValue(child)] as const);
  const isList = children.every(([part]) => typeof part === "number");
  return isList ? children.map(([, child]) => child) : Object.fromEntries(children);
}
