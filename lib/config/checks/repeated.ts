import { type Place, textOf } from "../place";
import { givenText, type Problem } from "../problem";

/**
 * Texts of the file of which one stands there twice.
 * @param noun what it is for the second time.
 * @param keyOf what is compared.
 */
export function repeatedTexts(
  places: readonly Place[],
  noun: string,
  keyOf: (text: string) => string,
): readonly Problem[] {
  const first = new Map<string, Place>();
  return places.flatMap((place) => {
    const text = textOf(place);
    if (text === undefined) return [];
    const other = first.get(keyOf(text));
    if (other === undefined) {
      first.set(keyOf(text), place);
      return [];
    }
    return [
      {
        path: place.path,
        other: other.path,
        message: `is ${noun} for the second time; allowed: once; given: ${givenText(text)}`,
      },
    ];
  });
}
