import { lineText, quotedText, shortText, shownText } from "../../../lib/cli/output/shown-text";

test.each([
  ["plain text", " only  acme", " only  acme"],
  ["other scripts and emoji", "팀 Größe 🚀", "팀 Größe 🚀"],
  ["several lines", "a\nb\r\tc", "a\\u{A}b\\u{D}\\u{9}c"],
  ["an escape sequence of a terminal", "\u001B[2Jgone\u009B31m", "\\u{1B}[2Jgone\\u{9B}31m"],
  ["a turned direction", "main\u202Eniam", "main\\u{202E}niam"],
  ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ["what has no width", "ma\u200Bin\u00AD\uFEFF", "ma\\u{200B}in\\u{AD}\\u{FEFF}"],
  ["a space that is none", "pro\u00A0d", "pro\\u{A0}d"],
  ["half a character", "a\uD800", "a\\u{D800}"],
  ["a character past the first plane", "a\u{E0041}", "a\\u{E0041}"],
])("%s can be shown", (_, text, expected) => {
  expect(shownText(text)).toBe(expected);
});

test.each([
  ["space around it", "  wanted\n", "wanted"],
  ["several lines", "first \r\n\t second", "first second"],
  ["two spaces", "only  acme", "only  acme"],
  ["an escape sequence of a terminal", "\u001B[2Jgone", "\\u{1B}[2Jgone"],
])("%s can be shown on a line", (_, text, expected) => {
  expect(lineText(text)).toBe(expected);
});

test.each([
  ["a".repeat(300), "a".repeat(300)],
  ["a".repeat(301), `${"a".repeat(300)}… (1 more characters)`],
  ["\n", "\\u{A}"],
])("%j is shown short", (text, expected) => {
  expect(shortText(text)).toBe(expected);
});

test("quotes a text", () => {
  expect(quotedText('a"b\n')).toBe('"a\\"b\\n"');
});
