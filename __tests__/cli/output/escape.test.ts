import { escapeControlChars, lineText, quote, shortText } from "../../../lib/cli/output/escape";

test.each([
  ["plain text", " only  acme", " only  acme"],
  ["other scripts and emoji", "팀 Größe 🚀", "팀 Größe 🚀"],
  ["several lines", "a\nb\r\tc", "a\\u{A}b\\u{D}\\u{9}c"],
  ["an escape sequence of a terminal", "\u001B[2Jgone\u009B31m", "\\u{1B}[2Jgone\\u{9B}31m"],
  ["a change of direction", "main\u202Eniam", "main\\u{202E}niam"],
  ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ["characters without width", "ma\u200Bin\u00AD\uFEFF", "ma\\u{200B}in\\u{AD}\\u{FEFF}"],
  ["a no-break space", "pro\u00A0d", "pro\\u{A0}d"],
  ["half a character", "a\uD800", "a\\u{D800}"],
  ["a character beyond U+FFFF", "a\u{E0041}", "a\\u{E0041}"],
])("escapes %s", (_, text, expected) => {
  expect(escapeControlChars(text)).toBe(expected);
});

test.each([
  ["space around it", "  wanted\n", "wanted"],
  ["several lines", "first \r\n\t second", "first second"],
  ["two spaces", "only  acme", "only  acme"],
  ["an escape sequence of a terminal", "\u001B[2Jgone", "\\u{1B}[2Jgone"],
])("puts %s on one line", (_, text, expected) => {
  expect(lineText(text)).toBe(expected);
});

test.each([
  ["a".repeat(300), "a".repeat(300)],
  ["a".repeat(301), `${"a".repeat(300)}… (1 more characters)`],
  ["\n", "\\u{A}"],
])("shortens %j", (text, expected) => {
  expect(shortText(text)).toBe(expected);
});

test("quotes a text", () => {
  expect(quote('a"b\n')).toBe('"a\\"b\\n"');
});
