import { repeatedTexts } from "../../../lib/config/checks/duplicates";
import type { Located } from "../../../lib/config/draft";

const list = (...values: readonly unknown[]): readonly Located[] =>
  values.map((value, index) => ({ value, path: ["list", index] }));

test.each<[string, readonly Located[], readonly (readonly [text: string, index: number, first: number])[]]>([
  ["none of a list without repetitions", list("a", "b", "c"), []],
  ["a string that is there twice", list("a", "b", "a"), [['"a"', 2, 0]]],
  [
    "the second of each, with the number if there are more",
    list("a", "A", "b", "a", "B"),
    [
      ['"A" (3 times)', 1, 0],
      ['"B"', 4, 2],
    ],
  ],
  ["no value that is not a string", list(5, 5, null, null, undefined, undefined, ["a"], ["a"]), []],
  ["none of nothing", [], []],
])("rejects %s", (_, places, expected) => {
  expect(repeatedTexts(places, "letter", (text) => text.toLowerCase())).toStrictEqual(
    expected.map(([text, index, first]) => ({
      path: ["list", index],
      other: ["list", first],
      message: `duplicate letter ${text}`,
    })),
  );
});

test("reports the strings that two lists share once, at the first", () => {
  const other = (...values: readonly string[]): readonly Located[] =>
    values.map((value, index) => ({ value, path: ["other", index] }));

  expect(
    repeatedTexts(
      [...list("a", "b", "c", "d", "e"), ...other("e", "x", "a", "b", "c", "d")],
      "letter",
      (text) => text,
    ),
  ).toStrictEqual([
    { path: ["other", 2], other: ["list", 0], message: 'duplicate letter "a", "b", "c" and 2 more' },
  ]);
});

test("strings that differ in what is compared are two", () => {
  expect(repeatedTexts(list("a", "A"), "letter", (text) => text)).toStrictEqual([]);
});
