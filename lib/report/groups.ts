import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";

/** What several things have in common, by its name. */
export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
  /** Other groups, by a pattern that stands for this one's name too. */
  readonly coveredBy: readonly string[];
}

/** Things by their names, in the order of these. */
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
    coveredBy: patterns.filter((pattern) => pattern !== name && stands(pattern, name)),
  }));
}

/** Whether a pattern with `*` and `?` stands for a name, or for all that another pattern stands for. */
function stands(pattern: string, name: string): boolean {
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), patternOf(plainText(name), WILDCARDS_ALONE));
}
