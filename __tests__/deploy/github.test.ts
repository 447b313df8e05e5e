import { type Project, project, succeeded } from "./support/project";

/** Everything that a file can create on GitHub, through synthesis and Terraform to the provider: created, changed, deleted. */

let it: Project;
beforeAll(async () => {
  it = await project();
  for (const [name, id] of [
    ["octocat", 583231],
    ["hubot", 7],
  ] as const) {
    it.github.put({ kind: "user", name, id });
  }
  it.github.put({ kind: "team", organization: "acme", name: "platform", id: 42 });
});
afterAll(() => it.close());

interface Variation {
  readonly github?: string;
  /** Keys of the three roles' publish. */
  readonly publish?: readonly [string, string, string];
  readonly region?: string;
}

const GITHUB = `
  environments:
    - { name: "production \${x} %{y}", repositories: web, branches: [main, "release/*"], tags: v*, reviewers: { users: octocat, teams: platform }, preventSelfReview: true, waitMinutes: 30 }
    - { name: staging, repositories: [web, api] }
  subjectTemplates:
    - { claims: [repo, context, job_workflow_ref], repositories: web, organization: acme }
`.replaceAll(/: (octocat|platform)\b/g, ": [$1]");

const PUBLISH = [
  "{ to: [repository, dependabot], values: { REGION: region, ROLE: roleArn } }",
  "{ as: variables, to: [environment, organization], visibility: selected, values: { REGISTRY: registry } }",
  "{ to: [organization, dependabot, environment], visibility: all, values: { ACCOUNT: accountId } }",
] as const;

function fileOf({ github = GITHUB, publish = PUBLISH, region = "ap-northeast-2" }: Variation = {}): string {
  return `
github:
  owner: acme
  owners: { acme: { id: 1 } }
  repositories: { web: { id: 456789 }, api: { id: 12 } }
${github}
accounts:
  - id: "123456789012"
    region: ${region}
    roles:
      - name: A
        trust: [{ repository: [web, api], branch: main }]
        ecr: { repositories: [web] }
        publish: ${publish[0]}
      - name: B
        trust: [{ repository: [web, api], environment: staging }]
        ecr: { repositories: [web] }
        publish: ${publish[1]}
      - name: C
        trust: [{ repository: web, environment: "production \${x} %{y}" }]
        ecr: { repositories: [web] }
        publish: ${publish[2]}
`;
}

async function applied(file: string): Promise<string> {
  it.write(file);
  await it.synth();
  succeeded(await it.terraform("github-acme", "init"));
  const output = succeeded(await it.terraform("github-acme", "apply", "-auto-approve"));
  succeeded(await it.terraform("github-acme", "plan", "-detailed-exitcode"));
  return output;
}

const PRODUCTION = "production $".concat("{x} %{y}");
const web = { repository: "acme/web" };
const api = { repository: "acme/api" };
const acme = { organization: "acme" };

function held(region: string) {
  const registry = { name: "REGISTRY", value: `123456789012.dkr.ecr.${region}.amazonaws.com` };
  const account = { name: "ACCOUNT", value: "123456789012" };
  const toAll = { visibility: "all", selected_repository_ids: [] };
  const role = [
    { name: "REGION", value: region },
    { name: "ROLE", value: "arn:aws:iam::123456789012:role/A" },
  ];
  return [
    { kind: "organization dependabot secret", ...acme, ...account, ...toAll },
    { kind: "organization secret", ...acme, ...account, ...toAll },
    {
      kind: "organization variable",
      ...acme,
      ...registry,
      visibility: "selected",
      selected_repository_ids: [12, 456789],
    },
    ...[api, web].flatMap((repository) =>
      ["dependabot secret", "secret"].flatMap((kind) =>
        role.map((value) => ({ kind, ...repository, ...value })),
      ),
    ),
    { kind: "environment secret", ...web, environment: PRODUCTION, ...account },
    ...[api, web].map((repository) => ({
      kind: "environment variable",
      ...repository,
      environment: "staging",
      ...registry,
    })),
  ];
}

/** In an order that no store decides. */
function sorted(list: readonly object[]): readonly string[] {
  return list.map((element) => JSON.stringify(Object.entries(element).sort())).sort();
}

const OPEN = {
  wait_timer: 0,
  can_admins_bypass: false,
  prevent_self_review: false,
  reviewers: { teams: [], users: [] },
};
const STAGING = [api, web].map((repository) => ({
  kind: "environment",
  ...repository,
  name: "staging",
  ...OPEN,
}));

test("values at every level, environments and templates arrive with their arguments, and a second plan is empty", async () => {
  await applied(fileOf());
  expect(sorted(it.github.values())).toStrictEqual(sorted(held("ap-northeast-2")));
  expect(sorted(it.github.environments())).toStrictEqual(
    sorted([
      ...STAGING.map((environment) => ({ ...environment, deployment_branch_policy: null })),
      {
        kind: "environment",
        ...web,
        name: PRODUCTION,
        wait_timer: 30,
        can_admins_bypass: false,
        prevent_self_review: true,
        reviewers: { teams: [42], users: [583231] },
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
    ]),
  );
  const policy = { kind: "deployment policy", ...web, environment: PRODUCTION };
  expect(sorted(it.github.deploymentPolicies())).toStrictEqual(
    sorted([
      { ...policy, type: "branch", name: "main" },
      { ...policy, type: "branch", name: "release/*" },
      { ...policy, type: "tag", name: "v*" },
    ]),
  );
  const include_claim_keys = ["repo", "context", "job_workflow_ref"];
  expect(sorted(it.github.templates())).toStrictEqual(
    sorted([
      { kind: "organization template", ...acme, include_claim_keys },
      { kind: "template", ...web, use_default: false, include_claim_keys },
    ]),
  );
});

test("a changed value, environment and template are changed on GitHub", async () => {
  const github = GITHUB.replace("waitMinutes: 30", "administratorsMayBypass: true")
    .replace('[main, "release/*"]', "main")
    .replace("users: [octocat]", "users: [hubot]")
    .replace("[repo, context, job_workflow_ref]", "[repo, context, actor_id]");
  await applied(fileOf({ github, region: "eu-west-1" }));
  expect(sorted(it.github.values())).toStrictEqual(sorted(held("eu-west-1")));
  expect(it.github.environments().filter(({ name }) => name === PRODUCTION)).toStrictEqual([
    {
      kind: "environment",
      ...web,
      name: PRODUCTION,
      wait_timer: 0,
      can_admins_bypass: true,
      prevent_self_review: true,
      reviewers: { teams: [42], users: [7] },
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
  ]);
  expect(it.github.deploymentPolicies().map(({ name }) => name)).toStrictEqual(["main", "v*"]);
  expect(it.github.templates().map(({ include_claim_keys }) => include_claim_keys)).toStrictEqual([
    ["repo", "context", "actor_id"],
    ["repo", "context", "actor_id"],
  ]);
});

test("what is removed from the file is deleted on GitHub, and the template is GitHub's default again", async () => {
  const output = await applied(
    fileOf({ github: "", publish: ["{ values: { ROLE: roleName } }", "false", "false"] }),
  );
  expect(output).toMatch(/[1-9]\d* destroyed/);
  expect(sorted(it.github.values())).toStrictEqual(
    sorted([api, web].map((repository) => ({ kind: "secret", ...repository, name: "ROLE", value: "A" }))),
  );
  expect(it.github.environments()).toStrictEqual([]);
  expect(it.github.deploymentPolicies()).toStrictEqual([]);
  expect(it.github.templates()).toStrictEqual([]);
});

test("destroy deletes everything", async () => {
  await applied(fileOf());
  succeeded(await it.terraform("github-acme", "destroy", "-auto-approve"));
  expect(it.github.values()).toStrictEqual([]);
  expect(it.github.environments()).toStrictEqual([]);
  expect(it.github.templates()).toStrictEqual([]);
});
