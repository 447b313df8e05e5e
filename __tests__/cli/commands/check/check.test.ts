import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MAX_FILE_BYTES } from "../../../../lib/cli/roles-file";
import { r06 } from "../../../../lib/policy/rules/r06-every-repository";
import { fixture } from "../../../inventory/fixture";
import {
  documentOf,
  type JsonMap,
  SUBJECT,
  statementWith,
  subjectDocument,
} from "../../../policy/rules/document";
import { SEED } from "../../../policy/rules/neighbours";
import { seed } from "../../../stacks/synthesized";
import { folderOfAllTests } from "../../../support/folder";
import { type CliRun, ROOT, RUN, runCli, spawnCli } from "../../run-cli";

const folder = folderOfAllTests();

/** Checks a value, or a text as it stands, as the file `roles.json`. */
function checked(content: unknown, ...args: readonly string[]): Promise<CliRun> {
  const text = typeof content === "string" ? content : JSON.stringify(content, undefined, 2);
  folder.write("roles.json", text);
  return runCli(["check", "roles.json", ...args], { cwd: folder.path });
}

const R23_LINES = `    impact  if the owner or repository is renamed or deleted, someone else can register its name and assume the role
    fix     use the subject with ids, repo:OWNER@ID/REPOSITORY@ID:..., if GitHub sends it for the repository. See docs/rules.md#r23`;

test("prints the findings of each role with impact and fix", async () => {
  const { Roles: roles } = fixture("list-roles") as { readonly Roles: readonly JsonMap[] };
  const ec2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const others = { RoleName: "ec2", AssumeRolePolicyDocument: documentOf(ec2) };

  expect(await checked({ Roles: [...roles.slice(0, 1), others] }, "--owner", "acme")).toStrictEqual({
    code: 1,
    stderr: "",
    stdout: `web  arn:aws:iam::123456789012:role/web  roles.json:3:5
  R08 any-context (high)  "repo:acme/web:*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"]
    impact  every branch, tag, pull request and environment of the repository can assume the role
    fix     name the context, such as ref:refs/heads/main. See docs/rules.md#r08
  R23 name-subject (medium)  "repo:acme/web:*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"]
${R23_LINES}

1 role checked: 2 findings: 1 high, 1 medium
1 statement for other principals not checked; 1 role does not trust GitHub
`,
  });
});

test("says that there are no findings", async () => {
  expect(await checked(SEED)).toStrictEqual({
    code: 0,
    stderr: "",
    stdout: "1 role checked: no findings\n",
  });
});

test("lists roles whose trust policy is known only after apply", async () => {
  const { code, stderr, stdout } = await checked(fixture("plan"), "--fail-on", "never");

  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n").slice(-4)).toStrictEqual([
    "1 role checked: 5 findings: 2 high, 2 medium, 1 low",
    ...["api", "docs"].map(
      (name, index) =>
        `not checked: ${name}, roles.json:${index === 0 ? 75 : 104}:25 planned_values.root_module.child_modules[${index}].resources[0].values.assume_role_policy: known only after apply. Check the state then: terraform show -json`,
    ),
    "",
  ]);
});

test("--json prints everything", async () => {
  const { code, stdout } = await checked(
    [SEED, { Role: { RoleName: "a" } }, subjectDocument("repo:acme/*")],
    "--json",
  );
  const report = JSON.parse(stdout);

  expect(code).toBe(2);
  expect(report.roles[1].findings[0]).toStrictEqual({
    rule: "R06",
    name: "every-repository",
    severity: "high",
    given: "repo:acme/*",
    place: {
      path: ["Statement", 0, "Condition", "StringLike", "token.actions.githubusercontent.com:sub"],
      line: 41,
      column: 56,
    },
    requirement: r06.requirement,
    impact: r06.impact,
    fix: r06.fix,
  });
  expect({ ...report, roles: report.roles.slice(0, 1) }).toStrictEqual({
    file: "roles.json",
    kind: "list",
    roles: [
      {
        name: "trust policy",
        place: { path: [0], line: 2, column: 3 },
        checked: true,
        otherStatements: 0,
        policiesNotRead: 0,
        findings: [],
      },
    ],
    notChecked: [
      {
        name: "a",
        path: [1, "Role"],
        reason: "unreadable",
        problems: [
          {
            message: "missing. Expected a policy document (a map or its JSON text)",
            place: { path: [1, "Role", "AssumeRolePolicyDocument"], line: 23, column: 13 },
          },
        ],
      },
    ],
    counts: {
      rolesChecked: 2,
      findings: { critical: 0, high: 1, medium: 1, low: 0 },
      rolesWithoutGithub: 0,
      otherStatements: 0,
      rolesNotChecked: 1,
      policiesNotRead: 0,
    },
  });
});

const CRITICAL = subjectDocument("*");
const MEDIUM = subjectDocument("repo:acme/web:ref:refs/heads/main");

test.each([
  [CRITICAL, [], 1],
  [CRITICAL, ["--fail-on", "critical"], 1],
  [CRITICAL, ["--fail-on", "never"], 0],
  [MEDIUM, [], 0],
  [MEDIUM, ["--fail-on", "high"], 0],
  [MEDIUM, ["--fail-on", "medium"], 1],
  [MEDIUM, ["--fail-on", "low"], 1],
  [SEED, ["--fail-on", "low"], 0],
  [SEED, ["--fail-on", "low", "--owner", "other"], 1],
  [SEED, ["--fail-on", "low", "--owner", "other", "--owner", "acme@123456"], 0],
] as const)("exits by --fail-on: %#", async (document, args, code) => {
  expect((await checked(document, ...args)).code).toBe(code);
});

test("reads standard input", () => {
  const input = JSON.stringify(CRITICAL);
  const { code, stdout, stderr } = spawnCli(["check", "-"], { cwd: folder.path, input });

  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    /^trust policy {2}standard input:1:1\n {2}R02 subject-wildcard \(critical\) {2}"\*"/,
  );
});

test("checks what synth has written", async () => {
  folder.write("access.yaml", seed());
  expect((await runCli(["synth"], { cwd: folder.path })).code).toBe(0);
  const file = "cdktf.out/stacks/aws-123456789012/cdk.tf.json";

  expect((await runCli(["check", file, "--owner", "acme"], { cwd: folder.path })).stdout).toContain(
    "\n1 role checked: 1 finding: 1 medium\n",
  );
});

test.each<[string, unknown, readonly string[]]>([
  ["an empty file", "", ["roles.json:1:1 invalid JSON: expected a value, got the end of the file"]],
  [
    "half a file",
    '{\n  "Role": {',
    ["roles.json:2:12 invalid JSON: expected a key in quotes, or }, got the end of the file"],
  ],
  [
    "an access.yaml",
    seed(),
    [
      'roles.json:1:1 invalid JSON: expected a value, got "g". This looks like an access.yaml: synth checks its roles, and show lists them',
    ],
  ],
  [
    "a file that is nested too deeply",
    "[".repeat(200),
    ["roles.json:1:102 expected at most 100 nested levels, got more"],
  ],
  [
    "each document that cannot be read",
    {
      Roles: [
        { RoleName: "a", AssumeRolePolicyDocument: { Statement: [] } },
        { AssumeRolePolicyDocument: `{"Statement":${"[".repeat(300)}` },
      ],
    },
    [
      "roles.json:6:22 Roles[0].AssumeRolePolicyDocument.Statement: expected a statement or a list of statements, got []",
      "roles.json:10:35 Roles[1].AssumeRolePolicyDocument: expected a policy document (a map or its JSON text), got other text",
    ],
  ],
])("rejects %s, whatever else is found", async (_, content, lines) => {
  const { code, stderr } = await checked(content);

  expect({ code, lines: stderr.trimEnd().split("\n") }).toStrictEqual({ code: 2, lines });
});

test("rejects a file that is no text", async () => {
  folder.write("plan", Buffer.from([0x50, 0x4b, 0xff, 0xfe]));
  mkdirSync(join(folder.path, "folder"), { recursive: true });
  folder.write("main.tf", 'resource "aws_iam_role" "web" {}\n');
  const runs = await Promise.all(
    ["plan", "folder", "none.json", "main.tf"].map((file) => runCli(["check", file], { cwd: folder.path })),
  );

  expect(runs.map(({ stderr }) => stderr)).toStrictEqual([
    "plan: expected UTF-8 text, got other bytes\n",
    "folder: expected a file, or - for standard input, got a folder\n",
    "none.json: not found. Expected a file, or - for standard input\n",
    'main.tf:1:1 invalid JSON: expected a value, got "r". For HCL, use the output of terraform show -json for a plan\n',
  ]);
});

test("rejects a file that is too large, without reading on", async () => {
  const { code, stderr } = await checked(" ".repeat(MAX_FILE_BYTES + 1));

  expect({ code, stderr }).toStrictEqual({
    code: 2,
    stderr: "roles.json: expected at most 128 MiB, got more\n",
  });
});

test.each([
  [["check"], "error: missing required argument 'file'"],
  [
    ["check", "a.json", "--fail-on", "bad"],
    "error: option '--fail-on <severity>' argument 'bad' is invalid. Allowed choices are critical, high, medium, low, never.",
  ],
  [["check", "a.json", "--json", "--sarif"], "error: option '--json' cannot be used with option '--sarif'"],
  [
    ["check", "a.json", "--owner", "a/b"],
    "error: option '--owner <owner>' argument 'a/b' is invalid. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), optionally with @ and its id.",
  ],
  [
    ["check", "a.json", "--owner", "acme@1", "--owner", "ACME@2"],
    "error: option '--owner <owner>' argument 'ACME@2' is invalid. Expected one id of an owner, got acme@1 and ACME@2.",
  ],
  [
    ["check", "a.json", "--owner", "a@0"],
    "error: option '--owner <owner>' argument 'a@0' is invalid. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), optionally with @ and its id.",
  ],
  [
    ["check", "a.json", "--owner", "a@1@2"],
    "error: option '--owner <owner>' argument 'a@1@2' is invalid. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), optionally with @ and its id.",
  ],
  [
    ["check", "a.json", "--owner", "a@b"],
    "error: option '--owner <owner>' argument 'a@b' is invalid. Expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), optionally with @ and its id.",
  ],
])("rejects the command line %j", async (args, message) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });

  expect({ code, stdout, first: stderr.split("\n")[0] }).toStrictEqual({
    code: 2,
    stdout: "",
    first: message,
  });
});

test("a pipe that is closed early is no error", () => {
  folder.write("many.json", JSON.stringify(Array.from({ length: 500 }, () => CRITICAL)));
  const command = `"${process.execPath}" "${RUN}" "${ROOT}/lib/cli/main.ts" check many.json --json | head -c 1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: folder.path, encoding: "utf8" });

  expect({ stdout, stderr }).toStrictEqual({ stdout: "{", stderr: "" });
});

test("--help has examples and exit codes", async () => {
  const { code, stdout } = await runCli(["check", "--help"], { cwd: folder.path });

  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Usage: github-actions-ecr check \[options\] <file>\n[\s\S]*\nExamples:\n[\s\S]*\nExit code: 0 /,
  );
});

test("prints no control characters", async () => {
  const name = "a\u001b[31m\u202eb\nc\u009b";
  const bad = statementWith({
    StringLike: { "token.actions.githubusercontent.com:sub": `${SUBJECT}\u001b]0;x\u0007*` },
  });
  const { stdout, stderr } = await checked({
    Roles: [
      { RoleName: name, AssumeRolePolicyDocument: documentOf(bad) },
      { RoleName: name, AssumeRolePolicyDocument: { [name]: 1 } },
    ],
  });

  expect(stdout).toContain("a\\u{1B}[31m\\u{202E}b\\u{A}c\\u{9B}  roles.json:3:5\n");
  expect(`${stdout}${stderr}`).not.toMatch(/[^\P{C}\n]/u);
});
