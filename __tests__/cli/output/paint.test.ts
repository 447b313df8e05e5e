import { paintOf } from "../../../lib/cli/output/paint";

test.each([
  [true, "\u001B[31mR07\u001B[0m"],
  [false, "R07"],
])("paints text if the terminal has colours: %s", (hasColour, expected) => {
  expect(paintOf({ hasColour })("high", "R07")).toBe(expected);
});
