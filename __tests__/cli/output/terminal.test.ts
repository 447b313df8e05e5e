import { terminalOf } from "../../../lib/cli/output/terminal";

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
