import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MASKED } from "../config/access-file";
import { warned } from "../config/problem-texts";
import { seed } from "../stacks/synthesized";
import { folderOfEachTest } from "../support/folder";
import { TRUST_POLICY } from "../support/smallest";
import { filesOf } from "./files-of";
import { runCli, spawnCli, spawnProgram } from "./run-cli";

const folder = folderOfEachTest({ "access.yaml": seed() });

const MASKED_REGION = `role GitHubActionsECRRole in 123456789012: ${MASKED}`;
const R23 = warned("R23", "role GitHubActionsECRRole in 123456789012, trust[0]");

test("synth writes a folder for each stack and prints what each role allows", async () => {
  expect(await runCli(["synth"], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stderr: "",
    stdout: `Wrote 2 stacks from access.yaml to cdktf.out/stacks

aws-123456789012
  account 123456789012, ap-northeast-2
  role GitHubActionsECRRole
    allows repo:acme/web:ref:refs/heads/main
    can push to web

github-acme
  acme/web secrets: AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME
  a plan makes 4 requests to GitHub, of 5,000 per hour; the first apply 14 in about 4 seconds

warning: ${MASKED_REGION}
warning: ${R23}

Next:
  npx cdktf deploy "*"
Or with Terraform alone:
  terraform -chdir=cdktf.out/stacks/aws-123456789012 init && terraform -chdir=cdktf.out/stacks/aws-123456789012 apply
  terraform -chdir=cdktf.out/stacks/github-acme init && terraform -chdir=cdktf.out/stacks/github-acme apply
`,
  });
  expect(Object.keys(filesOf(join(folder.path, "cdktf.out")))).toStrictEqual([
    "manifest.json",
    "stacks/aws-123456789012/cdk.tf.json",
    "stacks/github-acme/cdk.tf.json",
  ]);
});

test("synth --json prints the same as JSON", async () => {
  const { code, stdout } = await runCli(["synth", "--json", "--out", "build/tf"], { cwd: folder.path });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toStrictEqual({
    config: "access.yaml",
    stacks: [
      {
        name: "aws-123456789012",
        file: "build/tf/stacks/aws-123456789012/cdk.tf.json",
        kind: "aws",
        accountId: "123456789012",
        partition: "aws",
        region: "ap-northeast-2",
        backend: "local",
        dependsOn: [],
      },
      {
        name: "github-acme",
        file: "build/tf/stacks/github-acme/cdk.tf.json",
        kind: "github",
        owner: "acme",
        repositories: ["web"],
        permissions: { secrets: "write" },
        backend: "local",
        dependsOn: ["aws-123456789012"],
      },
    ],
    roles: [
      {
        stack: "aws-123456789012",
        name: "GitHubActionsECRRole",
        arn: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
        subjects: ["repo:acme/web:ref:refs/heads/main"],
        trustPolicy: TRUST_POLICY,
        access: "push",
        repositories: ["web"],
        regions: ["ap-northeast-2"],
        risks: [
          {
            rule: "R23",
            name: "name-subject",
            severity: "medium",
            given: ["repo:acme/web:ref:refs/heads/main"],
          },
        ],
      },
    ],
    values: ["AWS_REGION", "AWS_ACCOUNT_ID", "AWS_ROLE_NAME"].map((name) => ({
      as: "secrets",
      repository: "acme/web",
      name,
    })),
    environments: [],
    templates: [],
    requests: [{ stack: "github-acme", perPlan: 4, firstApply: 14, firstApplySeconds: 4 }],
    warnings: [MASKED_REGION, R23],
  });
});

test("the same file gives the same bytes in any folder, locale and time zone, by the command and by the app", () => {
  const elsewhere = join(folder.path, "another place");
  mkdirSync(elsewhere);
  const config = join(folder.path, "access.yaml");
  const environments = [
    { cwd: folder.path, env: { LANG: "C", TZ: "UTC" } },
    { cwd: elsewhere, env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Chatham" } },
  ];
  const outputs = environments.map(({ cwd, env }) => {
    expect(spawnCli(["synth", "--config", config], { cwd, env }).code).toBe(0);
    return filesOf(join(cwd, "cdktf.out"));
  });
  const byApp = join(folder.path, "by-app");
  const env = { ACCESS_CONFIG: config, CDKTF_OUTDIR: byApp };
  expect(spawnProgram("main.ts", [], { cwd: elsewhere, env })).toStrictEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  expect(outputs[1]).toStrictEqual(outputs[0]);
  expect(filesOf(byApp)).toStrictEqual(outputs[0]);
});

test.each([
  ["main.ts", () => spawnProgram("main.ts", [], { cwd: folder.path })],
  ["lib/cli/main.ts", () => runCli(["synth"], { cwd: folder.path })],
] as const)(
  "rejects a bad file in %s with every problem on standard error, and leaves the earlier output as it was",
  async (_, synth) => {
    expect((await runCli(["synth"], { cwd: folder.path })).code).toBe(0);
    const before = filesOf(join(folder.path, "cdktf.out"));
    writeFileSync(
      join(folder.path, "access.yaml"),
      seed().replace("branch: main", "branch: ma in").replace("acme", "a.b"),
    );
    const { code, stdout, stderr } = await synth();
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toStrictEqual([
      "access.yaml:2:10 github.owner:",
      "access.yaml:8:40 accounts[0].roles[0].trust[0].branch:",
      "",
    ]);
    expect(filesOf(join(folder.path, "cdktf.out"))).toStrictEqual(before);
  },
);

test("a bad file writes no folder at all", async () => {
  expect(
    await runCli(["synth", "--config", "none.yaml", "--out", "out"], { cwd: folder.path }),
  ).toStrictEqual({
    code: 2,
    stdout: "",
    stderr:
      "none.yaml: not found. Pass an existing file with --config FILE or ACCESS_CONFIG, or write one with init\n",
  });
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});

test("synth keeps the files that Terraform writes into the folder of a stack", async () => {
  await runCli(["synth"], { cwd: folder.path });
  const lock = join(folder.path, "cdktf.out/stacks/aws-123456789012/.terraform.lock.hcl");
  writeFileSync(lock, "# locked\n");
  expect((await runCli(["synth"], { cwd: folder.path })).code).toBe(0);
  expect(readFileSync(lock, "utf8")).toBe("# locked\n");
});

test("synth --hcl writes HCL in place of JSON, and synth JSON in place of HCL", async () => {
  const folderOf = () => Object.keys(filesOf(join(folder.path, "cdktf.out/stacks/aws-123456789012")));
  await runCli(["synth"], { cwd: folder.path });
  const json = filesOf(join(folder.path, "cdktf.out"));
  const { code, stdout, stderr } = await runCli(["synth", "--hcl"], { cwd: folder.path });
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toContain('\nNext:\n  npx cdktf deploy "*" --skip-synth\nOr with Terraform alone:\n');
  expect(folderOf()).toStrictEqual(["cdk.tf", "metadata.json"]);

  const env = { SYNTH_HCL_OUTPUT: "true" };
  const hcl = filesOf(join(folder.path, "cdktf.out"));
  const { stdout: summary } = await runCli(["synth", "--json"], { cwd: folder.path, env });
  expect(JSON.parse(summary).stacks[0].file).toBe("cdktf.out/stacks/aws-123456789012/cdk.tf");
  expect(filesOf(join(folder.path, "cdktf.out"))).toStrictEqual(hcl);

  await runCli(["synth"], { cwd: folder.path });
  expect(filesOf(join(folder.path, "cdktf.out"))).toStrictEqual(json);
});

test("a change of language keeps other files in the folder of a stack", async () => {
  const imports = join(folder.path, "cdktf.out/stacks/aws-123456789012/imports.tf");
  await runCli(["synth"], { cwd: folder.path });
  writeFileSync(imports, "# imports\n");
  for (const args of [["synth", "--hcl"], ["synth"]]) {
    expect((await runCli(args, { cwd: folder.path })).code).toBe(0);
    expect(readFileSync(imports, "utf8")).toBe("# imports\n");
  }
});

test("synth --quiet prints nothing: the CDKTF CLI shows the warnings", async () => {
  expect(await runCli(["synth", "--quiet"], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  const manifest = JSON.parse(folder.read("cdktf.out/manifest.json"));
  expect(manifest.stacks["aws-123456789012"].annotations).toStrictEqual([
    { constructPath: "aws-123456789012", level: "@cdktf/warn", message: MASKED_REGION },
    { constructPath: "aws-123456789012", level: "@cdktf/warn", message: R23 },
  ]);
});

test("an invalid output folder is bad input, not a crash", async () => {
  const { code, stderr } = await runCli(["synth", "--out", "access.yaml"], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^EEXIST: .* 'access\.yaml'\n$/);
});

test.each([
  [["--bogus"], "error: unknown option '--bogus'\n"],
  [["synth", "--bogus"], "error: unknown option '--bogus'\n"],
  [["bogus"], "error: unknown command 'bogus'\n"],
])("rejects the command line %j", async (args, message) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(`${message}Run with --help for the commands and options.\n`);
});

test("help shows each default once, but not false and empty lists", async () => {
  const env = { ACCESS_CONFIG: "production.yaml" };
  const { stdout } = await runCli(["workflow", "--help"], { cwd: folder.path, columns: 200, env });
  expect(stdout).toContain("the access file (env: ACCESS_CONFIG, default: access.yaml)\n");
  expect(stdout).not.toMatch(/default: (?:false|\[\])/);
});

test.each([[["--help"]], [["synth", "--help"]], [["help", "synth"]]])("%j helps", async (args) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: github-actions-ecr/);
});
