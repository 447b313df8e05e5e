import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkflowRun } from "../support/actions/run-workflow";
import { query, s3 } from "./support/aws";
import { createRoles, type PipelineCloud, PROJECT_FILES, pipelineCloud } from "./support/pipeline-cloud";
import { succeeded } from "./support/project";

/** The pipeline of examples/pipeline, run as GitHub does, with two accounts. The steps build on each other. */
const EXAMPLE = join(__dirname, "..", "..", "examples", "pipeline");
const WORKFLOW = readFileSync(join(EXAMPLE, "workflow.yml"), "utf8");
const FILE = readFileSync(join(EXAMPLE, "access.yaml"), "utf8");
const ACCOUNTS = { "123456789012": "ap-northeast-2", "210987654321": "eu-west-1" };

let cloud: PipelineCloud;
beforeAll(async () => {
  cloud = await pipelineCloud();
  expect((await s3({ endpoint: cloud.aws.url, keyId: administrator() }, "PUT", "/acme-tfstate")).status).toBe(
    200,
  );
  await createRoles(cloud, ACCOUNTS);
  cloud.commit({ ...PROJECT_FILES, "access.yaml": FILE });
  cloud.commit(await locks());
});
afterAll(() => cloud.close());

function administrator(): string {
  return cloud.aws.session("administrator", "123456789012").AWS_ACCESS_KEY_ID;
}

/** The lock file of each stack, as an administrator creates it. That of the GitHub stack is empty: Terraform does not lock a provider that already runs. */
async function locks(): Promise<Readonly<Record<string, string>>> {
  const stacks = await cloud.synthesized();
  const files: Record<string, string> = {};
  for (const name of readdirSync(stacks)) {
    const folder = join(stacks, name);
    succeeded(await cloud.administrator("123456789012", folder, "init", "-backend=false"));
    const lock = join(folder, ".terraform.lock.hcl");
    files[`locks/${name}.terraform.lock.hcl`] = existsSync(lock) ? readFileSync(lock, "utf8") : "";
  }
  return files;
}

/** `plan/plan aws-production success`, and what the failed steps print. */
function results({ jobs }: WorkflowRun): readonly string[] {
  return Object.entries(jobs).map(([id, { result, steps }]) => {
    const failed = steps.filter(({ outcome }) => outcome === "failure").map(({ log }) => log);
    return [id, result, ...failed].join(" ");
  });
}

const STACKS = ["aws-production", "aws-staging", "github-acme"];

/** All jobs of a run by day, in the order in which they run. */
function jobs(kinds: {
  readonly plan: string;
  readonly changes: string;
  readonly accounts?: readonly string[];
  readonly owners?: readonly string[];
}): readonly string[] {
  const { plan, changes, accounts = [], owners = [] } = kinds;
  const applied = (id: string, stacks: readonly string[]) => [
    ...stacks.map((name) => `${id}/apply ${name} success`),
    `${id} ${stacks.length === 0 ? "skipped" : "success"}`,
  ];
  return [
    "synth success",
    ...(plan === "success" ? STACKS.map((name) => `plan/plan ${name} success`) : []),
    `plan ${plan}`,
    "drift skipped",
    `changes ${changes}`,
    ...applied("apply-accounts", accounts),
    ...applied("apply-github", owners),
  ];
}

/** The calls of a role that change something, but for the lock of a state. */
function writes(role: string): readonly string[] {
  return cloud.aws
    .allowed()
    .filter((call) => call.startsWith(`${role} `) && !/:(?:Get|List|Describe)/.test(call));
}

const head = (): string => cloud.commit({});

test("a pull request of a fork gets no plan and no credentials", async () => {
  const before = cloud.aws.allowed();
  const run = await cloud.run(WORKFLOW, { event: "pull_request", sha: head(), head: "mallory/access" });
  expect(results(run)).toStrictEqual(jobs({ plan: "skipped", changes: "skipped" }));
  expect(run.jobs.synth?.summary).toContain("| `GitHubActionsECRRole` in `staging` |");
  expect(cloud.aws.allowed()).toStrictEqual(before);
  expect(cloud.tokens).toStrictEqual([]);
});

test("a pull request shows the plan of each stack in its summary, and changes nothing", async () => {
  const run = await cloud.run(WORKFLOW, { event: "pull_request", sha: head() });
  expect(results(run)).toStrictEqual(jobs({ plan: "success", changes: "success" }));
  for (const [name, resource] of [
    ["aws-production", "aws_iam_role.GitHubActionsECRRole will be created"],
    ["aws-staging", "aws_iam_role.GitHubActionsECRRole will be created"],
    ["github-acme", "github_actions_variable.web_STAGING_AWS_ROLE_NAME will be created"],
  ]) {
    const summary = run.jobs[`plan/plan ${name}`]?.summary ?? "";
    expect(summary).toContain(`## Plan of ${name}\n~~~~~~~~\n`);
    expect(summary).toContain(resource);
    expect(summary).toMatch(/\n~~~~~~~~\n$/);
  }
  expect(writes("AccessPlan")).toStrictEqual([]);
  expect(cloud.aws.denied()).toStrictEqual([]);
  expect(cloud.github.values()).toStrictEqual([]);
  expect(cloud.tokens).toStrictEqual(["reader on acme (web): actions-variables: read"]);
});

test("a workflow that a pull request changes cannot assume the role that writes", async () => {
  const changed = WORKFLOW.replaceAll("role/AccessPlan", "role/AccessApply");
  const run = await cloud.run(changed, { event: "pull_request", sha: head() });
  expect(results(run).filter((line) => line.startsWith("plan/"))).toStrictEqual(
    STACKS.map(
      (name) =>
        `plan/plan ${name} failure Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
    ),
  );
});

test("the role that plans cannot apply", async () => {
  // Not that of GitHub: the test's GitHub reads no permissions of tokens.
  const changed = WORKFLOW.replace(
    'terraform show -no-color "$plan"',
    'case $STACK in aws-*) terraform apply -lock=false "$plan" ;; esac; terraform show -no-color "$plan"',
  );
  const run = await cloud.run(changed, { event: "pull_request", sha: head() });
  const failed = results(run).filter((line) => line.startsWith("plan/plan aws-"));
  expect(failed).toHaveLength(2);
  for (const line of failed)
    expect(line).toMatch(/failure .*AccessPlan is not authorized to perform: iam:Create/s);
  expect(writes("AccessPlan")).toStrictEqual([]);
  expect(
    new Set(
      cloud.aws
        .denied()
        .splice(0)
        .map((line) => line.split(" ")[0]),
    ),
  ).toStrictEqual(new Set(["AccessPlan"]));
});

test("a push to main applies the saved plans of both accounts, then that of GitHub", async () => {
  const run = await cloud.run(WORKFLOW, { event: "push", sha: head() });
  expect(results(run)).toStrictEqual(
    jobs({
      plan: "success",
      changes: "success",
      accounts: ["aws-production", "aws-staging"],
      owners: ["github-acme"],
    }),
  );
  expect(run.jobs["apply-accounts/apply aws-staging"]?.steps.at(-1)?.log).toContain(
    "Apply complete! Resources: 3 added",
  );
  expect(cloud.github.values().map(({ name }) => name)).toStrictEqual([
    "AWS_ACCOUNT_ID",
    "AWS_REGION",
    "AWS_ROLE_NAME",
    "STAGING_AWS_ACCOUNT_ID",
    "STAGING_AWS_REGION",
    "STAGING_AWS_ROLE_NAME",
  ]);
  expect(cloud.tokens.at(-1)).toBe("writer on acme (web): actions-variables: write");
  expect(cloud.aws.denied()).toStrictEqual([]);
});

test("the next push changes nothing, so no one has to approve it", async () => {
  const run = await cloud.run(WORKFLOW, { event: "push", sha: head() });
  expect(results(run)).toStrictEqual(jobs({ plan: "success", changes: "success" }));
  expect(run.jobs["plan/plan aws-production"]?.summary).toContain("No changes.");
});

const described = (description: string) =>
  FILE.replace(
    /( +)trust:\n( +- \{ repository: web, branch: main)/,
    `$1description: ${description}\n$1trust:\n$2`,
  );

test("a plan whose state changed between review and apply is refused, and GitHub is not applied", async () => {
  const sha = cloud.commit({
    "access.yaml": described("as reviewed").replace("prefix: STAGING_", "prefix: TEST_"),
  });
  const run = await cloud.run(WORKFLOW, { event: "push", sha }, async () => {
    cloud.commit({ "access.yaml": described("by hand") });
    const folder = join(await cloud.synthesized(), "aws-production");
    succeeded(await cloud.administrator("123456789012", folder, "init"));
    succeeded(await cloud.administrator("123456789012", folder, "apply", "-auto-approve"));
  });
  const applied = results(run).filter((line) => line.startsWith("apply-"));
  expect(applied).toStrictEqual([
    expect.stringMatching(/^apply-accounts\/apply aws-production failure .*Saved plan is stale/s),
    "apply-accounts failure",
    "apply-github skipped",
  ]);
  expect(cloud.github.values().map(({ name }) => name)).not.toContain("TEST_AWS_REGION");
  expect(run.jobs.changes?.summary).toContain(
    "the plan plans/github-acme.json deletes 3 values (STAGING_AWS_ACCOUNT_ID of web, ",
  );
});

test("at night, what is deployed is compared with the file, and a difference fails the run", async () => {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: {
          Federated: "arn:aws:iam::210987654321:oidc-provider/token.actions.githubusercontent.com",
        },
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
          StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/*" },
        },
      },
    ],
  };
  // No plan sees a role that Terraform does not know.
  await query(
    { endpoint: cloud.aws.url, keyId: cloud.aws.session("administrator", "210987654321").AWS_ACCESS_KEY_ID },
    "iam",
    "CreateRole",
    { RoleName: "ByHand", AssumeRolePolicyDocument: JSON.stringify(trust) },
  );
  const sha = cloud.commit({ "access.yaml": described("as reviewed") });
  const run = await cloud.run(WORKFLOW, { event: "schedule", sha });
  expect(results(run)).toStrictEqual([
    "synth success",
    ...STACKS.map((name) => `plan/plan ${name} success`),
    "plan success",
    expect.stringMatching(/^drift\/drift aws-production failure .*description.*by hand/s),
    expect.stringMatching(/^drift\/drift aws-staging failure .*ByHand/s),
    "drift/drift github-acme success",
    "drift failure",
    'changes failure ::error::What is deployed is not what access.yaml says: ["aws-production"]. The plans show the differences.\n',
    "apply-accounts skipped",
    "apply-github skipped",
  ]);
  expect(cloud.tokens.slice(-2)).toContain("reader on acme (all): actions: read, metadata: read");
  expect(run.jobs["plan/plan aws-production"]?.summary).toContain(
    '~ description           = "by hand" -> "as reviewed"',
  );
  expect(cloud.aws.denied()).toStrictEqual([]);
});

test.each([
  [
    "a state in local files",
    { "access.yaml": FILE.replace(/state:\n.*\n/, "") },
    "::error::access.yaml keeps the state in local files, which end with the run. Set state in access.yaml.\n",
  ],
  [
    "a stack without a lock file",
    { "access.yaml": FILE.replace("name: staging", "name: test") },
    "::error::locks/aws-test.terraform.lock.hcl is missing. Create it with terraform providers lock.\n",
  ],
])("rejects %s before any plan", async (_, files, message) => {
  const run = await cloud.run(WORKFLOW, { event: "push", sha: cloud.commit(files) });
  expect(results(run).slice(0, 2)).toStrictEqual([
    expect.stringContaining(`synth failure ${message}`),
    "plan skipped",
  ]);
});
