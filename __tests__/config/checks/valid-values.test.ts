import { validValues } from "../../../lib/config/checks/valid-values";
import { at, isValid, isValidThroughout } from "../../../lib/config/place";

const FILE = { a: { b: [1, 2, 3], c: "x" }, d: { e: "y" } };
const place = (value: unknown) => ({ value, path: [] });

test("is the file itself without problems", () => {
  expect(validValues(FILE, [])).toBe(FILE);
});

test("has null for each invalid or missing value, and every other value unchanged", () => {
  expect(
    validValues(FILE, [{ path: ["a", "b", 1] }, { path: ["d", "e"] }, { path: ["d", "f"] }]),
  ).toStrictEqual({ a: { b: [1, null, 3], c: "x" }, d: { e: null, f: null } });
});

test("has no invalid key, and marks its map", () => {
  const valid = place(validValues(FILE, [{ path: ["a", "c"], atKey: true }]));

  expect(Object.keys(at(valid, "a").value as object)).toStrictEqual(["b"]);
  expect([isValid(at(valid, "a")), isValid(at(valid, "d")), isValid(valid)]).toStrictEqual([
    false,
    true,
    true,
  ]);
  expect([isValidThroughout(valid), isValidThroughout(at(valid, "d"))]).toStrictEqual([false, true]);
});

test("marks a map that is invalid as a whole, and keeps its values", () => {
  const valid = place(validValues(FILE, [{ path: ["a"] }, { path: ["a", "b"] }]));

  expect(Object.entries(at(valid, "a").value as object)).toStrictEqual([
    ["b", null],
    ["c", "x"],
  ]);
  expect(isValid(at(valid, "a"))).toBe(false);
});

test("has null for a list or a scalar that is invalid as a whole", () => {
  expect(validValues(FILE, [{ path: ["a", "b"] }, { path: ["a", "b", 7] }])).toStrictEqual({
    a: { b: null, c: "x" },
    d: { e: "y" },
  });
  expect(validValues("text", [{ path: [] }])).toBeNull();
});
