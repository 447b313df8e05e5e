import { repeatedTexts } from "../../../lib/config/checks/repeated";
import type { Place } from "../../../lib/config/place";

const list = (...values: readonly unknown[]): readonly Place[] =>
  values.map((value, index) => ({ value, path: ["list", index] }));

test.each<[string, readonly Place[], readonly (readonly [text: string, index: number, first: number])[]]>([
  ["none of a list without repetitions", list("a", "b", "c"), []],
  ["a text that stands twice", list("a", "b", "a"), [["a", 2, 0]]],
  [
    "each after the first, whatever stands between them",
    list("a", "A", "b", "a", "B"),
    [
      ["A", 1, 0],
      ["a", 3, 0],
      ["B", 4, 2],
    ],
  ],
  ["no value that is no text", list(5, 5, null, null, undefined, undefined, ["a"], ["a"]), []],
  ["none of nothing", [], []],
])("rejects %s", (_, places, expected) => {
  expect(repeatedTexts(places, "a letter", (text) => text.toLowerCase())).toStrictEqual(
    expected.map(([text, index, first]) => ({
      path: ["list", index],
      other: ["list", first],
      message: `is a letter for the second time; allowed: once; given: "${text}"`,
    })),
  );
});

test("texts that differ in what is compared are two", () => {
  expect(repeatedTexts(list("a", "A"), "a letter", (text) => text)).toStrictEqual([]);
});
