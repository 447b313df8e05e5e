import { execFileSync } from "node:child_process";
import { configOption, shellWord } from "../../../lib/cli/output/shell-text";

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
  ["access.yaml", ""],
  ["production.yaml", " --config production.yaml"],
])("the option for %s is %j", (config, option) => {
  expect(configOption(config)).toBe(option);
});
