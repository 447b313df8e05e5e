import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inParallel } from "../../lib/github/octokit";
import { type Project, project, succeeded } from "./support/project";
import { type Ending, run } from "./support/terraform";

/** What `synth --hcl` writes: Terraform validates every example, and deploys one file to AWS and GitHub. */

const ROOT = join(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");
const NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "access.yaml")));

let it: Project;
beforeAll(async () => {
  it = await project();
  await inParallel(NAMES, (name) =>
    it.synth("--hcl", "--config", join(EXAMPLES, name, "access.yaml"), "--out", name),
  );
});
afterAll(() => it.close());

/** The folder of each stack of an example, below the project's. */
function stackFolders(example: string): readonly string[] {
  return readdirSync(join(it.folder, example, "stacks")).map((stack) => join(example, "stacks", stack));
}

test("terraform fmt has nothing to change in any example", async () => {
  const formatted = await run("terraform", ["fmt", "-recursive", "-check", "-diff"], {
    cwd: it.folder,
    env: it.env,
  });
  expect(succeeded(formatted)).toBe("");
});

async function validated(folder: string): Promise<Validation> {
  const where = { cwd: join(it.folder, folder), env: it.env };
  succeeded(await run("terraform", ["init", "-backend=false"], where));
  return JSON.parse((await run("terraform", ["validate", "-json"], where)).stdout);
}

test("CDKTF's own HCL of the app with constructs is Terraform's too, documents with tokens included", async () => {
  const app = [join(ROOT, "scripts", "run.cjs"), join(EXAMPLES, "constructs", "main.ts")];
  const out = join(it.folder, "constructs");
  const env = { ...it.env, CDKTF_OUTDIR: out, SYNTH_HCL_OUTPUT: "true" };
  succeeded(await run(process.execPath, app, { cwd: ROOT, env }));
  const file = join(out, "stacks", "web", "cdk.tf");
  succeeded(await run("terraform", ["fmt", file], { cwd: it.folder, env: it.env }));
  // The bindings ask for the one version that they were made from.
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(/^ *version += "[^"]*"$/gm, ""));
  expect(readFileSync(file, "utf8")).toContain("jsonencode({");
  const { valid, diagnostics } = await validated(join("constructs", "stacks", "web"));
  expect(valid).toBe(true);
  // CDKTF writes what a resource depends on between quotes.
  expect([...new Set(diagnostics.map(({ summary }) => summary))]).toStrictEqual([
    "Quoted references are deprecated",
  ]);
});

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly summary: string }[];
}

/** Loading the AWS provider takes seconds. So the stacks with it are modules of one configuration, where Terraform allows that. */
function isAlone(folder: string): boolean {
  return /^(?:provider "github"|import) \{$/m.test(readFileSync(join(it.folder, folder, "cdk.tf"), "utf8"));
}

test("terraform validate accepts every stack of every example", async () => {
  const folders = NAMES.flatMap(stackFolders);
  const alone = await inParallel(folders.filter(isAlone), async (folder) => {
    const { valid, diagnostics } = await validated(folder);
    return { folder, valid, diagnostics };
  });
  expect(alone).toStrictEqual(
    folders.filter(isAlone).map((folder) => ({ folder, valid: true, diagnostics: [] })),
  );

  const modules = folders.filter((folder) => !isAlone(folder));
  const calls = modules.map((folder) => [folder.replaceAll("/", "_"), { source: `./${folder}` }]);
  writeFileSync(join(it.folder, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(calls) }));
  const { valid, diagnostics } = await validated(".");
  expect(modules.length).toBeGreaterThan(10);
  expect(valid).toBe(true);
  expect([...new Set(diagnostics.map(({ summary }) => summary))]).toStrictEqual([
    "Backend configuration ignored",
  ]);
});

const FILE = `
github:
  owner: acme
  environments:
    - { name: "production \${x} %{y}", repositories: [web], branches: [main], reviewers: { users: [octocat] } }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    tags: { "a b": "c=d", e: f }
    roles:
      - description: 'says "\${nothing}" \\ %{ at all }'
        trust:
          - { repository: web, branch: main }
          - { repository: web, environment: "production \${x} %{y}" }
        ecr: { repositories: [web, "team/*"], region: [ap-northeast-2, us-east-1] }
        publish: { as: variables, to: [repository, environment] }
`;

const STACKS = ["aws-123456789012", "github-acme"];

function file(stack: string, name: string): string {
  return readFileSync(join(it.folder, "cdktf.out", "stacks", stack, name), "utf8");
}

async function emptyPlans(): Promise<void> {
  for (const stack of STACKS) succeeded(await it.terraform(stack, "plan", "-detailed-exitcode"));
}

test("the CDKTF CLI deploys HCL that was written by synth", async () => {
  it.github.put({ kind: "user", name: "octocat", id: 583231 });
  it.write(FILE);
  await it.synth("--hcl");
  const deployed: Ending = await it.cdktf("deploy", "*", "--skip-synth");
  expect(succeeded(deployed)).toContain("Apply complete! Resources: 4 added, 0 changed, 0 destroyed.");
  expect(it.github.environments().map(({ name }) => name)).toStrictEqual(["production $".concat("{x} %{y}")]);
  await emptyPlans();
});

test("after a deploy with HCL, a plan with JSON is empty", async () => {
  await it.synth();
  expect(() => file("github-acme", "cdk.tf")).toThrow("ENOENT");
  await emptyPlans();
});

test("the CDKTF CLI writes the same HCL, and replaces it with JSON again", async () => {
  await it.synth("--hcl");
  const [account = "", owner = ""] = STACKS.map((stack) => file(stack, "cdk.tf"));
  succeeded(await it.cdktf("synth"));
  expect(() => file("github-acme", "cdk.tf")).toThrow("ENOENT");
  succeeded(await it.cdktf("synth", "--hcl"));
  expect(() => file("github-acme", "cdk.tf.json")).toThrow("ENOENT");
  expect(STACKS.map((stack) => file(stack, "cdk.tf"))).toStrictEqual([account, owner]);
});
