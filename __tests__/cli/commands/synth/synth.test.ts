import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { runCli } from "../../run-cli";

const folder = folderOfEachTest();

/** The warnings about stacks that a second synthesis of another file gives, without those about roles. */
async function warningsAfter(
  before: string,
  after: string,
  args: readonly string[] = [],
): Promise<readonly string[]> {
  folder.write("access.yaml", before);
  expect((await runCli(["synth", ...args], { cwd: folder.path })).code).toBe(0);
  folder.write("access.yaml", after);
  const { code, stdout } = await runCli(["synth", "--json", ...args], { cwd: folder.path });
  expect(code).toBe(0);
  const { warnings }: { readonly warnings: readonly string[] } = JSON.parse(stdout);
  return warnings.filter((warning) => !/^(?:R\d|role )/.test(warning));
}

function writeState(path: string, modes: readonly string[]): void {
  const resources = modes.map((mode, index) => ({
    mode,
    type: "aws_iam_role",
    name: `role${index}`,
    instances: [{}],
  }));
  mkdirSync(join(folder.path, path, ".."), { recursive: true });
  folder.write(path, JSON.stringify({ version: 4, resources }, undefined, 2));
}

const WITHOUT_GITHUB = seed({ role: "publish: false" });
const RENAMED = seed({ account: "name: production", role: "publish: false" });
const REMOTE = "state: { s3: { bucket: acme-tfstate, region: eu-west-1 } }";

test.each([[[]], [["--hcl"]]])(
  "a stack that was never deployed needs no warning, and its folder stays %j",
  async (args) => {
    expect(await warningsAfter(seed(), WITHOUT_GITHUB, args)).toStrictEqual([]);
    expect(readdirSync(join(folder.path, "cdktf.out/stacks"))).toStrictEqual([
      "aws-123456789012",
      "github-acme",
    ]);
  },
);

test("an empty state needs no warning", async () => {
  writeState("terraform.github-acme.tfstate", ["data"]);
  expect(await warningsAfter(seed(), WITHOUT_GITHUB)).toStrictEqual([]);
});

test.each([[[]], [["--hcl"]]])(
  "a stack whose local state has resources is named, with the command that deletes them %j",
  async (args) => {
    writeState("terraform.github-acme.tfstate", ["managed", "data", "managed"]);
    expect(await warningsAfter(seed(), WITHOUT_GITHUB, args)).toStrictEqual([
      "the stack github-acme is no longer in the file, but terraform.github-acme.tfstate still has 2 resources. To delete them: terraform -chdir=cdktf.out/stacks/github-acme destroy. See docs/guide/state.md#remove-a-stack",
    ]);
  },
);

test("a renamed account that was never deployed needs no warning", async () => {
  expect(await warningsAfter(WITHOUT_GITHUB, RENAMED)).toStrictEqual([]);
});

test.each([[[]], [["--hcl"]]])(
  "the state of a renamed account is to be moved, not destroyed %j",
  async (args) => {
    writeState("terraform.aws-123456789012.tfstate", ["managed"]);
    expect(await warningsAfter(WITHOUT_GITHUB, RENAMED, args)).toStrictEqual([
      "the stack aws-123456789012 is now aws-production. Move its state before the next deploy: mv terraform.aws-123456789012.tfstate terraform.aws-production.tfstate. See docs/guide/state.md#rename-a-stack",
    ]);
  },
);

test("a local state in another folder is found, and its path is quoted for a shell", async () => {
  const file = { file: "state: { local: { directory: my states } }", role: "publish: false" };
  writeState("my states/terraform.aws-123456789012.tfstate", ["managed"]);
  expect(await warningsAfter(seed(file), seed({ ...file, account: "name: production" }))).toStrictEqual([
    'the stack aws-123456789012 is now aws-production. Move its state before the next deploy: mv "my states/terraform.aws-123456789012.tfstate" "my states/terraform.aws-production.tfstate". See docs/guide/state.md#rename-a-stack',
  ]);
});

test("what a remote state contains is unknown, so the warning does not claim it", async () => {
  const file = { file: REMOTE, role: "publish: false" };
  expect(await warningsAfter(seed({ file: REMOTE }), seed(file))).toStrictEqual([
    "cdktf.out/stacks/github-acme is no longer in the file. If you deployed it, its resources still exist. See docs/guide/state.md#remove-a-stack",
  ]);
  expect(existsSync(join(folder.path, "cdktf.out/stacks/github-acme/cdk.tf.json"))).toBe(true);
});

test("the remote state of a renamed account is to be moved if it exists", async () => {
  const file = { file: REMOTE, role: "publish: false" };
  expect(await warningsAfter(seed(file), seed({ ...file, account: "name: production" }))).toStrictEqual([
    `the stack aws-123456789012 is now aws-production. If you deployed it, move its state before the next deploy: ${pushed("aws-123456789012", "aws-production")}. See docs/guide/state.md#rename-a-stack`,
  ]);
});

/** The command that moves a state that only Terraform can read. */
function pushed(before: string, after: string, oldFile = "", newFile = ""): string {
  const [old, next] = [before, after].map((name) => `terraform -chdir=cdktf.out/stacks/${name}`);
  return `${old} init${oldFile} && ${old} state pull > moved.tfstate && ${next} init${newFile} && ${next} state push "$PWD/moved.tfstate" && rm -r moved.tfstate cdktf.out/stacks/${before}`;
}

test("the command for a backend that the pipeline completes names the files with its settings", async () => {
  const file = { file: "state: { partial: gcs }", role: "publish: false" };
  expect(await warningsAfter(seed(file), seed({ ...file, account: "name: production" }))).toStrictEqual([
    `the stack aws-123456789012 is now aws-production. If you deployed it, move its state before the next deploy: ${pushed("aws-123456789012", "aws-production", " -backend-config=OLD_FILE", " -backend-config=FILE")}. See docs/guide/state.md#rename-a-stack`,
  ]);
});

test("a state that moves into a bucket while its account gets a name is pushed there", async () => {
  writeState("terraform.aws-123456789012.tfstate", ["managed"]);
  const after = seed({ file: REMOTE, role: "publish: false", account: "name: production" });
  expect(await warningsAfter(WITHOUT_GITHUB, after)).toStrictEqual([
    `the stack aws-123456789012 is now aws-production. Move its state before the next deploy: ${pushed("aws-123456789012", "aws-production")}. See docs/guide/state.md#rename-a-stack`,
  ]);
});

describe("the stack of a renamed owner", () => {
  const renamed = (owners: string) =>
    seed().replace("owner: acme\n", `owner: acme-corp\n${owners === "" ? "" : `  owners: { ${owners} }\n`}`);

  test.each([[[]], [["--hcl"]]])("is found by its former name %j", async (args) => {
    writeState("terraform.github-acme.tfstate", ["managed"]);
    const after = renamed("acme-corp: { formerly: acme }");
    expect(await warningsAfter(seed(), after, args)).toStrictEqual([
      "the stack github-acme is now github-acme-corp. Move its state before the next deploy: mv terraform.github-acme.tfstate terraform.github-acme-corp.tfstate. See docs/guide/state.md#rename-a-stack",
    ]);
  });

  test.each([[[]], [["--hcl"]]])("is suspected if another owner has the same resources %j", async (args) => {
    writeState("terraform.github-acme.tfstate", ["managed"]);
    expect(await warningsAfter(seed(), renamed(""), args)).toStrictEqual([
      "the stack github-acme is no longer in the file, but terraform.github-acme.tfstate still has 1 resource. If the owner acme was renamed to acme-corp, add formerly: acme to github.owners.acme-corp. To delete them: terraform -chdir=cdktf.out/stacks/github-acme destroy. See docs/guide/state.md#remove-a-stack",
    ]);
  });
});

test("a local state of an account whose output folder is gone is found beside the new one", async () => {
  const state = {
    version: 4,
    resources: [{ mode: "managed", instances: [{ arn: "arn:aws:iam::123456789012:role/A" }] }],
  };
  folder.write("terraform.aws-old.tfstate", JSON.stringify(state));
  folder.write("terraform.aws-other.tfstate", JSON.stringify(state).replace("123456789012", "210987654321"));
  const warning =
    "the stack aws-old seems to be aws-production now: terraform.aws-old.tfstate has resources of the account 123456789012. Move the state before the next deploy: mv terraform.aws-old.tfstate terraform.aws-production.tfstate. See docs/guide/state.md#rename-a-stack";
  expect(await warningsAfter(RENAMED, RENAMED)).toStrictEqual([warning]);
  writeState("terraform.aws-production.tfstate", ["managed"]);
  expect(await warningsAfter(RENAMED, RENAMED)).toStrictEqual([]);
});

test("a folder without a stack is ignored", async () => {
  mkdirSync(join(folder.path, "cdktf.out/stacks/notes"), { recursive: true });
  expect(await warningsAfter(seed(), seed())).toStrictEqual([]);
});

test("the lock file of a stack beside the access file is put into the folder of the stack, and replaces what is there", async () => {
  const synth = () =>
    runCli(["synth", "--config", "files/access.yaml", "--out", "build"], { cwd: folder.path });
  const inStack = "build/stacks/aws-123456789012/.terraform.lock.hcl";
  mkdirSync(join(folder.path, "files", "locks"), { recursive: true });
  folder.write("files/access.yaml", seed());
  folder.write("files/locks/aws-123456789012.terraform.lock.hcl", "# first\n");
  expect((await synth()).code).toBe(0);
  expect(readFileSync(join(folder.path, inStack), "utf8")).toBe("# first\n");
  expect(existsSync(join(folder.path, "build/stacks/github-acme/.terraform.lock.hcl"))).toBe(false);

  folder.write("files/locks/aws-123456789012.terraform.lock.hcl", "# second\n");
  folder.write("build/stacks/github-acme/.terraform.lock.hcl", "# of init\n");
  expect((await synth()).code).toBe(0);
  expect(readFileSync(join(folder.path, inStack), "utf8")).toBe("# second\n");
  expect(readFileSync(join(folder.path, "build/stacks/github-acme/.terraform.lock.hcl"), "utf8")).toBe(
    "# of init\n",
  );
});

test("a folder with the name of a lock file is a problem, and nothing is written", async () => {
  mkdirSync(join(folder.path, "files/locks/github-acme.terraform.lock.hcl"), { recursive: true });
  folder.write("files/access.yaml", seed());
  const args = ["synth", "--config", "files/access.yaml", "--out", "build"];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ code, stdout, stderr }).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: "files/locks/github-acme.terraform.lock.hcl: expected a lock file, got a folder\n",
  });
  expect(existsSync(join(folder.path, "build"))).toBe(false);
});

test("a lock file of no stack is named, and other files in its folder are not", async () => {
  mkdirSync(join(folder.path, "locks"));
  for (const name of ["aws-123456789012", "github-acm", "aws-production"]) {
    folder.write(`locks/${name}.terraform.lock.hcl`, "# lock\n");
  }
  folder.write("locks/README.md", "Locks\n");
  const unused = (name: string, hint: string): string =>
    `locks/${name}.terraform.lock.hcl is not used: expected the name of a stack of access.yaml, got "${name}"${hint} If the stack is of another file, ignore this warning. See docs/commands.md#synth`;
  expect(await warningsAfter(seed(), seed())).toStrictEqual([
    unused("aws-production", "."),
    unused("github-acm", ", did you mean github-acme?"),
  ]);
});

test("a file with the name of the folder of lock files is ignored", async () => {
  folder.write("locks", "none\n");
  expect(await warningsAfter(seed(), seed())).toStrictEqual([]);
});
