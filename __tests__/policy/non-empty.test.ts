import { distinct, flattened, mapped } from "../../lib/policy/non-empty";

test("each element is mapped once, in order", () => {
  expect(mapped([1, 2, 3], (element) => element * 2)).toStrictEqual([2, 4, 6]);
  expect(mapped([1], (element) => `${element}`)).toStrictEqual(["1"]);
});

test("lists are joined in order, duplicates kept", () => {
  expect(flattened([["a", "b"], ["c"], ["a"]])).toStrictEqual(["a", "b", "c", "a"]);
  expect(flattened([["a"]])).toStrictEqual(["a"]);
});

test("each element stands once, where it stood first", () => {
  expect(distinct(["b", "a", "b", "c", "a"])).toStrictEqual(["b", "a", "c"]);
  expect(distinct(["a"])).toStrictEqual(["a"]);
});
