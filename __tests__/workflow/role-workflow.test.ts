import { parse } from "yaml";
import type { Repository } from "../../lib/config/config";
import { generateWorkflow } from "../../lib/workflow/role-workflow";
import type { RoleWorkflowProps, WorkflowRole } from "../../lib/workflow/role-workflow-props";
import { lintLines } from "./actionlint";
import { documentOf, ENTRY, NUMBER_TOKEN, PUSHING, TOKEN } from "./pushing-role";
import { rolesOf, SAMPLES } from "./samples";
import { configOf, roleFile, workflowOf } from "./workflow-of";

function written(props: Partial<RoleWorkflowProps> = {}) {
  return generateWorkflow({ repository: "acme/web", role: PUSHING, ...props });
}

/** What a program is told of a role of a file. */
function propsOf(yaml: string, [name, account]: readonly [string, string]) {
  const { accounts, github } = configOf(yaml);
  const own = accounts.find((each) => each.name === account) ?? accounts[0];
  const role = own.roles.find((each) => each.name === name) ?? own.roles[0];
  const { as, values } = role.publish;
  const told: WorkflowRole = {
    roleArn: `arn:${own.partition}:iam::${own.accountId}:role${role.path}${role.name}`,
    account: own,
    trust: role.trust.kind === "entries" ? role.trust.entries : role.trust.document,
    ecr: role.ecr,
    audience: own.audience,
    issuerHost: github.issuerHost,
  };
  return {
    role: told,
    publish: { as, values: Object.fromEntries(values.map((value) => [value.name, value.holds])) },
  };
}

test.each(SAMPLES)("a program writes what the command writes for the roles of %s", (_, yaml) => {
  for (const { images, repository, role, account } of rolesOf(yaml)) {
    const props = propsOf(yaml, [role, account]);
    const gated = workflowOf(yaml, { images }, { repository, role, account }).text;
    const gate = gateOf(yaml, repository, /^ {4}environment: (.*)$/m.exec(gated)?.[1]);
    const wish = { images, branches: gate?.branches ?? [], tagPatterns: gate?.tags ?? [] };
    const answer = workflowOf(yaml, wish, { repository, role, account });
    const isRead = /\{\{ (?:secrets|vars)\./.test(answer.text);
    const { text, path } = generateWorkflow({
      repository: `${repository.owner}/${repository.name}`,
      role: props.role,
      ...wish,
      ...(isRead && { publish: props.publish }),
    });
    expect(text).toBe(answer.text.replace(`in ${account}. For`, `in ${props.role.account?.accountId}. For`));
    expect(path).toBe(answer.path);
  }
});

/** An environment that the file makes; a program says its branches and tags itself. */
function gateOf(yaml: string, { owner, name }: Repository, environment: string | undefined) {
  return configOf(yaml)
    .owners.find((known) => known.name === owner)
    ?.environments.find((known) => known.repository === name && known.name === environment);
}

const KEYS = { trust: "{ repository: web, branch: main }, { repository: web, tag: v* }" };
const BUILDS: readonly Partial<RoleWorkflowProps>[] = [
  { event: "workflow_dispatch" },
  { event: "tag", tags: ["latest"] },
  { event: "workflow_call" },
  { platforms: ["linux/amd64", "linux/arm64"], dockerfile: "Containerfile", context: "src" },
  { images: ["web", "team/api=api"], runsOn: ["self-hosted", "x64"], fileName: "ecr.yaml" },
];

test.each(BUILDS)("a program says %j as the command does", async (wish) => {
  const yaml = roleFile({ ...KEYS, ecr: 'repositories: [web, "team/*"], access: push-pull' });
  const { role, publish } = propsOf(yaml, ["GitHubActionsECRRole", "123456789012"]);
  const { text } = written({ role, publish, ...wish });
  expect(text).toBe(workflowOf(yaml, wish).text);
  expect(await lintLines(text)).toStrictEqual([]);
});

test("without values everything stands in the text", async () => {
  const { text } = written();
  expect(text).toContain(
    [
      "          role-to-assume: arn:aws:iam::123456789012:role/Push",
      "          aws-region: eu-west-1",
      '          allowed-account-ids: "123456789012"',
    ].join("\n"),
  );
  expect(await lintLines(text)).toStrictEqual([]);
});

const ROLE_ARN = { values: { AWS_ROLE_ARN: "roleArn" } } as const;

/** What the step that takes the role is given, and what the first line calls the role. */
function given(props: Partial<RoleWorkflowProps>): unknown {
  const { text } = written(props);
  const [, name] = / as the (role .*)\. For /.exec(text) ?? [];
  return [name, parse(text).jobs.push.steps[1].with];
}

const ARN_BY_NAME = { "role-to-assume": "$".concat("{{ secrets.AWS_ROLE_ARN }}"), "aws-region": "eu-west-1" };

test.each<[string, Partial<RoleWorkflowProps>, readonly [string, object]]>([
  [
    "an ARN that is a token",
    { role: { ...PUSHING, roleArn: TOKEN }, publish: ROLE_ARN },
    ["role of AWS_ROLE_ARN in its account", ARN_BY_NAME],
  ],
  [
    "an ARN that is a token, of a role whose name and account are known",
    {
      role: {
        ...PUSHING,
        roleArn: TOKEN,
        roleName: "Push",
        account: { accountId: "123456789012", region: "eu-west-1" },
      },
      publish: ROLE_ARN,
    },
    ["role Push in 123456789012", { ...ARN_BY_NAME, "allowed-account-ids": "123456789012" }],
  ],
  [
    "account and region by variables",
    {
      role: { ...PUSHING, roleArn: TOKEN, account: { accountId: TOKEN, region: "eu-west-1" } },
      publish: {
        as: "variables",
        prefix: "ECR_",
        values: { ARN: "roleArn", REGION: "region", ACCOUNT: "accountId" },
      },
    },
    [
      "role of ECR_ARN in its account",
      {
        "role-to-assume": "$".concat("{{ vars.ECR_ARN }}"),
        "aws-region": "$".concat("{{ vars.ECR_REGION }}"),
        "allowed-account-ids": "$".concat("{{ vars.ECR_ACCOUNT }}"),
      },
    ],
  ],
  [
    "a region that is a token by its name, and China's audience",
    {
      role: {
        ...PUSHING,
        roleArn: "arn:aws-cn:iam::123456789012:role/Push",
        ecr: { ...PUSHING.ecr, regions: [TOKEN] },
      },
      publish: { values: { AWS_REGION: "region" } },
    },
    [
      "role Push in 123456789012",
      {
        "role-to-assume": "arn:aws-cn:iam::123456789012:role/Push",
        "aws-region": "$".concat("{{ secrets.AWS_REGION }}"),
        audience: "sts.amazonaws.com.cn",
        "allowed-account-ids": "123456789012",
      },
    ],
  ],
  [
    "the region of the account, where the role has several",
    {
      role: {
        ...PUSHING,
        account: { accountId: "123456789012", region: "us-east-1" },
        ecr: { ...PUSHING.ecr, regions: ["eu-west-1", "us-east-1"] },
      },
    },
    [
      "role Push in 123456789012",
      {
        "role-to-assume": "arn:aws:iam::123456789012:role/Push",
        "aws-region": "us-east-1",
        "allowed-account-ids": "123456789012",
      },
    ],
  ],
])("a workflow is given %s", (_, props, expected) => {
  expect(given(props)).toStrictEqual(expected);
});

test("images say which repositories are meant that are tokens", () => {
  const role: WorkflowRole = { ...PUSHING, ecr: { ...PUSHING.ecr, repositories: [TOKEN, "team/*"] } };
  expect(written({ role, images: ["web", "team/api=api"] }).text).toMatch(/^# Pushes web, team\/api as /);
});

const OF_TOKENS = { ...ENTRY, ids: { owner: NUMBER_TOKEN, repository: NUMBER_TOKEN } };

test("ids may be tokens", () => {
  expect(written({ role: { ...PUSHING, trust: [OF_TOKENS] } })).toStrictEqual(written());
});

const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

test.each([
  ["with the account's provider", PUSHING.roleArn, PROVIDER],
  ["with a token for the provider", PUSHING.roleArn, TOKEN],
  ["of a role that is a token as well", TOKEN, TOKEN],
])("a trust policy %s lets its workflow in", (_, roleArn, providerArn) => {
  const { text } = written({
    role: { ...PUSHING, roleArn, trust: documentOf(providerArn) },
    publish: ROLE_ARN,
  });
  expect(text).toContain("    branches: [main]\n");
});

test("a workflow belongs where its role asks for it", () => {
  const claims = { jobWorkflowRef: ["acme/web/.github/workflows/own.yml@refs/heads/main"] } as const;
  const { path, notes } = written({ role: { ...PUSHING, trust: [{ ...ENTRY, claims }] } });
  expect(path).toBe(".github/workflows/own.yml");
  expect(notes).toStrictEqual([
    "the role asks for the workflow's place; keep it as .github/workflows/own.yml",
  ]);
});

test("notes speak of properties", () => {
  const claims = { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] } as const;
  const trust = [{ ...ENTRY, context: { kind: "environment", name: "prod 1" }, claims }] as const;
  expect(written({ role: { ...PUSHING, trust } }).notes).toStrictEqual([
    "the branch main is assumed; another one: branches",
    'the role asks for the reusable workflow acme/ci/.github/workflows/push.yml@refs/heads/main; event: "workflow_call", environment: "prod 1" writes that one',
    "the environment prod 1 has to exist in acme/web and to admit these branches or tags; a workflow that names one which does not exist makes it, without any protection",
  ]);
});

test("what Dependabot reads is said to a program that uses secrets", () => {
  const trust = [{ ...ENTRY, context: { kind: "pullRequest" } }] as const;
  const role: WorkflowRole = { ...PUSHING, trust, ecr: { ...PUSHING.ecr, access: "pull" } };
  expect(written({ role, publish: ROLE_ARN, tags: ["v1"] }).notes).toStrictEqual([
    "pull requests from forks get no token, and the job is skipped for them",
    "runs that Dependabot starts read Dependabot's secrets: keep AWS_ROLE_ARN among these as well, or as variables",
  ]);
});

test("a server's workflow is told what the server lacks", () => {
  const role: WorkflowRole = { ...PUSHING, issuerHost: "git.example.com/_services/token" };
  expect(written({ role }).notes).toStrictEqual([
    "git.example.com needs GitHub Connect, or copies of these actions, to find them",
    "git.example.com has no runners of GitHub's; yours: runsOn",
  ]);
  expect(written({ role: { ...PUSHING, issuerHost: "token.actions.acme.ghe.com" } }).notes).toStrictEqual([]);
});
