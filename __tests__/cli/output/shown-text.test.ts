import { shownText } from "../../../lib/cli/output/shown-text";

test.each([
  ["plain text", "only acme", "only acme"],
  ["other scripts and emoji", "팀 Größe 🚀", "팀 Größe 🚀"],
  ["space around it", "  wanted\n", "wanted"],
  ["several lines", "first\r\n\tsecond", "first second"],
  ["an escape sequence of a terminal", "\u001B[2Jgone", "\\u{1B}[2Jgone"],
  ["a turned direction", "main\u202Eniam", "main\\u{202E}niam"],
  ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ["what has no width", "ma\u200Bin\u00AD", "ma\\u{200B}in\\u{AD}"],
  ["a space that is none", "pro\u00A0d", "pro\\u{A0}d"],
  ["half a character", "a\uD800", "a\\u{D800}"],
  ["a character past the first plane", "a\u{E0041}", "a\\u{E0041}"],
])("%s can be shown", (_, text, expected) => {
  expect(shownText(text)).toBe(expected);
});
