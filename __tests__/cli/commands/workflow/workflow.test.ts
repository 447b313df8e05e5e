import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  optionProblems,
  roleSelector,
  type WorkflowOptions,
  writeWorkflow,
} from "../../../../lib/cli/commands/workflow/workflow";
import { parseConfig } from "../../../../lib/config/load";
import { PINS_DATE } from "../../../../lib/workflow/pins";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { ISSUER } from "../../../support/github";
import { runCli, spawnCli } from "../../run-cli";

const WRITTEN = readFileSync(
  join(__dirname, "..", "..", "..", "workflow", "written", "one-repository.yml"),
  "utf8",
);
const DEFAULTS = {
  branch: [],
  tagPattern: [],
  image: [],
  tag: [],
  platform: [],
  runsOn: [],
  account: [],
  region: [],
  pull: false,
  reusable: false,
  sbom: false,
  attest: false,
  sign: false,
  reproducible: false,
  force: false,
  json: false,
};

const OPTIONS: WorkflowOptions = { ...DEFAULTS, config: "access.yaml" };

const folder = folderOfEachTest({ "access.yaml": seed() });

function answer(options: Partial<WorkflowOptions>) {
  return writeWorkflow({ ...DEFAULTS, config: join(folder.path, "access.yaml"), ...options }, folder.path);
}

test("standard output is the workflow and nothing else", () => {
  expect(spawnCli(["workflow"], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stdout: WRITTEN,
    stderr: "",
  });
});

test("notes go to standard error", () => {
  expect(answer({ event: "workflow_dispatch" })).toMatchObject({
    exit: 0,
    output: expect.stringContaining("\non:\n  workflow_dispatch:\n"),
    lines: ["note: start the workflow on main. The role denies other branches and tags"],
  });
});

test("the workflow goes to a file in a new folder", () => {
  const out = join(folder.path, "web", ".github", "workflows", "ecr.yml");
  expect(answer({ out })).toStrictEqual({ exit: 0, output: "", lines: [`wrote ${out}`] });
  expect(readFileSync(out, "utf8")).toBe(WRITTEN.replace("workflows/push.yml", "workflows/ecr.yml"));
});

test("rejects to overwrite a file without --force", () => {
  const out = join(folder.path, "push.yml");
  writeFileSync(out, "mine\n");
  expect(answer({ out })).toStrictEqual({
    exit: 2,
    output: "",
    lines: [`${out} exists. Use --force to overwrite it`],
  });
  expect(readFileSync(out, "utf8")).toBe("mine\n");
  expect(answer({ out, force: true }).exit).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(WRITTEN);
});

test("--json prints the same for machines", () => {
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
    notes: [
      "GitHub runs schedules on the default branch, which must be main",
      expect.stringMatching(/^a run of a schedule finds the image of the commit, and builds nothing/),
    ],
  });
});

test("rejects an event that the role denies, with the fix, and writes nothing", async () => {
  const out = join(folder.path, "push.yml");
  const { code, stdout, stderr } = await runCli(["workflow", "--event", "pull_request", "--out", out], {
    cwd: folder.path,
  });
  expect({ code, stdout }).toStrictEqual({ code: 1, stdout: "" });
  expect(stderr.split("\n").slice(5, 8)).toStrictEqual([
    "Fix: add to the role's trust: { repository: web, pullRequest: true }",
    "     see access.yaml:8:11 accounts[0].roles[0].trust",
    expect.stringMatching(/^note: this violates R09 /),
  ]);
  expect(existsSync(out)).toBe(false);
});

test("names the place of the fix of a later account's role, and of a custom trust policy", () => {
  const second = `  - id: "210987654321"
    region: eu-west-1
    roles:
      - name: First
        trust: [{ repository: api, branch: main }]
        ecr: { repositories: [api] }
      - name: Second
        trustPolicy: ${JSON.stringify(CUSTOM)}
        ecr: { repositories: [web] }
        publish: false
`;
  folder.write("access.yaml", `${seed().trimEnd()}\n${second}`);
  const denied = (options: Partial<WorkflowOptions>) =>
    answer({ ...options, config: "access.yaml" }).lines?.filter((line) => line.startsWith("     see "));

  expect(denied({ role: "First", repository: "api", branch: ["dev"] })).toStrictEqual([
    "     see access.yaml:15:16 accounts[1].roles[0].trust",
  ]);
  expect(denied({ role: "Second", repository: "web", branch: ["dev"] })).toStrictEqual([
    "     see access.yaml:18:22 accounts[1].roles[1].trustPolicy",
  ]);
  expect(denied({ role: "First", repository: "other" })).toHaveLength(1);
  expect(denied({ repository: "other" })).toStrictEqual([]);
});

test("names the place of the environments that reject a workflow", () => {
  const yaml = seed()
    .replace(
      "  owner: acme\n",
      "  owner: acme\n  environments: [{ name: prod, repositories: web, branches: main }]\n",
    )
    .replace("branch: main }", "environment: prod }");
  folder.write("access.yaml", yaml);

  expect(answer({ event: "release", config: "access.yaml" }).lines?.at(-1)).toBe(
    "     see access.yaml:3:17 github.environments",
  );
});

const CUSTOM = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: `arn:aws:iam::210987654321:oidc-provider/${ISSUER}` },
    Condition: {
      StringEquals: {
        [`${ISSUER}:aud`]: "sts.amazonaws.com",
        [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/main",
      },
    },
  },
};

test("--update-pins changes only the pins of a file", async () => {
  const file = join(folder.path, "push.yml");
  const old = "0123456789012345678901234567890123456789 # v4.0.0";
  writeFileSync(file, WRITTEN.replace(/(actions\/checkout@).*/, `$1${old}`));
  expect(await runCli(["workflow", "--update-pins", "push.yml"], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stdout: "",
    stderr: `line 25: actions/checkout v4.0.0 -> v7.0.1\nwrote push.yml: 1 pin of ${PINS_DATE}\n`,
  });
  expect(readFileSync(file, "utf8")).toBe(WRITTEN);
  expect(
    await runCli(["workflow", "--update-pins", "push.yml", "--json"], { cwd: folder.path }),
  ).toMatchObject({
    code: 0,
    stdout: `${JSON.stringify({ path: "push.yml", pinsDate: PINS_DATE, changes: [], newer: [] }, undefined, 2)}\n`,
  });
  expect(await runCli(["workflow", "--update-pins", "none.yml"], { cwd: folder.path })).toMatchObject({
    code: 2,
    stderr: "none.yml: not found. Expected a file, or - for standard input\n",
  });
});

test("rejects wrong options, all at once", () => {
  expect(
    answer({ branch: ["ma in"], tag: [".x"], out: "push.txt", event: "schedule", tagPattern: ["v*"] }),
  ).toStrictEqual({
    exit: 2,
    output: "",
    lines: [
      '--branch: expected the name or pattern of a branch or tag (a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/, * is a wildcard), got "ma in"',
      '--tag: expected an image tag (1 to 128 letters, digits and . _ -, not starting with . or -, or a GitHub expression), got ".x"',
      '--out: expected the name of a workflow file (ending with .yml or .yaml), got "push.txt"',
      "--tag-pattern: cannot be combined with --event schedule, which does not run on tags. Remove one of them",
    ],
  });
});

test.each<[Partial<WorkflowOptions>, string]>([
  [{ timeout: "abc" }, '--timeout: expected a whole number of minutes (1 to 7200), got "abc"'],
  [{ timeout: "1e2" }, '--timeout: expected a whole number of minutes (1 to 7200), got "1e2"'],
  [{ timeout: "0" }, "--timeout: expected a whole number of minutes (1 to 7200), got 0"],
  [
    { reusable: true, event: "schedule" },
    "--reusable: cannot be combined with --event schedule. Remove one of them",
  ],
  [{ account: ["a", "a"] }, "--account: expected each account once, got a, a"],
])("rejects the options %j", (options, problem) => {
  expect(optionProblems({ ...OPTIONS, ...options })).toStrictEqual([problem]);
});

test("--reusable and a timeout are parts of the request", () => {
  const { output } = answer({ reusable: true, timeout: "45" });
  expect(output).toContain("  workflow_call:\n");
  expect(output).toContain("timeout-minutes: 45\n");
});

test("rejects a file with problems as synth does", () => {
  expect(() => answer({ config: join(folder.path, "none.yaml") })).toThrow(
    "not found. Pass an existing file",
  );
});

test.each<[Partial<WorkflowOptions>]>([
  [{ tag: ["latest", "1.0_x-y", "v-${" + "{ github.run_number }}"] }],
  [{ branch: ["release/*"], tagPattern: ["v*"], environment: "Prod: 1", repository: "acme/web" }],
  [{ workflow: "acme/ci/.github/workflows/push.yml@refs/heads/main", out: ".github/workflows/push.yaml" }],
])("%j is allowed", (options) => {
  expect(optionProblems({ ...OPTIONS, ...options })).toStrictEqual([]);
});

test.each<[Partial<WorkflowOptions>, string]>([
  [{ repository: "web*" }, "--repository"],
  [{ branch: ["refs/heads/main"] }, "--branch"],
  [{ tagPattern: ["v 1"] }, "--tag-pattern"],
  [{ environment: "a%3Ab" }, "--environment"],
  [{ workflow: "acme/ci/.github/workflows/*@refs/heads/main" }, "--workflow"],
  [{ workflow: "push.yml" }, "--workflow"],
  [{ tag: ["-x"] }, "--tag"],
  [{ tag: ["x".repeat(129)] }, "--tag"],
  [{ tag: ["a/b"] }, "--tag"],
  [{ out: ".yml" }, "--out"],
  [{ event: "release", branch: ["main"] }, "--branch"],
  [{ event: "tag", branch: ["main"] }, "--branch"],
  [{ event: "merge_group", tagPattern: ["v*"] }, "--tag-pattern"],
])("rejects %j", (options, option) => {
  const problems = optionProblems({ ...OPTIONS, ...options });
  expect(problems.map((problem) => problem.split(":")[0])).toStrictEqual([option]);
});

const TRUST = "{ repository: web, branch: main }";
const TWO_OWNERS = seed({ role: "publish: false" }).replace(
  TRUST,
  `${TRUST}\n          - { owner: partner, repository: [web, api], branch: main }`,
);

function repositoryOf(yaml: string, repository: string): unknown {
  const role = roleSelector({ ...OPTIONS, repository }, parseConfig(yaml, "access.yaml"));
  return "problems" in role ? role.problems : role.repository;
}

test.each([
  ["the owner in the option", TWO_OWNERS, "partner/web", { owner: "partner", name: "web" }],
  ["the only owner", seed(), "unknown", { owner: "acme", name: "unknown" }],
  ["the only owner of such a repository", TWO_OWNERS, "api", { owner: "partner", name: "api" }],
])("a repository belongs to %s", (_, yaml, repository, expected) => {
  expect(repositoryOf(yaml, repository)).toStrictEqual(expected);
});

test("rejects a name that repositories of two owners have", () => {
  expect(repositoryOf(TWO_OWNERS, "web")).toStrictEqual([
    '--repository: expected acme/web or partner/web, got "web"',
  ]);
});
