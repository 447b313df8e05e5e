import { givenText } from "../../policy/text-rule";
import { type Located, textOf } from "../draft";
import { type Problem, pathText } from "../problem";

/**
 * Strings of the file that are there twice. Two lists that share several strings give one problem.
 * @param noun of such a string.
 * @param keyOf what is compared.
 */
export function repeatedTexts(
  places: readonly Located[],
  noun: string,
  keyOf: (text: string) => string,
): readonly Problem[] {
  const texts = places.flatMap((place) => {
    const text = textOf(place);
    return text === undefined ? [] : [{ text, place }];
  });
  const repeated = groupedBy(texts, ({ text }) => keyOf(text)).flatMap(([first, second, ...others]) =>
    second === undefined ? [] : [{ first, second, count: others.length + 2 }],
  );
  return groupedBy(repeated, ({ first, second }) => {
    const [one, other] = [first, second].map(({ place: { path } }) => pathText(path.slice(0, -1)));
    return one === other ? pathText(second.place.path) : `${one} ${other}`;
  }).map((group) => {
    const [{ first, second }] = group;
    const given = group.map(({ second: { text }, count }) => timesText(givenText(text), count));
    return {
      path: second.place.path,
      other: first.place.path,
      message: `duplicate ${noun} ${someOf(given)}`,
    };
  });
}

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
