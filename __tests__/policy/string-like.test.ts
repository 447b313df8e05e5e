import { isStringLike } from "./string-like";

test.each([
  ["a", "a"],
  ["", "*"],
  ["a/b:c@d\ne", "*"],
  ["abc", "a?c"],
  ["a/c", "a?c"],
  ["a*c", `a\${*}c`],
  ["a?c", `a\${?}c`],
  [`a\${c}`, `a\${$}{c}`],
  ["a.c", "a.c"],
  ["$", "$"],
])("the matcher of these tests finds %p like %p", (value, pattern) => {
  expect(isStringLike(value, pattern)).toBe(true);
});

test.each([
  ["A", "a"],
  ["ab", "a"],
  ["ba", "a"],
  ["ac", "a?c"],
  ["abc", `a\${*}c`],
  ["abc", `a\${?}c`],
  ["abc", "a.c"],
  ["a", "A"],
])("rejects %p, which is not like %p", (value, pattern) => {
  expect(isStringLike(value, pattern)).toBe(false);
});

test("rejects a policy variable, which no document of ours may have", () => {
  expect(() => isStringLike("a", `\${aws:username}`)).toThrow(`a policy variable: \${aws:username}`);
});
