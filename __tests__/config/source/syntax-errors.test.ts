import { yamlFile } from "../../../lib/config/source/yaml-file";

/** The errors of a text, each as `line:column message`. */
function errorsOf(...lines: readonly string[]): readonly string[] {
  const file = yamlFile(`${lines.join("\n")}\n`);
  return "errors" in file
    ? file.errors.map(
        ({ line, column, message }) => `${line}:${column} ${message.replace("not valid YAML: ", "")}`,
      )
    : [];
}

test.each<[string, readonly string[], string]>([
  [
    "a key deeper than its neighbors",
    ["accounts:", '  - id: "1"', "     region: x", "    roles: x"],
    "3:6 wrong indentation. Indent this line like id in line 2",
  ],
  [
    "a key less deep than its neighbors",
    ["accounts:", '  - id: "1"', "   region: x", "    roles:", "      - trust:"],
    "3:4 wrong indentation. Indent this line like id in line 2",
  ],
  [
    "a key between two blocks",
    ["github:", "  owner: acme", " accounts: x"],
    "3:2 wrong indentation. Indent this line like github in line 1, or like owner in line 2",
  ],
  [
    "a key between two blocks, the outer one with items like its key",
    ["- trust:", "  - repository: web", "   branch: main"],
    "3:4 wrong indentation. Indent this line like trust in line 1, or like repository in line 2",
  ],
  [
    "an item deeper than its neighbors",
    ["trust:", "  - repository: web", "    branch: main", "   - repository: api"],
    "4:4 wrong indentation. Indent this line like the - in line 2",
  ],
  [
    "an item less deep than its neighbors",
    ["trust:", "  - repository: web", "    branch: main", " - repository: api"],
    "4:2 wrong indentation. Indent this line like the - in line 2",
  ],
  ["text that is no key", ["trust:", "  - repository: web", "   branch main"], "3:4 wrong indentation"],
  ["a map", ["a:", "  - { b: 1, c: 2", "d: 3"], "2:5 not closed. Add }"],
  ["a list", ["a: [1, 2", "b: 3"], "1:4 not closed. Add ]"],
  ["a double quote", ['a: "1', "b: 2"], '1:4 not closed. Add "'],
  ["a single quote", ["a: '1", "b: 2"], "1:4 not closed. Add '"],
  ["a missing space", ["a:", '  b:"1"', "  c: 2"], "2:3 expected KEY: VALUE, with a space after the colon"],
  ["a missing colon", ["a:", "  b 1", "  c: 2"], "2:3 expected KEY: VALUE, with a space after the colon"],
  ["a reserved character", ["a: @b"], "1:4 a value that begins with @ needs quotes"],
  [
    "a key after a value",
    ["a: b", "    c: d"],
    "1:4 a key is not allowed here. Check the indentation of this line and the next, or put the value in quotes",
  ],
  [
    "tabs, once",
    ["a:", "\tb: 1", "c:", "\td: 1"],
    "2:1 expected spaces as indentation, got a tab. Replace every tab",
  ],
])("%s is one error", (_, lines, error) => {
  expect(errorsOf(...lines)).toStrictEqual([error]);
});

test("reports errors of several blocks", () => {
  expect(
    errorsOf(
      "a:",
      "  - b: 1",
      "   c: 2",
      "    d:",
      "      - e: 3",
      "# the next block",
      "f:",
      "    g: 1",
      "   h: 2",
      "i: [1, 2",
      "j: @x",
    ),
  ).toStrictEqual([
    "3:4 wrong indentation. Indent this line like b in line 2",
    "9:4 wrong indentation. Indent this line like g in line 8",
    "10:4 not closed. Add ]",
  ]);
});

test("reports every value that needs quotes", () => {
  expect(errorsOf("a:", "  b: @x", "  c: `y`", "  c: 1")).toStrictEqual([
    "2:6 a value that begins with @ needs quotes",
    "3:6 a value that begins with ` needs quotes",
    '4:3 duplicate key "c", first at line 3, column 3. Remove one',
  ]);
});
