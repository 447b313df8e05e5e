import { ConfigError, type Path, pathText } from "../../lib/config/problem";
import { givenText } from "../../lib/policy/text-rule";

test.each<[Path, string]>([
  [[], ""],
  [["github", "owner"], "github.owner"],
  [["accounts", 0, "roles", 12, "trust", 1, "branch"], "accounts[0].roles[12].trust[1].branch"],
  [["tags", "aws:x"], 'tags["aws:x"]'],
  [["tags", ""], 'tags[""]'],
  [["tags", 'a"b'], 'tags["a\\"b"]'],
  [["tags", "1"], 'tags["1"]'],
  [["tags", "a-b_c1"], "tags.a-b_c1"],
  [["a b"], '["a b"]'],
])("%j is written %s", (path, expected) => {
  expect(pathText(path)).toBe(expected);
});

test.each<[unknown, string]>([
  ["web", '"web"'],
  ['a"b\nc', '"a\\"b\\nc"'],
  [5, "5"],
  [null, "null"],
  [undefined, "nothing"],
  [true, "true"],
  [["a", { b: 1 }], '["a",{"b":1}]'],
  ["a".repeat(78), `"${"a".repeat(78)}"`],
  ["a".repeat(79), `"${"a".repeat(79)}…" (79 characters)`],
  [`${"a".repeat(78)}\n`, `"${"a".repeat(78)}…" (79 characters)`],
  [`${"a".repeat(77)}\n`, `"${"a".repeat(77)}\\n…" (78 characters)`],
  [["a".repeat(77)], `["${"a".repeat(77)}"…`],
  [["a".repeat(78)], `["${"a".repeat(78)}…"`],
  [[`"${"a".repeat(80)}`], `["\\"${"a".repeat(76)}…"`],
])("%j is shown as %s", (value, expected) => {
  expect(givenText(value)).toBe(expected);
});

test("the message of ConfigError is its lines", () => {
  const error = new ConfigError(["a", "b"]);

  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message, error.lines]).toStrictEqual(["ConfigError", "a\nb", ["a", "b"]]);
});
