import { type Place, textOf } from "../place";
import { givenText, type Problem, pathText } from "../problem";
import { groupedBy, someOf, timesText } from "./some-of";

/**
 * Strings of the file that are there twice. Two lists that share several strings give one problem.
 * @param noun of such a string.
 * @param keyOf what is compared.
 */
export function repeatedTexts(
  places: readonly Place[],
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
