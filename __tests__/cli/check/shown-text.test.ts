import { quoted, shown } from "../../../lib/cli/check/shown-text";

test.each([
  ["repo:acme/web:*", "repo:acme/web:*"],
  ["ümlaut 日本", "ümlaut 日本"],
  ["a\nb\tc", "a\\u{a}b\\u{9}c"],
  ["\u001b[31m", "\\u{1b}[31m"],
  ["\u009b31m", "\\u{9b}31m"],
  ["a\u202eb\u200bc\ufeff", "a\\u{202e}b\\u{200b}c\\u{feff}"],
  ["a".repeat(300), "a".repeat(300)],
  ["a".repeat(301), `${"a".repeat(300)}… (1 more characters)`],
])("shows %j as %s", (text, seen) => {
  expect(shown(text)).toBe(seen);
});

test("quotes a text", () => {
  expect(quoted('a"b\n')).toBe('"a\\"b\\n"');
});
