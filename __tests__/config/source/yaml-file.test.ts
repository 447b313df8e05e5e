import { parseDocument } from "yaml";
import type { Path } from "../../../lib/config/problem";
import type { OffsetError } from "../../../lib/config/source/syntax-errors";
import { MAX_VALUES, structureErrors, yamlFile } from "../../../lib/config/source/yaml-file";

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
  ["a: [1", [{ line: 1, column: 4 }]],
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

const NO_TEXT = "expected a string as key. Put it in quotes";

function errorsOf(text: string): readonly OffsetError[] {
  return structureErrors(parseDocument(text).contents);
}

function standsForItself(name: string): string {
  return `the alias *${name} is inside its own anchor &${name}`;
}

function leadsNowhere(name: string): string {
  return `unknown alias *${name}. Write the anchor &${name} before it`;
}

/** A list of 1,001 values, the anchored thousand among them, and those of its aliases and of its other elements. */
function unfolding(aliases: number, others: number): string {
  const thousand = `&a [${Array(999).fill("x").join(", ")}]`;
  return `[${[thousand, ...Array(aliases).fill("*a"), ...Array(others).fill("x")].join(", ")}]`;
}

const KEY = "expected a string as key. Put it in quotes";

function tagMessage(tag: string): string {
  return `expected no tag or !!str, got ${tag}`;
}

test.each<[string, string, readonly OffsetError[]]>([
  ["an alias of nothing", "a: *x", [{ offset: 3, message: leadsNowhere("x") }]],
  ["a whole file that is an alias", "*x", [{ offset: 0, message: leadsNowhere("x") }]],
  ["an alias before its anchor", "a: *x\nb: &x 1", [{ offset: 3, message: leadsNowhere("x") }]],
  [
    "every alias of nothing",
    "a: *x\nb: [*y, *x]",
    [
      { offset: 3, message: leadsNowhere("x") },
      { offset: 10, message: leadsNowhere("y") },
      { offset: 14, message: leadsNowhere("x") },
    ],
  ],
  ["a list that holds itself", "a: &x [*x]", [{ offset: 7, message: standsForItself("x") }]],
  ["a map that holds itself", "a: &x { b: *x }", [{ offset: 11, message: standsForItself("x") }]],
  ["a file that holds itself", "&x\na: *x", [{ offset: 6, message: standsForItself("x") }]],
  [
    "a list that holds itself far below",
    "a: &x [{ b: [*x] }]",
    [{ offset: 13, message: standsForItself("x") }],
  ],
  [
    "a list that holds itself under an anchor that stood for something else",
    "a: &x 1\nb: &x [*x]",
    [{ offset: 15, message: standsForItself("x") }],
  ],
  ["a key twice", "a: 1\nb: 2\na: 3", [{ offset: 10, message: 'duplicate key "a"', first: 0 }]],
  [
    "a key three times, each against the first",
    "{ a: 1, a: 2, 'a': 3 }",
    [
      { offset: 8, message: 'duplicate key "a"', first: 2 },
      { offset: 14, message: 'duplicate key "a"', first: 2 },
    ],
  ],
  ["a key that is a list", "? [a, b]\n: 1", [{ offset: 2, message: NO_TEXT }]],
  ["a key that is a map", "a: { { b: 1 }: 2 }", [{ offset: 5, message: NO_TEXT }]],
  [
    "a key that is a list, and what is wrong in its value",
    "? [a]\n: *x",
    [
      { offset: 2, message: NO_TEXT },
      { offset: 8, message: leadsNowhere("x") },
    ],
  ],
  [
    "aliases that unfold to one value more than are allowed",
    unfolding(1998, 1000),
    [{ offset: 0, message: "expected at most 2000000 values, got 2000001 through aliases" }],
  ],
  [
    "aliases of lists of aliases, that unfold without end",
    Array.from(
      { length: 30 },
      (_, level) => `- &l${level} [${level === 0 ? "x, x" : `*l${level - 1}, *l${level - 1}`}]`,
    ).join("\n"),
    [{ offset: 0, message: "expected at most 2000000 values, got 4294967263 through aliases" }],
  ],
])("rejects %s", (_, text, errors) => {
  expect(errorsOf(text)).toStrictEqual(errors);
});

test.each<[string, string]>([
  ["an empty file", ""],
  ["a file without aliases", "a: [1, { b: }]"],
  ["as many values as are allowed", unfolding(1998, 999)],
  ["a thousand uses of one alias", `a: &x { b: [1] }\nc: [${Array(1000).fill("*x").join(", ")}]`],
  ["an alias of an anchor that has ended inside another", "a: &x [&y 1, *y]\nb: [*x, *y]"],
  [
    "an alias of an anchor that had a million values and now has one",
    `- &a [${Array(1000).fill("x").join(", ")}]\n- &b [${Array(1000).fill("*a").join(", ")}]\n- &b y\n- [*b, *b]`,
  ],
  ["an anchor of nothing", "a: &x\nb: *x"],
  ["an alias of an anchor on a key", "&k a: 1\nb: *k"],
  ["keys in quotes, and text that is said to be text", "'1': a\n\"true\": !!str 5\n!!str 7: e"],
])("accepts %s", (_, text) => {
  expect(errorsOf(text)).toStrictEqual([]);
});

test("two million values are allowed", () => {
  expect(MAX_VALUES).toBe(2_000_000);
});

test.each<[string, string, unknown]>([
  ["the last one before it", "a: &x 1\nb: *x\nc: &x [2]\nd: *x", { a: 1, b: 1, c: [2], d: [2] }],
  ["the inner one within the outer one", "a: &x [&x 1, *x]", { a: [1, 1] }],
])("an alias of an anchor that is given twice has the value of %s", (_, text, value) => {
  const file = yamlFile(text);

  expect("errors" in file ? file.errors : file.value).toStrictEqual(value);
});

test("a thousand uses of one alias are as many values", () => {
  const file = yamlFile(`a: &x { b: [1] }\nc: [${Array(1000).fill("*x").join(", ")}]`);

  expect("errors" in file ? file.errors : file.value).toStrictEqual({
    a: { b: [1] },
    c: Array(1000).fill({ b: [1] }),
  });
});

test.each([
  ["a key that is left out", "~: a", 1, 1, KEY],
  ["a key that is a number", "a: 1\n7: b", 2, 1, KEY],
  ["a key that is a truth value", "true: b", 1, 1, KEY],
  ["a custom tag", "a: !env X", 1, 9, tagMessage("!env")],
  ["another version of YAML", "%YAML 1.1\n---\na: yes", 1, 1, "expected YAML 1.2, got YAML 1.1"],
])("rejects %s", (_, text, line, column, message) => {
  expect(yamlFile(text)).toStrictEqual({
    errors: [{ line, column, message: `not valid YAML: ${message}` }],
  });
});

test("accepts the version that is read anyway", () => {
  const file = yamlFile("%YAML 1.2\n---\na: yes");
  expect("errors" in file ? file.errors : file.value).toStrictEqual({ a: "yes" });
});

test("rejects a key with a tag that merges once, though both its type and its tag are wrong", () => {
  expect(yamlFile("a: { !!merge <<: { owner: evil } }")).toStrictEqual({
    errors: [{ line: 1, column: 14, message: `not valid YAML: ${KEY}` }],
  });
});
