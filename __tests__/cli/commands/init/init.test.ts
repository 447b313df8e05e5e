import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "../../../../lib/cli/own-package";
import { loadConfig, parseConfig } from "../../../../lib/config/load";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { ROOT, runCli, spawnCli } from "../../run-cli";

const FLAGS = [
  "--owner",
  "acme",
  "--repository",
  "web",
  "--account",
  "123456789012",
  "--region",
  "ap-northeast-2",
];
const FILES = [".gitignore", "access.yaml", "cdktf.json", "package.json"];

const folder = folderOfEachTest();

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return runCli(["init", ...args], { cwd: folder.path, env });
}

function text(name: string): string {
  return folder.read(name);
}

function put(name: string, content: string): void {
  folder.write(name, content);
}

const SEED = parseConfig(seed({ role: "publish: { as: variables }" }), "access.yaml");

const NEXT = `  npx github-actions-ecr resolve
    writes the ids of acme/web into access.yaml. GITHUB_TOKEN needs a token that can read the repository
  npx github-actions-ecr synth
    writes the Terraform JSON and prints what the role allows
  npx cdktf deploy "*"
    deploys after your approval. Needs Terraform, AWS credentials for 123456789012, and in GITHUB_TOKEN a token that can write variables of acme/web
`;

/** A clone is packed first: it has no built files. */
const PACK = `  npm pack ${ROOT}
    packs the clone, for package.json to install
`;
const TARBALL = `cdktf-github-actions-ecr-${ownPackage().version}.tgz`;
const OWN_RANGE = `file:./${TARBALL}`;
const COMMIT = `. Commit ${TARBALL} too: colleagues and CI install it from this folder`;

test("publishes secrets with --publish secrets, and says so", async () => {
  const { stdout } = await run([...FLAGS, "--publish", "secrets"]);
  expect(stdout).toContain("a token that can write secrets of acme/web");
  expect(loadConfig(join(folder.path, "access.yaml")).accounts[0].roles[0].publish.as).toBe("secrets");
});

test("rejects another kind of value", async () => {
  expect(await run([...FLAGS, "--publish", "both"])).toMatchObject({ code: 2, stdout: "" });
  expect(readdirSync(folder.path)).toStrictEqual([]);
});

test("writes four files into a folder and prints the next steps", async () => {
  expect(await run(FLAGS)).toStrictEqual({
    code: 0,
    stderr: "",
    stdout: `wrote access.yaml
wrote cdktf.json
wrote package.json
wrote .gitignore

Next:
${PACK}  npm install
    installs the packages of package.json${COMMIT}
${NEXT}`,
  });
  expect(readdirSync(folder.path).sort()).toStrictEqual(FILES);
  expect(loadConfig(join(folder.path, "access.yaml"))).toStrictEqual(SEED);
  expect(text("cdktf.json")).toBe(`{
  "language": "typescript",
  "app": "npx --no -- github-actions-ecr synth --quiet",
  "projectId": "cdktf-github-actions-ecr",
  "sendCrashReports": "false"
}
`);
  expect(text(".gitignore")).toBe("node_modules/\ncdktf.out/\n.terraform/\n*.tfstate\n*.tfstate.*\n");
});

test("synth gives the same for the written file as for the sample, apart from the kind of values", async () => {
  await run([...FLAGS, "--publish", "secrets"]);
  const sample = join(folder.path, "sample");
  mkdirSync(sample);
  put("sample/access.yaml", seed());
  expect(await runCli(["synth"], { cwd: folder.path })).toStrictEqual(
    await runCli(["synth"], { cwd: sample }),
  );
  for (const file of [
    "manifest.json",
    "stacks/aws-123456789012/cdk.tf.json",
    "stacks/github-acme/cdk.tf.json",
  ]) {
    expect(text(join("cdktf.out", file))).toBe(text(join("sample/cdktf.out", file)));
  }
});

test.each(["infra", "a/b c/Zürich", "$HOME `x` 'y' #z"])("creates the folder %j", async (name) => {
  const { code, stdout, stderr } = await run([name, ...FLAGS]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`\nwrote ${name}/cdktf.json\n`);
  expect(stdout).toMatch(/\nNext:\n {2}cd .+\n/);
  expect(readdirSync(join(folder.path, name)).sort()).toStrictEqual(FILES);
});

test("--json prints the same as JSON", async () => {
  put("package.json", "{}");
  const { code, stdout, stderr } = await run([".", ...FLAGS, "--json"]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  const { files, kept, next } = JSON.parse(stdout);
  expect({ files, kept }).toStrictEqual({
    files: ["access.yaml", "cdktf.json", ".gitignore"],
    kept: ["package.json"],
  });
  expect(next.map(Object.keys)).toStrictEqual(next.map(() => ["command", "why"]));
  expect(next.map(({ command }: { command: string }) => command.replace(/ "?@.*|@.*/, ""))).toStrictEqual([
    `npm pack ${ROOT}`,
    "npm install",
    "npm install --save-dev cdktf-cli",
    "npx github-actions-ecr resolve",
    "npx github-actions-ecr synth",
    'npx cdktf deploy "*"',
  ]);
});

test("options set the branch, the ECR repository and the name of the file", async () => {
  const { code, stdout } = await run([
    ...["--repository", "acme/.github", "--account", "123456789012", "--region", "cn-north-1"],
    ...["--branch", "it's#1", "--ecr-repository", "ci/images", "--config", "accounts/china.yaml"],
  ]);
  expect(code).toBe(0);
  const [account] = loadConfig(join(folder.path, "accounts/china.yaml")).accounts;
  expect(account).toMatchObject({
    partition: "aws-cn",
    roles: [
      {
        ecr: { repositories: ["ci/images"] },
        trust: { entries: [{ repository: ".github", context: { kind: "branch", pattern: "it's#1" } }] },
      },
    ],
  });
  expect(JSON.parse(text("cdktf.json")).app).toBe(
    "npx --no -- github-actions-ecr synth --quiet --config accounts/china.yaml",
  );
  expect(JSON.parse(text("package.json")).scripts.synth).toBe(
    "github-actions-ecr synth --config accounts/china.yaml",
  );
  expect(stdout).toContain("\n  npx github-actions-ecr synth --config accounts/china.yaml\n");
});

test("ACCESS_CONFIG names the file, as it does for the other commands", async () => {
  expect((await run(FLAGS, { ACCESS_CONFIG: "production.yml" })).code).toBe(0);
  expect(existsSync(join(folder.path, "production.yml"))).toBe(true);
});

test("rejects missing options without a terminal, and creates no folder", () => {
  const { code, stdout, stderr } = spawnCli(["init", "infra", "--account", "12"], {
    cwd: folder.path,
    input: "acme\nweb\n123456789012\nus-east-1\n",
  });
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr.split("\n").map((line) => line.split(" (")[0])).toStrictEqual([
    "--account: expected an AWS account id",
    "--owner: missing. Expected a GitHub user or organization",
    "--repository: missing. Expected the name of a GitHub repository",
    "--region: missing. Expected an AWS region",
    "",
  ]);
  expect(readdirSync(folder.path)).toStrictEqual([]);
});

test.each([
  "../access.yaml",
  "a/../access.yaml",
  "/tmp/access.yaml",
  "access.json",
  "package.json",
  ".yaml",
  "-x.yaml",
  "a b.yaml",
  "$(x).yaml",
  "a\nb.yaml",
])("rejects the file %j", async (config) => {
  const { code, stderr } = await run([...FLAGS, `--config=${config}`]);
  expect({ code, stderr }).toStrictEqual({
    code: 2,
    stderr: `--config or ACCESS_CONFIG: expected a file below the folder (letters, digits and . _ - /, ending with .yaml or .yml, without ..), got ${JSON.stringify(config)}\n`,
  });
  expect(readdirSync(folder.path)).toStrictEqual([]);
});

test("rejects values that are too long together, with their place in the file", async () => {
  const { code, stdout, stderr } = await run([...FLAGS, "--branch", "x".repeat(2_000)]);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /^access\.yaml:\d+:\d+ accounts\[0\].* expected a trust policy of at most 2048 characters, got \d+\. /,
  );
  expect(readdirSync(folder.path)).toStrictEqual([]);
});

test("rejects a folder in which the files exist, names them all, and writes nothing", async () => {
  put("access.yaml", "mine");
  symlinkSync("nowhere", join(folder.path, "cdktf.json"));
  expect(await run(FLAGS)).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `access.yaml exists. Use --force to overwrite it
cdktf.json exists. Use --force to overwrite it
`,
  });
  expect(readdirSync(folder.path).sort()).toStrictEqual(["access.yaml", "cdktf.json"]);
  expect(text("access.yaml")).toBe("mine");
});

const PIPELINE = [...FLAGS, "--pipeline", "acme-tfstate"];

test("says how the pipeline's roles get the subject that GitHub sends, and a state for each account", async () => {
  const { stdout } = await run(PIPELINE);
  expect(
    stdout,
  ).toContain(`  gh api repos/acme/REPOSITORY/actions/oidc/customization/sub --jq .sub_claim_prefix
    prints SUBJECT. REPOSITORY is the GitHub repository of this folder. A new one has ids: repo:acme@ID/REPOSITORY@ID. An older one has repo:acme/REPOSITORY
  terraform -chdir=pipeline-roles init && terraform -chdir=pipeline-roles workspace select -or-create 123456789012 && terraform -chdir=pipeline-roles apply -var account=123456789012 -var region=ap-northeast-2 -var subject=SUBJECT -var state_bucket=acme-tfstate
    creates the roles of the pipeline, as an administrator of 123456789012. The bucket must exist
  git push
`);
});

test("names the page that adds the pipeline to an existing access.yaml, and overwrites it with --force", async () => {
  put("access.yaml", "mine");
  expect(await run(PIPELINE)).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `access.yaml exists. Use --force to overwrite it
--pipeline: to keep access.yaml, copy the workflow and the roles yourself. See docs/guide/pipelines.md#set-it-up
`,
  });
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
  expect(await run([...PIPELINE, "--force"])).toMatchObject({ code: 0, stderr: "" });
});

test("keeps an existing package.json and .gitignore, and the next step names the missing packages", async () => {
  const manifest = '{"name":"theirs", "dependencies":{"cdktf":"0.20.0","constructs":"*"}}';
  put("package.json", manifest);
  put(".gitignore", "mine");
  const { code, stdout } = await run(FLAGS);
  expect(code).toBe(0);
  expect(stdout.slice(0, stdout.indexOf("  npx"))).toBe(`wrote access.yaml
wrote cdktf.json
kept package.json
kept .gitignore

Next:
${PACK}  npm install ${["@cdktf/provider-aws", "@cdktf/provider-github", "cdktf-github-actions-ecr"].map(word).join(" ")}
    adds the packages that your package.json does not have${COMMIT}
  npm install --save-dev ${word("cdktf-cli")}
    adds the packages that your package.json does not have
`);
  expect([text("package.json"), text(".gitignore")]).toStrictEqual([manifest, "mine"]);
});

/** A package as an argument of npm install. */
function word(name: string): string {
  const { dependencies, peerDependencies, devDependencies } = ownPackage();
  const ranges = {
    ...devDependencies,
    ...dependencies,
    ...peerDependencies,
    [ownPackage().name]: OWN_RANGE,
  };
  const text = `${name}@${ranges[name]}`;
  return /[\^<>| ]/.test(text) ? `"${text}"` : text;
}

test("--force overwrites access.yaml and cdktf.json, and only adds to package.json", async () => {
  put("access.yaml", "mine");
  put("cdktf.json", "mine");
  put("package.json", '{\n\t"name": "theirs",\n\t"scripts": {\n\t\t"synth": "mine"\n\t}\n}\n');
  put(".gitignore", "mine");
  const { code, stdout } = await run([...FLAGS, "--force"]);
  expect(code).toBe(0);
  expect(stdout.slice(0, stdout.indexOf("\n\n"))).toBe(
    "wrote access.yaml\nwrote cdktf.json\nwrote package.json\nkept .gitignore",
  );
  expect(loadConfig(join(folder.path, "access.yaml"))).toStrictEqual(SEED);
  expect(JSON.parse(text("cdktf.json")).language).toBe("typescript");
  expect(text("package.json")).toMatch(
    /^\{\n\t"name": "theirs",\n\t"scripts": \{\n\t\t"synth": "mine",\n\t\t"diff"/,
  );
  expect(text(".gitignore")).toBe("mine");

  const before = text("package.json");
  expect((await run([...FLAGS, "--force"])).stdout).toContain("\nkept package.json\n");
  expect(text("package.json")).toBe(before);
});

test.each([[[]], [["--force"]]])("rejects a broken package.json, with %j", async (force) => {
  mkdirSync(join(folder.path, "infra"));
  put("infra/package.json", '{ "name": ');
  const { code, stdout, stderr } = await run(["infra", ...FLAGS, ...force]);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^infra\/package\.json: expected JSON, got an error: .+\n$/);
  expect(readdirSync(join(folder.path, "infra"))).toStrictEqual(["package.json"]);
});

test.each([
  ["a folder that is a file", ["file"], "file: expected a folder or a new name, got a file\n"],
  ["a folder below a file", ["file/infra"], /^ENOTDIR: .*file\/infra'\n$/],
  ["a name that is too long", ["x".repeat(300)], /^ENAMETOOLONG: .*\n$/],
  ["a folder instead of a file", ["--force"], "cdktf.json: expected a file, got a folder\n"],
])("rejects %s, without a stack trace", async (_, args, expected) => {
  put("file", "");
  mkdirSync(join(folder.path, "cdktf.json"));
  const { code, stdout, stderr } = await run([...args, ...FLAGS]);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
  expect(readdirSync(folder.path).sort()).toStrictEqual(["cdktf.json", "file"]);
});
