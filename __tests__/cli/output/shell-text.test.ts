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
])("the word %j is %s, and a shell reads it so", (text, word) => {
  expect(shellWord(text)).toBe(word);
  expect(execFileSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" })).toBe(text);
});

test.each([
  ["access.yaml", ""],
  ["production.yaml", " --config production.yaml"],
])("commands name %s by %j", (config, option) => {
  expect(configOption(config)).toBe(option);
});
