import { at, items, type Place, textOf } from "../../lib/config/place";

const FILE: Place = { value: { list: ["a", 5], text: "b", nothing: null }, path: ["top"] };

test.each<[string, unknown]>([
  ["text", "b"],
  ["nothing", null],
  ["missing", undefined],
  ["toString", undefined],
  ["constructor", undefined],
])("the value of %s is the one of the file: %p", (key, value) => {
  expect(at(FILE, key)).toStrictEqual({ value, path: ["top", key] });
});

test.each<[string, unknown]>([
  ["a list", ["a"]],
  ["text", "abc"],
  ["nothing", null],
])("there is no value under a key of %s", (_, value) => {
  expect(at({ value, path: [] }, "length")).toStrictEqual({ value: undefined, path: ["length"] });
});

test.each<[string, readonly Place[]]>([
  [
    "list",
    [
      { value: "a", path: ["top", "list", 0] },
      { value: 5, path: ["top", "list", 1] },
    ],
  ],
  ["text", [{ value: "b", path: ["top", "text"] }]],
  ["nothing", [{ value: null, path: ["top", "nothing"] }]],
  ["missing", []],
])("the elements under %s are those of the list, or the value itself", (key, places) => {
  expect(items(at(FILE, key))).toStrictEqual(places);
});

test.each([
  ["a", "a"],
  [5, undefined],
  [null, undefined],
  [["a"], undefined],
])("the text of %j is %p", (value, text) => {
  expect(textOf({ value, path: [] })).toBe(text);
});
