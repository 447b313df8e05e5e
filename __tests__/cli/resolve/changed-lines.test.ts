import fc from "fast-check";
import { changedLines } from "../../../lib/cli/resolve/changed-lines";

/** Changed lines as `sign number text`. */
function lines(before: string, after: string): readonly string[] {
  return changedLines(before, after).map(({ sign, number, text }) => `${sign}${number} ${text}`);
}

test.each<[string, string, string, readonly string[]]>([
  ["nothing", "a\nb\n", "a\nb\n", []],
  ["a new line", "a\nb\n", "a\nx\nb\n", ["+2 x"]],
  ["a removed line", "a\nx\nb\n", "a\nb\n", ["-2 x"]],
  ["a changed line", "a\nb\nc\n", "a\nx\nc\n", ["-2 b", "+2 x"]],
  ["lines at the end", "a", "a\nb\nc", ["+2 b", "+3 c"]],
  ["lines in several places", "a\nb\nc\nd", "x\na\nb\nY\nd\nz", ["+1 x", "-3 c", "+4 Y", "+6 z"]],
  ["lines with a carriage return", "a\r\nb\r\n", "a\r\nx\r\nb\r\n", ["+2 x"]],
])("%s", (_, before, after, expected) => {
  expect(lines(before, after)).toStrictEqual(expected);
});

test("the removed and added lines turn one text into the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changed = changedLines(before.join("\n"), after.join("\n"));
      const gone = new Set(changed.flatMap(({ sign, number }) => (sign === "-" ? [number] : [])));
      const come = new Set(changed.flatMap(({ sign, number }) => (sign === "+" ? [number] : [])));
      const old = before.length === 0 ? [""] : before;
      const own = after.length === 0 ? [""] : after;
      expect(old.filter((_, index) => !gone.has(index + 1))).toStrictEqual(
        own.filter((_, index) => !come.has(index + 1)),
      );
    }),
  );
});
