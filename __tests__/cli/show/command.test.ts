import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessMarkdown } from "../../../lib/cli/show/markdown";
import { accessPage } from "../../../lib/cli/show/page/page";
import { accessText } from "../../../lib/cli/show/text";
import { seed } from "../../stacks/synthesized";
import { runCli, spawnCli } from "../run-cli";
import { accessOfFile } from "./shown";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "show-"));
  writeFileSync(join(folder, "access.yaml"), seed());
});

afterEach(() => rmSync(folder, { recursive: true }));

const access = accessOfFile(seed());

test.each<[string, readonly string[], string]>([
  ["a table", [], accessText(access, { columns: 80, hasColour: false })],
  ["Markdown", ["--markdown"], accessMarkdown(access)],
  ["JSON", ["--json"], `${JSON.stringify(access, undefined, 2)}\n`],
])("show prints %s, and nothing else", async (_, args, stdout) => {
  expect(await runCli(["show", ...args], { cwd: folder })).toStrictEqual({ code: 0, stdout, stderr: "" });
  expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
});

test("show writes a page in place of an older one, the same in any locale and time zone", () => {
  const page = join(folder, "access.html");
  for (const env of [
    { LANG: "C", TZ: "UTC" },
    { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Chatham" },
  ]) {
    writeFileSync(page, "older");
    expect(spawnCli(["show", "--html", "access.html"], { cwd: folder, env })).toStrictEqual({
      code: 0,
      stdout: "access.html: 1 role\n",
      stderr: "",
    });
    expect(readFileSync(page, "utf8")).toBe(accessPage(access));
    expect(readdirSync(folder)).toStrictEqual(["access.html", "access.yaml"]);
  }
});

test("rejects a bad file with every problem, and leaves the older page as it was", async () => {
  writeFileSync(join(folder, "access.html"), "older");
  writeFileSync(
    join(folder, "access.yaml"),
    seed().replace("branch: main", "branch: ma in").replace("acme", "a.b"),
  );
  const { code, stdout, stderr } = await runCli(["show", "--html", "access.html"], { cwd: folder });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toStrictEqual([
    "access.yaml:2:10 github.owner:",
    "access.yaml:8:40 accounts[0].roles[0].trust[0].branch:",
    "",
  ]);
  expect(readFileSync(join(folder, "access.html"), "utf8")).toBe("older");
});

test.each([
  ["a folder that is not there", "none/access.html", /^ENOENT: /],
  ["a folder", ".", /^E(?:ISDIR|BUSY|EXIST|NOTEMPTY|PERM): /],
])("rejects a page in place of %s, and leaves nothing behind", async (_, path, message) => {
  const { code, stdout, stderr } = await runCli(["show", "--html", path], { cwd: folder });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
});

test.each([
  [["--json", "--markdown"], "error: option '--json' cannot be used with option '--markdown'"],
  [["--markdown", "--html", "x"], "error: option '--markdown' cannot be used with option '--html <file>'"],
  [["--html", "x", "--json"], "error: option '--json' cannot be used with option '--html <file>'"],
])("rejects %j: one form at a time", async (args, message) => {
  const { code, stdout, stderr } = await runCli(["show", ...args], { cwd: folder });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("show --help has examples and exit codes", async () => {
  const { code, stdout } = await runCli(["show", "--help"], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nExamples:\n {2}\$ github-actions-ecr show\n/);
  expect(stdout).toMatch(/\nExit code: 0 /);
});
