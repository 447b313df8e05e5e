import { parse } from "yaml";
import type { Repository } from "../../lib/config/types";
import { generateWorkflow } from "../../lib/workflow/generate";
import type { RoleWorkflowProps, WorkflowRole } from "../../lib/workflow/generate-props";
import { PROVIDER_ARN } from "../support/github";
import { lintLines } from "./actionlint";
import { documentOf, ENTRY, NUMBER_TOKEN, PUSHING, TOKEN } from "./pushing-role";
import { rolesOf, SAMPLES } from "./samples";
import { configOf, roleFile, workflowOf } from "./workflow-of";

function written(props: Partial<RoleWorkflowProps> = {}) {
  return generateWorkflow({ repository: "acme/web", role: PUSHING, ...props });
}

/** The props for a role of a file. */
function propsOf(yaml: string, [name, account]: readonly [string, string]) {
  const { accounts, github } = configOf(yaml);
  const own = accounts.find((each) => each.name === account) ?? accounts[0];
  const role = own.roles.find((each) => each.name === name) ?? own.roles[0];
  const { as, values } = role.publish;
  const workflowRole: WorkflowRole = {
    roleArn: `arn:${own.partition}:iam::${own.accountId}:role${role.path}${role.name}`,
    account: own,
    trust: role.trust.kind === "entries" ? role.trust.entries : role.trust.document,
    ecr: role.ecr,
    maxSessionSeconds: role.maxSessionSeconds,
    ...(own.ecr !== undefined && { registry: own.ecr }),
    furtherEcr: role.furtherEcr,
    audience: own.audience,
    issuerHost: github.issuerHost,
  };
  return {
    role: workflowRole,
    publish: { as, values: Object.fromEntries(values.map((value) => [value.name, value.holds])) },
  };
}

test.each(SAMPLES)("generateWorkflow and the command write the same for the roles of %s", (_, yaml) => {
  for (const { images, repository, role, account } of rolesOf(yaml)) {
    const props = propsOf(yaml, [role, account]);
    const gated = workflowOf(yaml, { images }, { repository, role, account }).text;
    const gate = gateOf(yaml, repository, /^ {4}environment: (.*)$/m.exec(gated)?.[1]);
    const request = { images, branches: gate?.branches ?? [], tagPatterns: gate?.tags ?? [] };
    const answer = workflowOf(yaml, request, { repository, role, account });
    const isRead = /\{\{ (?:secrets|vars)\./.test(answer.text);
    const { text, path } = generateWorkflow({
      repository: `${repository.owner}/${repository.name}`,
      role: props.role,
      ...request,
      ...(isRead && { publish: props.publish }),
    });
    expect(text).toBe(
      answer.text.replace(`(account ${account})`, `(account ${props.role.account?.accountId})`),
    );
    expect(path).toBe(answer.path);
  }
});

/** An environment in the file. A program gives its branches and tags itself. */
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

test.each(BUILDS)("generateWorkflow and the command write the same for %j", async (request) => {
  const yaml = roleFile({ ...KEYS, ecr: 'repositories: [web, "team/*"], access: push-pull' });
  const { role, publish } = propsOf(yaml, ["GitHubActionsECRRole", "123456789012"]);
  const { text } = written({ role, publish, ...request });
  expect(text).toBe(workflowOf(yaml, request).text);
  expect(await lintLines(text)).toStrictEqual([]);
});

test("without published values, the workflow contains the values", async () => {
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

/** The role in the first line, and the inputs of the step that assumes the role. */
function given(props: Partial<RoleWorkflowProps>): unknown {
  const { text } = written(props);
  const [, name] = / with (.*)\.$/m.exec(text) ?? [];
  const { "retry-max-attempts": _, ...inputs } = parse(text).jobs.push.steps[1].with;
  return [name, inputs];
}

const ARN_BY_NAME = { "role-to-assume": "$".concat("{{ secrets.AWS_ROLE_ARN }}"), "aws-region": "eu-west-1" };

test.each<[string, Partial<RoleWorkflowProps>, readonly [string, object]]>([
  [
    "an ARN that is a CDKTF token",
    { role: { ...PUSHING, roleArn: TOKEN }, publish: ROLE_ARN },
    ["the role in AWS_ROLE_ARN", ARN_BY_NAME],
  ],
  [
    "an ARN that is a CDKTF token, with a literal name and account",
    {
      role: {
        ...PUSHING,
        roleArn: TOKEN,
        roleName: "Push",
        account: { accountId: "123456789012", region: "eu-west-1" },
      },
      publish: ROLE_ARN,
    },
    ["Push (account 123456789012)", { ...ARN_BY_NAME, "allowed-account-ids": "123456789012" }],
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
      "the role in ECR_ARN",
      {
        "role-to-assume": "$".concat("{{ vars.ECR_ARN }}"),
        "aws-region": "$".concat("{{ vars.ECR_REGION }}"),
        "allowed-account-ids": "$".concat("{{ vars.ECR_ACCOUNT }}"),
      },
    ],
  ],
  [
    "a region that is a CDKTF token, and the audience of China",
    {
      role: {
        ...PUSHING,
        roleArn: "arn:aws-cn:iam::123456789012:role/Push",
        ecr: { ...PUSHING.ecr, regions: [TOKEN] },
      },
      publish: { values: { AWS_REGION: "region" } },
    },
    [
      "Push (account 123456789012)",
      {
        "role-to-assume": "arn:aws-cn:iam::123456789012:role/Push",
        "aws-region": "$".concat("{{ secrets.AWS_REGION }}"),
        audience: "sts.amazonaws.com.cn",
        "allowed-account-ids": "123456789012",
      },
    ],
  ],
  [
    "the region of the account, if the role has several",
    {
      role: {
        ...PUSHING,
        account: { accountId: "123456789012", region: "us-east-1" },
        ecr: { ...PUSHING.ecr, regions: ["eu-west-1", "us-east-1"] },
      },
    },
    [
      "Push (account 123456789012)",
      {
        "role-to-assume": "arn:aws:iam::123456789012:role/Push",
        "aws-region": "us-east-1",
        "allowed-account-ids": "123456789012",
      },
    ],
  ],
])("a workflow supports %s", (_, props, expected) => {
  expect(given(props)).toStrictEqual(expected);
});

test("images name the ECR repositories that are CDKTF tokens", () => {
  const role: WorkflowRole = { ...PUSHING, ecr: { ...PUSHING.ecr, repositories: [TOKEN, "team/*"] } };
  expect(written({ role, images: ["web", "team/api=api"] }).text).toMatch(
    /^# Pushes web, team\/api to Amazon ECR with /,
  );
});

test.each([
  [7200, 7200],
  [3600, undefined],
  [NUMBER_TOKEN, undefined],
])("a role with sessions of %d seconds is assumed for %s", (maxSessionSeconds, expected) => {
  const [, inputs] = given({ role: { ...PUSHING, maxSessionSeconds } }) as [string, object];
  expect(inputs).toHaveProperty("aws-region");
  expect(Object.entries(inputs).find(([name]) => name === "role-duration-seconds")?.[1]).toBe(expected);
});

const OF_TOKENS = { ...ENTRY, ids: { owner: NUMBER_TOKEN, repository: NUMBER_TOKEN } };

test("ids may be CDKTF tokens", () => {
  expect(written({ role: { ...PUSHING, trust: [OF_TOKENS] } })).toStrictEqual(written());
});

test.each([
  ["with the account's provider", PUSHING.roleArn, PROVIDER_ARN],
  ["with a CDKTF token for the provider", PUSHING.roleArn, TOKEN],
  ["and an ARN that are CDKTF tokens", TOKEN, TOKEN],
])("a trust policy %s allows its workflow", (_, roleArn, providerArn) => {
  const { text } = written({
    role: { ...PUSHING, roleArn, trust: documentOf(providerArn) },
    publish: ROLE_ARN,
  });
  expect(text).toContain("    branches: [main]\n");
});

test("a workflow has the file that the trust requires", () => {
  const claims = { jobWorkflowRef: ["acme/web/.github/workflows/own.yml@refs/heads/main"] } as const;
  const { path, notes } = written({ role: { ...PUSHING, trust: [{ ...ENTRY, claims }] } });
  expect(path).toBe(".github/workflows/own.yml");
  expect(notes).toStrictEqual([
    "the role's trust requires the workflow file .github/workflows/own.yml. Do not rename or move it",
  ]);
});

test("notes name props", () => {
  const claims = { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] } as const;
  const trust = [{ ...ENTRY, context: { kind: "environment", name: "prod 1" }, claims }] as const;
  expect(written({ role: { ...PUSHING, trust } }).notes).toStrictEqual([
    "no branch is given, so the workflow uses main. For another branch, use branches",
    'the role\'s trust requires the reusable workflow acme/ci/.github/workflows/push.yml@refs/heads/main. To write that workflow, use event: "workflow_call", environment: "prod 1"',
    "who can push to the branch main of the reusable workflow changes what this workflow does. Let the role's trust require a git tag or a commit of it",
    "the environment prod 1 must exist in acme/web and allow the branch main. If it does not exist, GitHub creates it without protection",
  ]);
});

test("a note names the secrets that Dependabot lacks", () => {
  const trust = [{ ...ENTRY, context: { kind: "pullRequest" } }] as const;
  const role: WorkflowRole = { ...PUSHING, trust, ecr: { ...PUSHING.ecr, access: "pull" } };
  expect(written({ role, publish: ROLE_ARN, tags: ["v1"] }).notes).toStrictEqual([
    "pull requests from forks get no OIDC token. The job is skipped for them",
    "runs that are started by Dependabot read Dependabot secrets, which do not include AWS_ROLE_ARN. Create Dependabot secrets AWS_ROLE_ARN, or use variables",
  ]);
});

test("notes contain what a GitHub Enterprise Server lacks", () => {
  const role: WorkflowRole = { ...PUSHING, issuerHost: "git.example.com/_services/token" };
  expect(written({ role }).notes).toStrictEqual([
    "git.example.com needs GitHub Connect, or its own copies of the actions that the workflow uses",
    "git.example.com has no GitHub-hosted runners. Name your own with runsOn",
  ]);
  expect(written({ role: { ...PUSHING, issuerHost: "token.actions.acme.ghe.com" } }).notes).toStrictEqual([]);
});
