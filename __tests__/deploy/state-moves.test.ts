import { runCli } from "../cli/run-cli";
import { s3 } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";
import { run } from "./support/terraform";

/** The commands that synth prints for a stack with a new name: run as they are printed, they leave nothing to change. */

let it: Project;
beforeAll(async () => {
  it = await project();
  expect((await s3({ endpoint: it.aws.url }, "PUT", "/acme-tfstate")).status).toBe(200);
});
afterAll(() => it.close());

interface Names {
  readonly state: string;
  readonly id: string;
  readonly account?: string;
  readonly owner?: string;
  readonly owners?: string;
}

function write({ state, id, account = "", owner = "acme", owners = "" }: Names): void {
  it.write(`
github: { owner: ${owner}${owners} }
state: ${state}
accounts:
  - id: "${id}"
    region: ap-northeast-2
    assumeRoleArn: arn:aws:iam::${id}:role/terraform
${account}
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: { as: variables }
`);
}

/** The commands in the warnings of synth. */
async function moves(): Promise<readonly string[]> {
  const { stdout } = await runCli(["synth", "--json"], { cwd: it.folder });
  const { warnings }: { readonly warnings: readonly string[] } = JSON.parse(stdout);
  return warnings.flatMap((warning) => /before the next deploy: (.*)\. See/.exec(warning)?.[1] ?? []);
}

async function applied(stack: string): Promise<void> {
  succeeded(await it.terraform(stack, "init"));
  succeeded(await it.terraform(stack, "apply", "-auto-approve"));
}

async function expectEmptyPlan(stack: string): Promise<void> {
  succeeded(await it.terraform(stack, "init"));
  succeeded(await it.terraform(stack, "plan", "-detailed-exitcode"));
}

test.each([
  ["local files", "{ local: {} }", "111111111111"],
  ["a bucket", "{ s3: { bucket: acme-tfstate, region: us-east-1 } }", "222222222222"],
])(
  "the state of an account that gets a name moves in %s",
  async (_, state, id) => {
    write({ state, id });
    await it.synth();
    await applied(`aws-${id}`);

    write({ state, id, account: `    name: production-${id}` });
    const [command = "", ...others] = (await moves()).filter((each) => each.includes(id));
    expect(others).toStrictEqual([]);
    succeeded(await run("bash", ["-c", command], { cwd: it.folder, env: it.env }));
    await expectEmptyPlan(`aws-production-${id}`);
    expect((await moves()).filter((each) => each.includes(id))).toStrictEqual([]);
  },
  180_000,
);

test("the state of a renamed owner moves, and nothing in it changes", async () => {
  const names = { state: "{ local: {} }", id: "333333333333" };
  write(names);
  await it.synth();
  await applied("github-acme");
  it.github.rename("acme/web", "acme-corp/web");

  write({ ...names, owner: "acme-corp", owners: ", owners: { acme-corp: { formerly: acme } }" });
  const commands = (await moves()).filter((each) => each.includes("github"));
  expect(commands).toStrictEqual(["mv terraform.github-acme.tfstate terraform.github-acme-corp.tfstate"]);
  succeeded(await run("bash", ["-c", commands.join()], { cwd: it.folder, env: it.env }));
  await expectEmptyPlan("github-acme-corp");
}, 180_000);
