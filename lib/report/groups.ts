import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";

/** Things that share a name. */
export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
  /** The names of other groups that are patterns and match this group's name. */
  readonly matchedBy: readonly string[];
}

/** Grouped and sorted by name. */
export function groupsOf<T>(named: Iterable<readonly [name: string, member: T]>): readonly Group<T>[] {
  const byName = new Map<string, T[]>();
  for (const [name, member] of named) {
    const members = byName.get(name);
    if (members === undefined) byName.set(name, [member]);
    else members.push(member);
  }
  const names = [...byName.keys()].sort();
  const patterns = names.filter((name) => /[*?]/.test(name));
  return names.map((name) => ({
    name,
    members: byName.get(name) ?? [],
    matchedBy: patterns.filter((pattern) => pattern !== name && matches(pattern, name)),
  }));
}

/** @param name or another pattern, everything of which has to match. */
function matches(pattern: string, name: string): boolean {
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), patternOf(plainText(name), WILDCARDS_ALONE));
}
