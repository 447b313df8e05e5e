import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessMarkdown } from "../../../../lib/cli/commands/show/markdown";
import { accessText } from "../../../../lib/cli/commands/show/text";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { runCli, spawnCli } from "../../run-cli";
import { accessOfFile, pageOf, SOURCE } from "./shown";

const folder = folderOfEachTest({ "access.yaml": seed() });

const access = accessOfFile(seed());

test.each<[string, readonly string[], string]>([
  ["a table", [], accessText(access, { columns: 80, hasColour: false })],
  ["Markdown", ["--markdown"], accessMarkdown(access)],
  ["JSON", ["--json"], `${JSON.stringify(access, undefined, 2)}\n`],
])("show prints %s, and nothing else", async (_, args, stdout) => {
  expect(await runCli(["show", ...args], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stdout,
    stderr: "",
  });
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});

test("show replaces an older page, with the same bytes in any locale and time zone", () => {
  const page = join(folder.path, "access.html");
  utimesSync(join(folder.path, "access.yaml"), SOURCE.changedAt, SOURCE.changedAt);
  for (const env of [
    { LANG: "C", TZ: "UTC" },
    { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Chatham" },
  ]) {
    writeFileSync(page, "older");
    expect(spawnCli(["show", "--html", "access.html"], { cwd: folder.path, env })).toStrictEqual({
      code: 0,
      stdout: "Wrote access.html: 1 role. Open it in a browser.\n",
      stderr: "",
    });
    expect(readFileSync(page, "utf8")).toBe(pageOf(access));
    expect(readdirSync(folder.path)).toStrictEqual(["access.html", "access.yaml"]);
  }
});

test("SOURCE_DATE_EPOCH sets the time on the page, so that a committed page stays the same", async () => {
  const env = { SOURCE_DATE_EPOCH: String(SOURCE.changedAt.getTime() / 1000) };
  await runCli(["show", "--html", "access.html"], { cwd: folder.path, env });
  expect(folder.read("access.html")).toBe(pageOf(access));
});

test.each(["now", "-1", "1.5", "123456789012"])("rejects %s as SOURCE_DATE_EPOCH", async (text) => {
  const env = { SOURCE_DATE_EPOCH: text };
  expect(await runCli(["show", "--html", "access.html"], { cwd: folder.path, env })).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `SOURCE_DATE_EPOCH: expected seconds since 1970 (1 to 11 digits), got "${text}"\n`,
  });
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});

test("rejects a bad file with every problem, and keeps the older page", async () => {
  folder.write("access.html", "older");
  writeFileSync(
    join(folder.path, "access.yaml"),
    seed().replace("branch: main", "branch: ma in").replace("acme", "a.b"),
  );
  const { code, stdout, stderr } = await runCli(["show", "--html", "access.html"], { cwd: folder.path });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toStrictEqual([
    "access.yaml:2:10 github.owner:",
    "access.yaml:8:40 accounts[0].roles[0].trust[0].branch:",
    "",
  ]);
  expect(folder.read("access.html")).toBe("older");
});

test.each([
  ["a file in a folder that does not exist", "none/access.html", /^ENOENT: /],
  ["a folder", ".", /^E(?:ISDIR|BUSY|EXIST|NOTEMPTY|PERM): /],
])("rejects %s as the page, and leaves nothing behind", async (_, path, message) => {
  const { code, stdout, stderr } = await runCli(["show", "--html", path], { cwd: folder.path });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});

test.each([
  [["--json", "--markdown"], "error: option '--json' cannot be used with option '--markdown'"],
  [["--markdown", "--html", "x"], "error: option '--markdown' cannot be used with option '--html <file>'"],
  [["--html", "x", "--json"], "error: option '--json' cannot be used with option '--html <file>'"],
])("rejects %j: one form at a time", async (args, message) => {
  const { code, stdout, stderr } = await runCli(["show", ...args], { cwd: folder.path });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("show --help has examples and exit codes", async () => {
  const { code, stdout } = await runCli(["show", "--help"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nExamples:\n {2}\$ github-actions-ecr show\n/);
  expect(stdout).toMatch(/\nExit code: 0 /);
});
