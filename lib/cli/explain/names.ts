import type { CandidateRole } from "../../explain/candidates";
import type { Statement } from "../../policy/iam/document";
import { escapeControlChars } from "../output/escape";

export function roleName({ name, origin }: CandidateRole): string {
  return origin === undefined ? escapeControlChars(name) : `${name} in account ${origin.account.name}`;
}

/** By its Sid, or by its number from 1. Statements are `Allow` unless the name says `Deny`. */
export function statementName({ sid, path, effect }: Statement): string {
  const name = `statement ${sid !== undefined ? escapeControlChars(sid) : Number(path[1] ?? 0) + 1}`;
  return effect === "Deny" ? `${name} (Deny)` : name;
}
