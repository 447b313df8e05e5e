import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type WorkflowOptions, writtenWorkflow } from "../../../lib/cli/workflow/workflow";
import { seed } from "../../stacks/synthesized";
import { runCli, spawnCli } from "../run-cli";

const WRITTEN = readFileSync(
  join(__dirname, "..", "..", "workflow", "written", "one-repository.yml"),
  "utf8",
);
const DEFAULTS = {
  branch: [],
  tagPattern: [],
  image: [],
  tag: [],
  platform: [],
  runsOn: [],
  force: false,
  json: false,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workflow-"));
  writeFileSync(join(folder, "access.yaml"), seed());
});

afterEach(() => rmSync(folder, { recursive: true }));

function answer(options: Partial<WorkflowOptions>) {
  return writtenWorkflow({ ...DEFAULTS, config: join(folder, "access.yaml"), ...options }, folder);
}

test("standard output is the workflow and nothing else", () => {
  expect(spawnCli(["workflow"], { cwd: folder })).toStrictEqual({ code: 0, stdout: WRITTEN, stderr: "" });
});

test("notes go to standard error", () => {
  expect(answer({ event: "workflow_dispatch" })).toMatchObject({
    exit: 0,
    output: expect.stringContaining("\non:\n  workflow_dispatch:\n"),
    lines: ["note: start it on main: on another branch or tag the role refuses it"],
  });
});

test("the workflow goes to a file, in a folder that is made", () => {
  const out = join(folder, "web", ".github", "workflows", "ecr.yml");
  expect(answer({ out })).toStrictEqual({ exit: 0, output: "", lines: [`wrote ${out}`] });
  expect(readFileSync(out, "utf8")).toBe(WRITTEN.replace("workflows/push.yml", "workflows/ecr.yml"));
});

test("rejects to write over a file, until it is forced", () => {
  const out = join(folder, "push.yml");
  writeFileSync(out, "mine\n");
  expect(answer({ out })).toStrictEqual({
    exit: 2,
    output: "",
    lines: [`${out} exists; allowed: a new file, or --force to write over it`],
  });
  expect(readFileSync(out, "utf8")).toBe("mine\n");
  expect(answer({ out, force: true }).exit).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(WRITTEN);
});

test("JSON says the same to machines", () => {
  const { output, ...rest } = answer({ json: true, event: "schedule" });
  expect(rest).toStrictEqual({ exit: 0 });
  expect(JSON.parse(output)).toStrictEqual({
    workflow: WRITTEN.replace(
      "push:\n    branches: [main]",
      "schedule:\n    - cron: 17 3 * * 1 # Mondays, 03:17 UTC",
    ),
    path: ".github/workflows/push.yml",
    event: "schedule",
    subject: "repo:acme/web:ref:refs/heads/main",
    role: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
    notes: ["GitHub runs a schedule on the default branch; it has to be main"],
  });
});

test("rejects an event that the role does not let in, with what to change, and writes nothing", async () => {
  const out = join(folder, "push.yml");
  const { code, stdout, stderr } = await runCli(["workflow", "--event", "pull_request", "--out", out], {
    cwd: folder,
  });
  expect({ code, stdout }).toStrictEqual({ code: 1, stdout: "" });
  expect(stderr.split("\n")[3]).toBe(
    "to let it in, add to its trust in the file: { repository: web, pullRequest: true }",
  );
  expect(existsSync(out)).toBe(false);
});

test("rejects options and repositories that are wrong, all at once", () => {
  expect(
    answer({ branch: ["ma in"], tag: [".x"], out: "push.txt", event: "schedule", tagPattern: ["v*"] }),
  ).toStrictEqual({
    exit: 2,
    output: "",
    lines: [
      "--branch is not a branch's or tag's name or pattern; allowed: what git allows in a name, without refs/heads/ or refs/tags/ before it, * as a wildcard, characters up to U+00FF; given: \"ma in\"",
      '--tag is not a tag of an image; allowed: 1 to 128 letters, digits and . _ -, not starting with . or -, or an expression of GitHub\'s in their place; given: ".x"',
      '--out is not the file of a workflow; allowed: a name that ends with .yml or .yaml; given: "push.txt"',
      "--tag-pattern stands beside --event schedule, which no tag starts; allowed: one of them",
    ],
  });
});

test("rejects a file with problems as synth does", () => {
  expect(() => answer({ config: join(folder, "none.yaml") })).toThrow("not found. Name the file");
});
