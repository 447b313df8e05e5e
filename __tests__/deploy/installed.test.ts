import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Npm, npm } from "../package/support/npm";
import { query, xmlText } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";
import { run } from "./support/terraform";

/** From an empty folder, without a clone, to roles in AWS and values on GitHub. The steps build on each other. */

let it: Project;
let user: Npm;
let folder: string;
beforeAll(async () => {
  [it, user] = await Promise.all([project(), npm()]);
  folder = join(user.folder, "infra");
  mkdirSync(folder);
});
afterAll(() => Promise.all([it.close(), user.close()]));

/** Runs a command with the user's npm, and with what leads Terraform to the test's servers. */
async function inFolder(command: string, ...args: readonly string[]): Promise<string> {
  const servers = Object.entries(it.env).filter(([name]) => !(name in user.env) && !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(servers), ...user.env };
  return succeeded(await run(command, args, { cwd: folder, env }));
}

test("init writes what is needed, from the registry alone", async () => {
  const answers = ["--repository", "acme/web", "--account", "123456789012", "--region", "ap-northeast-2"];
  expect(await inFolder("npx", "cdktf-github-actions-ecr", "init", ...answers)).toContain(
    "wrote access.yaml\n",
  );
});

test("npm install installs what package.json names", async () => {
  expect(await inFolder("npm", "install")).toContain("added ");
});

test("synth writes the stacks, by the command and by the CDKTF CLI", async () => {
  expect(await inFolder("npx", "github-actions-ecr", "synth")).toContain("repo:acme/web:ref:refs/heads/main");
  expect(await inFolder("npx", "cdktf", "synth")).toContain("aws-123456789012");
});

test("cdktf deploy creates the role in AWS and the values on GitHub", async () => {
  await inFolder("npx", "cdktf", "deploy", "*", "--auto-approve", "--skip-provider-lock", "--no-color");
  const role = await query({ endpoint: it.aws.url }, "iam", "GetRole", { RoleName: "GitHubActionsECRRole" });
  expect(xmlText(role, "Arn")).toBe("arn:aws:iam::123456789012:role/GitHubActionsECRRole");
  const value = { kind: "variable", repository: "acme/web" };
  expect(it.github.values()).toStrictEqual([
    { ...value, name: "AWS_ACCOUNT_ID", value: "123456789012" },
    { ...value, name: "AWS_REGION", value: "ap-northeast-2" },
    { ...value, name: "AWS_ROLE_NAME", value: "GitHubActionsECRRole" },
  ]);
});

test("cdktf destroy deletes everything", async () => {
  await inFolder("npx", "cdktf", "destroy", "*", "--auto-approve", "--skip-provider-lock", "--no-color");
  expect(it.github.values()).toStrictEqual([]);
});
