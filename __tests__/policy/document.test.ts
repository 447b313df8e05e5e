import { oneOrMore } from "../../lib/policy/document";

test("one value is text, several are a list", () => {
  expect(oneOrMore(["a"])).toBe("a");
  expect(oneOrMore(["a", "b"])).toStrictEqual(["a", "b"]);
});
