import { type HclBlock, type HclValue, hclText, quoted } from "../../lib/stacks/hcl-text";

function block(
  header: string,
  values: Readonly<Record<string, HclValue>> = {},
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return { header, values, blocks };
}

test.each<[title: string, blocks: readonly HclBlock[], expected: string]>([
  ["nothing is nothing", [], ""],
  ["an empty block takes one line", [block('backend "s3"')], 'backend "s3" {}\n'],
  [
    "blocks stand apart, and inner ones behind the arguments",
    [block("a", { b: 1 }, [block("c"), block("d", {}, [block("e", { f: true })])]), block("g", { h: null })],
    "a {\n  b = 1\n\n  c {}\n\n  d {\n    e {\n      f = true\n    }\n  }\n}\n\ng {\n  h = null\n}\n",
  ],
  [
    "equals signs of neighbours stand below each other, but not across a value of several lines",
    [block("a", { b: "1", ccc: "2", dd: { e: "3", ffff: { g: 4 }, "h i": 5, j: 6 }, k: "7", ll: "8" })],
    'a {\n  b   = "1"\n  ccc = "2"\n  dd = {\n    e = "3"\n    ffff = {\n      g = 4\n    }\n    "h i" = 5\n    j     = 6\n  }\n  k  = "7"\n  ll = "8"\n}\n',
  ],
  [
    "a list of one takes one line, a longer one a line for each",
    [block("a", { b: [], c: ["1"], dd: ["1", 2], e: [["1"], { f: "2" }], g: [{ h: 1 }], i: {} })],
    'a {\n  b = []\n  c = ["1"]\n  dd = [\n    "1",\n    2,\n  ]\n  e = [\n    ["1"],\n    {\n      f = "2"\n    },\n  ]\n  g = [\n    {\n      h = 1\n    },\n  ]\n  i = {}\n}\n',
  ],
  [
    "a text that is a reference is written as one, and no other text is",
    [
      block("a", {
        b: "$".concat("{c.d-e.f_1}"),
        g: "x$".concat("{c.d}"),
        h: "$".concat("{c}"),
        i: "$$".concat("{c.d}"),
      }),
    ],
    'a {\n  b = c.d-e.f_1\n  g = "x$'.concat('{c.d}"\n  h = "$', '{c}"\n  i = "$$', '{c.d}"\n}\n'),
  ],
  [
    "a sign that is several characters takes one column",
    [block("a", { ë: 1, bb: 2 }), block("c", { "e\u0301": 1, bb: 2 })],
    'a {\n  "ë" = 1\n  bb  = 2\n}\n\nc {\n  "e\u0301" = 1\n  bb  = 2\n}\n',
  ],
])("%s", (_, blocks, expected) => {
  expect(hclText(blocks)).toBe(expected);
});

test.each([
  ['say "x"', '"say \\"x\\""'],
  ["a\\b", '"a\\\\b"'],
  ["a\nb\rc\td", '"a\\nb\\rc\\td"'],
  ["\u0000\u0007\u009f", '"\\u0000\\u0007\\u009f"'],
  ["ä 漢 😀 '", '"ä 漢 😀 \'"'],
  ["", '""'],
])("%j is %s between quotes", (text, expected) => {
  expect(quoted(text)).toBe(expected);
});
