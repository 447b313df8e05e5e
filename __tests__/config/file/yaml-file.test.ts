import { yamlFile } from "../../../lib/config/file/yaml-file";
import type { Path } from "../../../lib/config/problem";

const TEXT = `# a comment
list:
  - first
  - { inner: 1, "two words": [x,
      y] }
empty:
anchor: &here
  deep: value
alias: *here
"5": number
text: >-
  folded
  text
`;

test("values are read as YAML 1.2", () => {
  expect(textValue(TEXT)).toStrictEqual({
    list: ["first", { inner: 1, "two words": ["x", "y"] }],
    empty: null,
    anchor: { deep: "value" },
    alias: { deep: "value" },
    "5": "number",
    text: "folded text",
  });
  expect(textValue("[yes, no, on, 0o17, 017, 1_000, ~, 2001-01-01, '1', True]")).toStrictEqual([
    "yes",
    "no",
    "on",
    15,
    17,
    "1_000",
    null,
    "2001-01-01",
    "1",
    true,
  ]);
});

test.each<[string, Path, number, number]>([
  ["the whole file", [], 2, 1],
  ["a list", ["list"], 3, 3],
  ["an element", ["list", 0], 3, 5],
  ["a map in a list", ["list", 1], 4, 5],
  ["a value in a flow map", ["list", 1, "inner"], 4, 14],
  ["an element on the next line", ["list", 1, "two words", 1], 5, 7],
  ["nothing, after its key", ["empty"], 6, 7],
  ["a map with an anchor", ["anchor"], 8, 3],
  ["a value under an anchor", ["anchor", "deep"], 8, 9],
  ["an alias, where it stands", ["alias"], 9, 8],
  ["a value under an alias, where it was written", ["alias", "deep"], 8, 9],
  ["the value of a key in quotes that looks like a number", ["5"], 10, 6],
  ["folded text", ["text"], 11, 7],
  ["a missing key: the map that lacks it", ["list", 1, "missing"], 4, 5],
  ["a missing element: the list that lacks it", ["list", 2], 3, 3],
  ["a missing key of a missing key: the nearest that is there", ["anchor", "x", 0, "y"], 8, 3],
  ["a key of what is no map: the value", ["list", 0, "x"], 3, 5],
  ["a position in a map: the map", ["anchor", 0], 8, 3],
])("%s has its place", (_, path, line, column) => {
  expect(positionIn(TEXT, path, false)).toStrictEqual({ line, column });
});

test.each<[string, Path, number, number]>([
  ["a key of the file", ["list"], 2, 1],
  ["a key in a flow map", ["list", 1, "inner"], 4, 7],
  ["a key in quotes", ["list", 1, "two words"], 4, 17],
  ["a key under an alias, where it was written", ["alias", "deep"], 8, 3],
  ["a missing key: the map that lacks it", ["list", 1, "missing"], 4, 5],
])("%s has its own place, apart from its value's", (_, path, line, column) => {
  expect(positionIn(TEXT, path, true)).toStrictEqual({ line, column });
});

test.each<[string, string, Path, string | undefined]>([
  ["a number that begins with a zero", "a: 012", ["a"], "012"],
  ["an octal number", "a: 0o17", ["a"], "0o17"],
  ["a number past all that are exact", "a: [99999999999999999999]", ["a", 0], "99999999999999999999"],
  ["a number with an exponent", "a: 1e3", ["a"], "1e3"],
  ["a truth value", "a: True", ["a"], "True"],
  ["text in quotes, without them", "a: 'x'", ["a"], "x"],
  ["a list", "a: [1]", ["a"], undefined],
  ["a map", "a: { b: 1 }", ["a"], undefined],
])("%s has its source", (_, text, path, source) => {
  const file = yamlFile(text);

  expect("errors" in file ? file.errors : file.source(path)).toStrictEqual(source);
});

test("an empty text begins at its first character", () => {
  expect(positionIn("", [], false)).toStrictEqual({ line: 1, column: 1 });
  expect(positionIn("", ["github"], false)).toStrictEqual({ line: 1, column: 1 });
});

test.each([
  ["a: [1", [{ line: 1, column: 6 }]],
  [
    "a: 1\na: 2\nb: 1\nb: 2\n",
    [
      { line: 2, column: 1 },
      { line: 4, column: 1 },
    ],
  ],
  ["a: !x 1\n", [{ line: 1, column: 7 }]],
  ["a: 1\n---\nb: 1\n---\nc: 1\n", [{ line: 2, column: 1 }]],
  [
    "a: *x\nb:\n  ? [k]\n  : [*y]\n",
    [
      { line: 1, column: 4 },
      { line: 3, column: 5 },
      { line: 4, column: 6 },
    ],
  ],
])("rejects %j at the place of each error", (text, places) => {
  const file = yamlFile(text);

  expect("errors" in file ? file.errors.map(({ line, column }) => ({ line, column })) : []).toStrictEqual(
    places,
  );
});

function textValue(text: string): unknown {
  const file = yamlFile(text);
  return "errors" in file ? file.errors : file.value;
}

function positionIn(text: string, path: Path, atKey: boolean): unknown {
  const file = yamlFile(text);
  return "errors" in file ? file.errors : file.position({ path, atKey });
}
