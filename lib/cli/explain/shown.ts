import type { AskedRole } from "../../explanation/asked-role";
import type { Statement } from "../../policy/evaluation/document";

/** A longer list ends with how many more there are. */
export const MAX_LISTED = 20;

/** Text of somebody else's for a terminal: what would move the cursor or turn the line round is replaced, one for one. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}

export function listed(values: readonly string[]): string {
  const more = values.length - MAX_LISTED;
  return `${values.slice(0, MAX_LISTED).map(shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

export function roleName({ name, origin }: AskedRole): string {
  return origin === undefined ? shown(name) : `${name} in ${origin.account.name}`;
}

/** By its Sid, or by its number from 1. */
export function statementName({ sid, path, effect }: Statement): string {
  return `statement ${sid !== undefined ? shown(sid) : Number(path[1] ?? 0) + 1} (${effect})`;
}
