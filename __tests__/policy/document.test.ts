import { oneOrMore } from "../../lib/policy/policy-document";

test("one value is text, several are a list", () => {
  expect(oneOrMore(["a"])).toBe("a");
  expect(oneOrMore(["a", "b"])).toStrictEqual(["a", "b"]);
});
