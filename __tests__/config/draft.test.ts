import {
  at,
  isValid,
  isValidThroughout,
  items,
  type Located,
  textOf,
  validValues,
} from "../../lib/config/draft";

const FILE: Located = { value: { list: ["a", 5], text: "b", nothing: null }, path: ["top"] };

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

test.each<[string, readonly Located[]]>([
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

const INVALID_FILE = { a: { b: [1, 2, 3], c: "x" }, d: { e: "y" } };
const place = (value: unknown) => ({ value, path: [] });

test("is the file itself without problems", () => {
  expect(validValues(INVALID_FILE, [])).toBe(INVALID_FILE);
});

test("has null for each invalid or missing value, and every other value unchanged", () => {
  expect(
    validValues(INVALID_FILE, [{ path: ["a", "b", 1] }, { path: ["d", "e"] }, { path: ["d", "f"] }]),
  ).toStrictEqual({ a: { b: [1, null, 3], c: "x" }, d: { e: null, f: null } });
});

test("has no invalid key, and marks its map", () => {
  const valid = place(validValues(INVALID_FILE, [{ path: ["a", "c"], atKey: true }]));

  expect(Object.keys(at(valid, "a").value as object)).toStrictEqual(["b"]);
  expect([isValid(at(valid, "a")), isValid(at(valid, "d")), isValid(valid)]).toStrictEqual([
    false,
    true,
    true,
  ]);
  expect([isValidThroughout(valid), isValidThroughout(at(valid, "d"))]).toStrictEqual([false, true]);
});

test("marks a map that is invalid as a whole, and keeps its values", () => {
  const valid = place(validValues(INVALID_FILE, [{ path: ["a"] }, { path: ["a", "b"] }]));

  expect(Object.entries(at(valid, "a").value as object)).toStrictEqual([
    ["b", null],
    ["c", "x"],
  ]);
  expect(isValid(at(valid, "a"))).toBe(false);
});

test("has null for a list or a scalar that is invalid as a whole", () => {
  expect(validValues(INVALID_FILE, [{ path: ["a", "b"] }, { path: ["a", "b", 7] }])).toStrictEqual({
    a: { b: null, c: "x" },
    d: { e: "y" },
  });
  expect(validValues("text", [{ path: [] }])).toBeNull();
});
