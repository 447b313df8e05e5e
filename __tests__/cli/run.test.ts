import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { processIo } from "../../lib/cli/io";
import { run } from "../../lib/cli/run";
import { seed } from "../stacks/synthesized";
import { folderOfEachTest } from "../support/folder";
import { collected, runCli, spawnCli } from "./run-cli";

const folder = folderOfEachTest({ "access.yaml": seed() });
let below: string;

beforeEach(() => {
  below = join(folder.path, "below");
  mkdirSync(below);
});

test.each([
  ["synth", ["--out", "out"], ["out"]],
  ["explain", ["--repository", "web", "--branch", "main"], []],
  ["show", ["--html", "page.html"], ["page.html"]],
  ["workflow", ["--out", "made/push.yml"], ["made"]],
])("%s reads and writes below the working folder that it is given", async (command, args, made) => {
  const given = await runCli([command, "--config", "../access.yaml", ...args], { cwd: below });
  expect(given).toMatchObject({ code: 0 });
  expect(readdirSync(below)).toStrictEqual(made);
});

test.each(["synth", "explain", "show", "workflow", "resolve", "guardrail"])(
  "%s names a file as it was typed",
  async (command) => {
    const args = command === "explain" ? ["--repository", "web"] : [];
    const given = await runCli([command, "--config", "../none.yaml", ...args], { cwd: below });
    expect(given).toMatchObject({ code: 2, stdout: "" });
    expect(given.stderr).toMatch(/^\.\.\/none\.yaml: not found/);
  },
);

test("resolve reads its token from the environment of the process", () => {
  const { code, stdout, stderr } = spawnCli(["resolve"], { cwd: folder.path });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^GITHUB_TOKEN is not set/);
});

test("help is as wide as the terminal that it goes to", async () => {
  const { stdout: narrow } = await runCli(["synth", "--help"], { cwd: folder.path, columns: 60 });
  const { stdout: wide } = await runCli(["synth", "--help"], { cwd: folder.path, columns: 200 });
  expect(narrow.split("\n").length).toBeGreaterThan(wide.split("\n").length);
});

test("a bug of the program is thrown", async () => {
  const stdout = Object.assign(collected().stream, {
    write: () => {
      throw new TypeError("no such stream");
    },
  });
  await expect(run(["show"], { ...processIo(), cwd: folder.path, stdout })).rejects.toThrow("no such stream");
});
