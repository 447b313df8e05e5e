/** Longer lists are cut. */
const MAX_LISTED = 20;

/** A line for each element. A long list ends with the number of further elements. */
export function listed<T>(list: readonly T[], text: (element: T) => string, indent = ""): readonly string[] {
  const lines = list.slice(0, MAX_LISTED).map(text);
  const more = list.length - lines.length;
  return more > 0 ? [...lines, `${indent}and ${more} more`] : lines;
}
