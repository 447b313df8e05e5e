/** Enough to recognise what is meant. */
const SHOWN_NAMES = 3;

/** The first names, and how many follow: `web, api, docs and 9 more`. */
export function someOf(names: readonly string[]): string {
  const rest = names.length - SHOWN_NAMES;
  // A single name takes no more room than its number.
  if (rest <= 1) return names.join(", ");
  return `${names.slice(0, SHOWN_NAMES).join(", ")} and ${rest} more`;
}

/** A value and how often it is there, where twice is the rule: `"web"`, or `"web" (5 times)`. */
export function timesText(text: string, count: number): string {
  return count <= 2 ? text : `${text} (${count} times)`;
}

/** Elements by a key, in the order of the first of each. */
export function groupedBy<T>(
  list: readonly T[],
  keyOf: (element: T) => string,
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const element of list) {
    const group = groups.get(keyOf(element));
    if (group === undefined) groups.set(keyOf(element), [element]);
    else group.push(element);
  }
  return [...groups.values()];
}
