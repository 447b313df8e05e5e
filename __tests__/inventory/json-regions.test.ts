import { jsonRegions, linePositions } from "../../lib/inventory/json-regions";

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

test.each([
  ["a\nb", 0, 1, 1],
  ["a\nb", 1, 1, 2],
  ["a\nb", 2, 2, 1],
  ["\n\n", 2, 3, 1],
  ["a\r\nb", 3, 2, 1],
])("character of %j at %i is in line %i, column %i", (text, offset, line, column) => {
  expect(linePositions(text, [offset])(offset)).toStrictEqual({ line, column });
});
