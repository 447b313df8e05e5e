/** A list with at least one element: what "at least one" means to the compiler. */
export type NonEmpty<T> = readonly [T, ...T[]];

export function mapped<From, To>(
  [first, ...rest]: NonEmpty<From>,
  to: (element: From, index: number) => To,
): NonEmpty<To> {
  return [to(first, 0), ...rest.map((element, index) => to(element, index + 1))];
}

/** The elements of all lists, in order. */
export function flattened<T>([[first, ...others], ...lists]: NonEmpty<NonEmpty<T>>): NonEmpty<T> {
  return [first, ...others, ...lists.flat()];
}

/** Words as a list: `push`, `push and pull`, `push, pull and describe`. */
export function listText(words: NonEmpty<string>): string {
  const last = words.at(-1) ?? "";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Each element once, where it stands first. */
export function distinct<T>([first, ...rest]: NonEmpty<T>): NonEmpty<T> {
  return [first, ...[...new Set(rest)].filter((element) => element !== first)];
}
