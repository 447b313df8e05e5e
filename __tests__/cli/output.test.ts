import { execFileSync } from "node:child_process";
import {
  escapeControlChars,
  lineText,
  paintOf,
  quote,
  shellWord,
  shortText,
  terminalOf,
} from "../../lib/cli/output";

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

test.each([
  ["infra", "infra"],
  ["../a/b-c", "../a/b-c"],
  ["x y/ü", '"x y/ü"'],
  ["cdktf@^0.21.0", '"cdktf@^0.21.0"'],
  ["cdktf@>=0.21 <1", '"cdktf@>=0.21 <1"'],
  ["it's", '"it\'s"'],
  ["$HOME", "'$HOME'"],
  ["a`b`'c\"\\", "'a`b`'\\''c\"\\'"],
])("quotes %j as %s for a shell", (text, word) => {
  expect(shellWord(text)).toBe(word);
  expect(execFileSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" })).toBe(text);
});

test.each([
  ["a terminal has its width and colours", { isTTY: true, columns: 120 }, {}, 120, true],
  ["a pipe has 80 columns and no colours", {}, {}, 80, false],
  ["a terminal without a width has 80", { isTTY: true, columns: 0 }, {}, 80, true],
  ["a very narrow terminal has 40", { isTTY: true, columns: 10 }, {}, 40, true],
  ["NO_COLOR turns colours off", { isTTY: true, columns: 80 }, { NO_COLOR: "1" }, 80, false],
  ["an empty NO_COLOR has no effect", { isTTY: true, columns: 80 }, { NO_COLOR: "" }, 80, true],
  ["a dumb terminal has no colours", { isTTY: true, columns: 80 }, { TERM: "dumb" }, 80, false],
])("%s", (_, stream, environment, columns, hasColour) => {
  expect(terminalOf(stream, environment)).toStrictEqual({ columns, hasColour });
});

test.each([
  [true, "\u001B[31mR07\u001B[0m"],
  [false, "R07"],
])("paints text if the terminal has colours: %s", (hasColour, expected) => {
  expect(paintOf({ hasColour })("high", "R07")).toBe(expected);
});
