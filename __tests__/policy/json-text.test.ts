import fc from "fast-check";
import {
  duplicateKeys,
  jsonRegions,
  jsonScan,
  linePositions,
  MAX_KEY_CHARACTERS,
  MAX_NESTING,
  MAX_VALUES,
} from "../../lib/policy/json-text";
import { runs } from "../support/runs";

/** Whether the runtime reads a text. */
function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("accepts every text that JSON.parse accepts", () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), undefined, indent);
      expect([jsonScan(text), jsonScan(spaced)]).toStrictEqual([undefined, undefined]);
    }),
  );
});

test("accepts a changed text if and only if JSON.parse does", () => {
  const pieces = fc.constantFrom(...'{}[]",:\\/u0a1-+.eE tfn\n\u0000', "true", "null", "\\u00e9", "1e5", "");
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.nat(3), pieces, (text, at, removed, piece) => {
      const start = at % (text.length + 1);
      const changed = text.slice(0, start) + piece + text.slice(start + removed);
      expect([changed, jsonScan(changed) === undefined]).toStrictEqual([changed, isParsed(changed)]);
    }),
    { numRuns: runs(1_000) },
  );
});

test.each([
  ["", 0, "a value", "the end of the file"],
  ["  ", 2, "a value", "the end of the file"],
  ["github:", 0, "a value", '"g"'],
  ['{"a":1', 6, ", or }", "the end of the file"],
  ['{"a":1]', 6, ", or }", '"]"'],
  ["[1 2]", 3, ", or ]", '"2"'],
  ["[1,]", 3, "a value", '"]"'],
  ['{"a":1,}', 7, "a key in quotes", '"}"'],
  ["{a:1}", 1, "a key in quotes, or }", '"a"'],
  ['{"a" 1}', 5, ":", '"1"'],
  ["{} {}", 3, "the end of the file", '"{"'],
  ["01", 1, "the end of the file", '"1"'],
  ["-", 0, "a value", '"-"'],
  ["1.", 2, "a digit", "the end of the file"],
  ["1e+", 3, "a digit", "the end of the file"],
  ['"a', 2, '"', "the end of the file"],
  ['"a\nb"', 2, "an escape such as \\n instead of a control character", '"\\n"'],
  ['"\\x"', 2, 'an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX', '"x"'],
  ['"\\u12"', 2, 'an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX', '"u"'],
])("rejects %j at its character %i", (text, offset, needed, given) => {
  expect(jsonScan(text)).toStrictEqual({
    offset,
    message: `invalid JSON: expected ${needed}, got ${given}`,
  });
});

test("accepts values nested as deeply as the limit, and rejects deeper ones", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`;

  expect(jsonScan(nested(MAX_NESTING))).toBeUndefined();
  expect(jsonScan(nested(MAX_NESTING + 1))).toStrictEqual({
    offset: MAX_NESTING + 1,
    message: `expected at most ${MAX_NESTING} nested levels, got more`,
  });
  expect(jsonScan("[".repeat(1_000_000))?.message).toBe(
    `expected at most ${MAX_NESTING} nested levels, got more`,
  );
});

test("accepts as many values as the limit, and rejects one more", () => {
  const list = `[${"1,".repeat(MAX_VALUES - 2)}1`;

  expect(jsonScan(`${list}]`)).toBeUndefined();
  expect(jsonScan(`${list},1]`)?.message).toBe(`expected at most ${MAX_VALUES} values, got more`);
});

test("accepts a key as long as the limit, and rejects a longer one", () => {
  const key = "a".repeat(MAX_KEY_CHARACTERS);

  expect(jsonScan(`{"${key}":1}`)).toBeUndefined();
  expect(jsonScan(`{"${key}a":1}`)?.message).toBe(
    `expected keys of at most ${MAX_KEY_CHARACTERS} characters, got a longer one`,
  );
});

test("goes through a text of one long value", () => {
  const long = "1".repeat(2_000_000);

  expect([jsonScan(long), jsonScan(`"${long}"`)]).toStrictEqual([undefined, undefined]);
});

const TEXT = `{
  "a": [1, {"b": "two"}],
  "\\u0063": {
    "d": null
  }
}`;

test.each([
  ["the whole", [], "1:1-6:2"],
  ["a list", ["a"], "2:8-2:25"],
  ["an element", ["a", 0], "2:9-2:10"],
  ["a value inside", ["a", 1, "b"], "2:18-2:23"],
  ["a value under a key with an escape", ["c"], "3:13-5:4"],
  ["a value that is not there: what lacks it", ["c", "e", "f"], "3:13-5:4"],
  ["an element that is not there", ["a", 7], "2:8-2:25"],
  ["a value inside of a text", ["a", 1, "b", "Statement", 0], "2:18-2:23"],
])("finds %s", (_, path, region) => {
  const [found] = jsonRegions(TEXT, [path]);

  expect(`${found?.start.line}:${found?.start.column}-${found?.end.line}:${found?.end.column}`).toBe(region);
});

test("finds many in the order in which they are asked for", () => {
  const lines = jsonRegions(TEXT, [["c"], ["a", 1], [], ["c"]]).map(({ start }) => start.line);

  expect(lines).toStrictEqual([3, 2, 1, 3]);
});

test("uses the last one of a duplicate key, as JSON.parse does", () => {
  expect(jsonRegions('{"a":1,"a":22}', [["a"]])).toStrictEqual([
    { start: { line: 1, column: 12 }, end: { line: 1, column: 14 } },
  ]);
});

test.each<[string, readonly (readonly [key: string, path: string, start: string, other: string])[]]>([
  ["{}", []],
  ['{"a":1,"b":{"a":1}}', []],
  ['[{"a":1},{"a":1}]', []],
  ['{"a":1,\n "a":2}', [["a", "", "2:2", "1:2"]]],
  [
    '{"a":1,"a":2,"a":3}',
    [
      ["a", "", "1:8", "1:2"],
      ["a", "", "1:14", "1:8"],
    ],
  ],
  ['{"a":[0,{"b":1,"\\u0062":2}]}', [["b", "a.1", "1:16", "1:10"]]],
  ['{"__proto__":1,"__proto__":2}', [["__proto__", "", "1:16", "1:2"]]],
  ['{"a":1,"a":2', []],
])("finds the duplicate keys of %j", (text, expected) => {
  const place = ({ line, column }: { readonly line: number; readonly column: number }) => `${line}:${column}`;
  expect(
    duplicateKeys(text).map(({ key, path, start, other }) => [
      key,
      path.join("."),
      place(start),
      place(other),
    ]),
  ).toStrictEqual(expected);
});

test("finds at most 20 duplicate keys", () => {
  expect(duplicateKeys(`{"a":0${',"a":0'.repeat(100)}}`)).toHaveLength(20);
});

test("finds no duplicate key in what JSON.stringify writes", () => {
  fc.assert(fc.property(fc.json(), (text) => expect(duplicateKeys(text)).toStrictEqual([])));
});

test.each([
  ["a\nb", 0, 1, 1],
  ["a\nb", 1, 1, 2],
  ["a\nb", 2, 2, 1],
  ["\n\n", 2, 3, 1],
  ["a\r\nb", 3, 2, 1],
])("character of %j at %i is in line %i, column %i", (text, offset, line, column) => {
  expect(linePositions(text, [offset])(offset)).toStrictEqual({ line, column });
});
