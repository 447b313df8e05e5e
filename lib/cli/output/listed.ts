/** A longer list ends with how many more there are. */
const MAX_LISTED = 20;

/** The elements of a list in lines, the first of them where there are many. */
export function listed<T>(list: readonly T[], text: (element: T) => string, indent = ""): readonly string[] {
  const lines = list.slice(0, MAX_LISTED).map(text);
  const more = list.length - lines.length;
  return more > 0 ? [...lines, `${indent}and ${more} more`] : lines;
}
