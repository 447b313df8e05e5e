import {
  ownerText,
  placeJson,
  type Synthesis,
  summaryJson,
  summaryText,
} from "../../../../lib/cli/commands/synth/summary";
import { parseConfig } from "../../../../lib/config/load";
import type { Environment, GithubValue, Owner, ValueTarget } from "../../../../lib/config/types";
import { seed } from "../../../stacks/synthesized";

function summary(yaml: string, places: Partial<Synthesis> = {}): string {
  const config = parseConfig(yaml, "access.yaml");
  return summaryText({
    config,
    path: "access.yaml",
    out: "cdktf.out",
    language: "json",
    warnings: config.warnings,
    ...places,
  });
}

const s3 = (create: string) =>
  seed({ file: `state: { s3: { bucket: acme, region: eu-west-1, create: ${create} } }` });

const GITHUB = seed({
  role: "publish: { to: [organization, environment, dependabot], visibility: all, as: secrets, values: { ROLE: roleArn } }",
})
  .replace(
    "  owner: acme\n",
    `  owner: acme
  environments:
    - { name: prod, repositories: web, branches: main, reviewers: { users: [octo], teams: [ops] }, waitMinutes: 5 }
    - { name: prod, repositories: other/web, tags: v* }
    - { name: test, repositories: web, protectedElsewhere: true }
  subjectTemplates:
    - { claims: [repo, context, actor], repositories: [api, other/web], organization: acme }
`,
  )
  .replace("branch: main }", "environment: prod }");

test("shows the ECR repositories of an account, by what Terraform does with them", () => {
  const account =
    "ecr: { repositories: [web, { name: api, region: us-east-1 }, { name: api, scan: never }, { name: base, origin: import }, { name: old, origin: existing }] }";
  expect(summary(seed({ account }))).toContain(`
  account 123456789012, ap-northeast-2
  creates ECR repositories web, api
  imports ECR repository base
  does not touch ECR repository old
  role GitHubActionsECRRole
`);
});

test("shows the values and environments of each owner, and the requests of a plan", () => {
  expect(summary(GITHUB)).toContain(`

github-acme
  acme (all repositories) secrets: ROLE
  acme/web environment prod secrets: ROLE
  acme (all repositories) dependabot secrets: ROLE
  acme/web environment prod: branches main; approval by octo or team ops; a wait of 5 minutes
  acme subject template: repo, context, actor
  acme/api subject template: repo, context, actor
  a plan makes 12 requests to GitHub, of 5,000 per hour; the first apply 24 in about 9 seconds

github-other
  other/web environment prod: tags v*
  other/web subject template: repo, context, actor
  a plan makes 4 requests to GitHub, of 5,000 per hour; the first apply 8 in about 4 seconds

warning: R23`);
});

test("the JSON contains the same, with complete lists", () => {
  const config = parseConfig(GITHUB, "access.yaml");
  const { roles, warnings, ...rest } = JSON.parse(
    summaryJson({
      config,
      path: "access.yaml",
      out: "cdktf.out",
      language: "json",
      warnings: config.warnings,
    }),
  );

  expect(rest).toStrictEqual({
    config: "access.yaml",
    stacks: [
      {
        name: "aws-123456789012",
        file: "cdktf.out/stacks/aws-123456789012/cdk.tf.json",
        backend: "local",
        dependsOn: [],
        kind: "aws",
        accountId: "123456789012",
        partition: "aws",
        region: "ap-northeast-2",
      },
      {
        name: "github-acme",
        file: "cdktf.out/stacks/github-acme/cdk.tf.json",
        backend: "local",
        dependsOn: ["aws-123456789012"],
        kind: "github",
        owner: "acme",
        repositories: ["api", "web"],
        permissions: {
          actions: "write",
          administration: "write",
          environments: "write",
          members: "read",
          organization_administration: "write",
          organization_dependabot_secrets: "write",
          organization_secrets: "write",
        },
      },
      {
        name: "github-other",
        file: "cdktf.out/stacks/github-other/cdk.tf.json",
        backend: "local",
        dependsOn: [],
        kind: "github",
        owner: "other",
        repositories: ["web"],
        permissions: { actions: "write", administration: "write" },
      },
    ],
    values: [
      { as: "secrets", organization: "acme", visibility: "all", name: "ROLE" },
      { as: "secrets", repository: "acme/web", environment: "prod", name: "ROLE" },
      { as: "dependabot secrets", organization: "acme", visibility: "all", name: "ROLE" },
    ],
    environments: [
      { repository: "acme/web", name: "prod" },
      { repository: "other/web", name: "prod" },
    ],
    templates: [
      { organization: "acme", claims: ["repo", "context", "actor"] },
      { repository: "acme/api", claims: ["repo", "context", "actor"] },
      { repository: "other/web", claims: ["repo", "context", "actor"] },
    ],
    requests: [
      { stack: "github-acme", perPlan: 12, firstApply: 24, firstApplySeconds: 9 },
      { stack: "github-other", perPlan: 4, firstApply: 8, firstApplySeconds: 4 },
    ],
  });
  expect(roles).toHaveLength(1);
  expect(warnings).toHaveLength(1);
});

/** The stacks of the JSON, without the keys that are the same in all tests. */
function stacksJson(yaml: string) {
  const config = parseConfig(yaml, "access.yaml");
  const { stacks } = JSON.parse(
    summaryJson({ config, path: "access.yaml", out: "out", language: "hcl", warnings: [] }),
  );
  return stacks;
}

test.each([
  ["repository", "secrets", { secrets: "write" }],
  ["repository", "variables", { actions_variables: "write" }],
  ["dependabot", "secrets", { dependabot_secrets: "write" }],
  ["environment", "secrets", { environments: "write" }],
  ["environment", "variables", { environments: "write" }],
  ["organization", "secrets", { organization_secrets: "write" }],
  ["organization", "variables", { organization_actions_variables: "write" }],
  [
    "[organization, dependabot]",
    "secrets",
    { organization_dependabot_secrets: "write", organization_secrets: "write" },
  ],
])("values to %s as %s need only the permissions of these in GitHub", (to, as, permissions) => {
  const yaml = seed({
    role: `publish: { to: ${to}, as: ${as}, ${/org/.test(to) ? "visibility: all" : "repositories: [web]"} }`,
  })
    .replace("branch: main }", "environment: prod }")
    .replace(
      "  owner: acme\n",
      "  owner: acme\n  environments: [{ name: prod, repositories: web, protectedElsewhere: true }]\n",
    );
  expect(stacksJson(yaml)[1].permissions).toStrictEqual(permissions);
});

test("an environment needs administration, and members only if teams review it", () => {
  const environment = (reviewers: string) =>
    seed({ role: "publish: false" }).replace(
      "  owner: acme\n",
      `  owner: acme\n  environments: [{ name: prod, repositories: web, reviewers: ${reviewers} }]\n`,
    );
  expect(stacksJson(environment("{ users: [octo] }"))[1].permissions).toStrictEqual({
    actions: "read",
    administration: "write",
  });
  expect(stacksJson(environment("{ teams: [ops] }"))[1].permissions).toStrictEqual({
    actions: "read",
    administration: "write",
    members: "read",
  });
});

test.each([
  ["local until the bucket exists", "true", ["local", "s3", "s3"]],
  ["in the bucket once it exists", "migrated", ["s3", "s3", "s3"]],
])("the state of the bucket's stack is %s", (_, create, backends) => {
  const stacks: readonly { readonly backend: string }[] = stacksJson(s3(create));
  expect(stacks.map(({ backend }) => backend)).toStrictEqual(backends);
  expect(stacks[0]).toStrictEqual({
    name: "state",
    file: "out/stacks/state/cdk.tf",
    backend: backends[0],
    dependsOn: [],
    kind: "state",
    partition: "aws",
    region: "eu-west-1",
  });
});

test("a partial backend is named by its type", () => {
  expect(stacksJson(seed({ file: "state: { partial: gcs }" }))[0].backend).toBe("gcs");
});

test("the stack of the state bucket is shown first", () => {
  expect(summary(s3("true"))).toContain(
    "\n\nstate\n  creates the S3 bucket for the state of the other stacks\n\naws-",
  );
});

/** The commands for a stack with Terraform alone. */
function terraform(folder: string, options = ""): string {
  return `  terraform -chdir=${folder} init${options} && terraform -chdir=${folder} apply`;
}

const BOTH = [terraform("cdktf.out/stacks/aws-123456789012"), terraform("cdktf.out/stacks/github-acme")];
const BUILD = [terraform("build/stacks/aws-123456789012"), terraform("build/stacks/github-acme")];
const MOVE =
  "Then move the state of this stack into it. See docs/guide/state.md#let-the-project-create-the-bucket";

test.each<[string, string, Partial<Synthesis>, readonly string[]]>([
  [
    "the CDKTF CLI, or Terraform in each folder",
    seed(),
    {},
    ["Next:", '  npx cdktf deploy "*"', "Or with Terraform alone:", ...BOTH],
  ],
  [
    "a bucket that the project creates is deployed before the rest",
    s3("true"),
    {},
    ["Next, create the bucket:", "  npx cdktf deploy state", MOVE],
  ],
  [
    "a bucket that exists needs no step of its own",
    s3("migrated"),
    {},
    [
      "Next:",
      '  npx cdktf deploy "*"',
      "Or with Terraform alone:",
      terraform("cdktf.out/stacks/state"),
      ...BOTH,
    ],
  ],
  [
    "the CDKTF CLI gets another file and folder",
    seed(),
    { path: "production.yaml", out: "build" },
    [
      "Next:",
      '  ACCESS_CONFIG=production.yaml npx cdktf deploy "*" --output build',
      "Or with Terraform alone:",
      ...BUILD,
    ],
  ],
  [
    "paths are quoted where a shell needs it",
    seed({ role: "publish: false" }),
    { path: "my access.yaml", out: "my out" },
    [
      "Next:",
      '  ACCESS_CONFIG="my access.yaml" npx cdktf deploy "*" --output "my out"',
      "Or with Terraform alone:",
      terraform('"my out/stacks/aws-123456789012"'),
    ],
  ],
  [
    "the CDKTF CLI deploys HCL without a new synthesis",
    seed(),
    { path: "production.yaml", out: "build", language: "hcl" },
    ["Next:", '  npx cdktf deploy "*" --output build --skip-synth', "Or with Terraform alone:", ...BUILD],
  ],
  [
    "the stack of the bucket in HCL is deployed without a new synthesis",
    s3("true"),
    { language: "hcl" },
    ["Next, create the bucket:", "  npx cdktf deploy state --skip-synth", MOVE],
  ],
  [
    "only Terraform can complete a partial backend",
    seed({ file: "state: { partial: s3 }" }),
    {},
    [
      "Next, with the settings of your backend in FILE:",
      terraform("cdktf.out/stacks/aws-123456789012", " -backend-config=FILE"),
      terraform("cdktf.out/stacks/github-acme", " -backend-config=FILE"),
    ],
  ],
])("the next step: %s", (_, yaml, options, expected) => {
  expect(summary(yaml, options).trimEnd().split("\n\n").at(-1)?.split("\n")).toStrictEqual(expected);
});

test("a long list ends with the number of further elements", () => {
  const repositories = (count: number) =>
    summary(
      seed().replace("[web]", `[${Array.from({ length: count }, (_, index) => `r${index}`).join(", ")}]`),
    );
  expect(repositories(20)).not.toContain("more");
  expect(repositories(21)).toContain("r19, and 1 more\n");
});

test("shows regions other than the account's, and an OIDC provider that is not created", () => {
  const text = summary(
    seed({ account: "oidcProvider: existing" })
      .replace("[web]", "[web], region: [eu-west-1, us-east-1]")
      .replace("        ecr:\n          repositories:", "        ecr: { repositories:")
      .replace("us-east-1]", "us-east-1] }"),
  );
  expect(text).toContain("\n  account 123456789012, ap-northeast-2, OIDC provider: existing\n");
  expect(text).toContain("\n    can push to web in eu-west-1, us-east-1\n");
});

test("warnings come before the next step", () => {
  expect(summary(seed({ role: "name: GitHubActions\npublish: { as: variables }" }))).toContain(
    "\n\nwarning: role GitHubActions in 123456789012: users report that workflows cannot assume a role named GitHubActions. Choose another name. See docs/limits.md#unverified\nwarning: R23 name-subject (medium), ",
  );
});

test("an accepted risk is shown at its role with the reason, on one line", () => {
  const text = summary(
    seed({ role: 'acceptRisks: [{ rule: R08, reason: " the\\n whole repository builds " }]' }).replace(
      "branch: main",
      "anyContext: true",
    ),
  );
  expect(text).toContain(
    "\n    allows repo:acme/web:*\n    can push to web\n    accepts R08 any-context (high): the whole repository builds\n",
  );
  expect(text).not.toContain("warning: R08");
});

test("a warning about several roles is shown once", () => {
  const role = (name: string) =>
    `      - { name: ${name}, trust: [{ repository: web, branch: main }], ecr: { repositories: [web] }, publish: false }\n`;
  const text = summary(seed() + role("Second") + role("Third"));
  expect(text).toContain(
    "\nwarning: R23 name-subject (medium), role GitHubActionsECRRole in 123456789012, role Second in 123456789012, role Third in 123456789012: ",
  );
  expect(text.split("R23")).toHaveLength(2);
});

test("shows what a custom trust policy allows", () => {
  const own = seed().replace(
    /trust:.*?ecr:/s,
    `trustPolicy:
          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
                token.actions.githubusercontent.com:sub: repo:acme@1/web@2:ref:refs/heads/main
        ecr:`,
  );
  expect(summary(own)).toContain("\n    allows repo:acme@1/web@2:ref:refs/heads/main\n    can push to web\n");
  expect(summary(own)).toContain("\n  acme/web secrets: AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME\n");
  expect(summary(own)).not.toContain("warning: R");
});

test("conditions come after the subjects that they restrict", () => {
  const claims = "claims: { actorId: [1, 2], ref: refs/tags/v* }";
  const text = summary(
    seed().replace(
      "          - { repository: web, branch: main }\n",
      `          - { repository: web, branch: main }\n          - { repository: [api, db], tag: v*, ${claims} }\n`,
    ),
  );
  expect(text).toContain(`
    allows repo:acme/web:ref:refs/heads/main
    allows repo:acme/api:ref:refs/tags/v*
    allows repo:acme/db:ref:refs/tags/v*
      if actorId 1 or 2 and ref refs/tags/v*
    can push to web
`);
});

test("a custom trust policy is shown statement by statement", () => {
  const issuer = "token.actions.githubusercontent.com";
  const provider = `Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${issuer}" }, Action: sts:AssumeRoleWithWebIdentity`;
  const aud = `StringEquals: { "${issuer}:aud": sts.amazonaws.com }`;
  const workflow = "acme/ci/.github/workflows/push.yml@refs/heads/main";
  const own = seed({ role: 'acceptRisks: [{ rule: R20, reason: "only acme can call it" }]' }).replace(
    /trust:.*?ecr:/s,
    `trustPolicy:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, ${provider}, Condition: { ${aud}, StringEqualsIgnoreCase: { "${issuer}:sub": "repo:acme@1/web@2:environment:prod" }, StringLike: { "${issuer}:actor_id": ["1", "2"] } } }
            - { Effect: Allow, ${provider}, Condition: { ${aud}, StringLike: { "${issuer}:job_workflow_ref": "${workflow}" } } }
            - { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }
            - { Effect: Deny, ${provider}, Condition: { StringLike: { "${issuer}:sub": "*:pull_request" } } }
        publish: { repositories: [web] }
        ecr:`,
  );
  expect(summary(own)).toContain(`
    allows repo:acme@1/web@2:environment:prod
      if ${issuer}:actor_id StringLike 1 or 2
    allows any subject
      if ${issuer}:job_workflow_ref StringLike ${workflow}
    allows principals other than GitHub
    denies any subject
      if ${issuer}:sub StringLike *:pull_request
    can push to web
`);
});

describe("the stack of an owner", () => {
  const NOTHING: Owner = {
    name: "acme",
    stack: "github-acme",
    values: [],
    environments: [],
    templates: [],
    accountStacks: [],
    formerNames: [],
    renamed: [],
    elsewhere: [],
  };

  const WEB = { level: "repository", repository: "web" } as const;
  const PROD = { level: "environment", repository: "web", environment: "prod eu" } as const;
  const ALL = { level: "organization", visibility: "all" } as const;
  const PRIVATE = { level: "organization", visibility: "private" } as const;
  const SELECTED = { level: "organization", visibility: "selected", repositoryIds: [2, 3] } as const;

  function value(name: string, target: ValueTarget, as: GithubValue["as"] = "secrets"): GithubValue {
    return { as, target, name, value: "x" };
  }

  function environment(keys: Partial<Environment>): Environment {
    return {
      repository: "web",
      name: "prod",
      branches: [],
      tags: [],
      reviewers: { users: [], teams: [] },
      preventSelfReview: false,
      waitMinutes: 0,
      administratorsMayBypass: false,
      ...keys,
    };
  }

  const textOf = (parts: Partial<Owner>): string =>
    ownerText({ ...NOTHING, ...parts }, { writeDelayMs: 1_000 });

  test("shows what is imported or not touched, and former names", () => {
    expect(
      textOf({
        values: [
          value("A", WEB),
          { ...value("B", WEB), origin: "import" },
          { ...value("C", WEB), origin: "existing" },
        ],
        environments: [environment({ origin: "import" }), environment({ name: "test", origin: "existing" })],
        templates: [{ repository: "web", claims: ["repo", "context"], origin: "existing" }],
        renamed: [{ repository: "web", formerNames: ["old", "site"] }],
      }),
    ).toContain(`github-acme
  acme/web secrets: A
  acme/web secrets (imported): B
  acme/web secrets (not touched): C
  acme/web environment prod (imported): any branch or tag
  acme/web environment test (not touched): any branch or tag
  acme/web subject template (not touched): repo, context
  acme/web was old, then site: what the state has under that name moves
  a plan makes 4 requests`);
  });

  test("shows a former name only of a repository of which the stack has something that moves", () => {
    const renamed = [{ repository: "web", formerNames: ["old"] }] as const;
    const moves = "acme/web was old: what the state has under that name moves";
    const shop = { level: "repository", repository: "shop" } as const;
    expect(textOf({ renamed })).not.toContain("was old");
    expect(textOf({ renamed, values: [value("A", shop), value("B", ALL)] })).not.toContain("was old");
    expect(textOf({ renamed, values: [{ ...value("A", WEB), origin: "existing" }] })).not.toContain(
      "was old",
    );
    expect(textOf({ renamed, values: [value("A", PROD)] })).toContain(moves);
    expect(textOf({ renamed, environments: [environment({ repository: "Web" })] })).toContain(moves);
    expect(textOf({ renamed, templates: [{ repository: "web", claims: ["repo"] }] })).toContain(moves);
  });

  test("shows values by place and kind, then environments and templates, then the requests of a plan", () => {
    expect(
      textOf({
        values: [
          value("A", WEB),
          value("B", WEB, "variables"),
          value("C", PROD),
          value("D", WEB),
          value("E", ALL),
          value("F", PRIVATE, "variables"),
          value("G", { ...SELECTED, repositoryIds: [2, 3] }),
          value("H", WEB, "dependabot secrets"),
          value("I", { level: "repository", repository: "api" }),
          value("J", ALL),
        ],
        environments: [environment({ branches: ["main"] }), environment({ repository: "api", name: "test" })],
        templates: [
          { repository: undefined, claims: ["repo", "context"] },
          { repository: "web", claims: ["repo", "context", "job_workflow_ref"] },
        ],
      }),
    ).toBe(`github-acme
  acme/web secrets: A, D
  acme/web variables: B
  acme/web environment prod eu secrets: C
  acme (all repositories) secrets: E, J
  acme (all private repositories) variables: F
  acme (2 selected repositories) secrets: G
  acme/web dependabot secrets: H
  acme/api secrets: I
  acme/web environment prod: branches main
  acme/api environment test: any branch or tag
  acme subject template: repo, context
  acme/web subject template: repo, context, job_workflow_ref
  a plan makes 17 requests to GitHub, of 5,000 per hour; the first apply 46 in about 18 seconds`);
  });

  test("an owner without values has no requests", () => {
    expect(textOf({})).toBe(
      "github-acme\n  a plan makes 0 requests to GitHub, of 5,000 per hour; the first apply 0 in about 0 seconds",
    );
  });

  test.each<[string, Partial<Environment>]>([
    ["any branch or tag", {}],
    ["branches main, release/*", { branches: ["main", "release/*"] }],
    ["tags v*", { tags: ["v*"] }],
    ["branches main; tags v*, w*", { branches: ["main"], tags: ["v*", "w*"] }],
    ["any branch or tag; approval by octo", { reviewers: { users: ["octo"], teams: [] } }],
    [
      "any branch or tag; approval by octo or cat or team ops or team dev",
      { reviewers: { users: ["octo", "cat"], teams: ["ops", "dev"] } },
    ],
    ["any branch or tag; a wait of 30 minutes", { waitMinutes: 30 }],
    ["any branch or tag; a wait of 1 minute", { waitMinutes: 1 }],
    ["any branch or tag; administrators can bypass it", { administratorsMayBypass: true }],
    [
      "branches main; tags v*; approval by team ops, not by the person who started the run; a wait of 43,200 minutes; administrators can bypass it",
      {
        branches: ["main"],
        tags: ["v*"],
        reviewers: { users: [], teams: ["ops"] },
        preventSelfReview: true,
        waitMinutes: 43_200,
        administratorsMayBypass: true,
      },
    ],
  ])("shows the protection of an environment: %s", (gates, keys) => {
    expect(textOf({ environments: [environment(keys)] }).split("\n")[1]).toBe(
      `  acme/web environment prod: ${gates}`,
    );
  });

  test.each<[string, firstApply: number, (count: number) => Partial<Owner>]>([
    [
      "places",
      90,
      (count) => ({
        values: Array.from({ length: count }, (_, index) =>
          value("A", { level: "repository", repository: `r${index}` }),
        ),
      }),
    ],
    [
      "environments",
      46,
      (count) => ({
        environments: Array.from({ length: count }, (_, index) => environment({ name: `e${index}` })),
      }),
    ],
    [
      "templates",
      46,
      (count) => ({
        templates: Array.from({ length: count }, (_, index) => ({
          repository: `r${index}`,
          claims: ["repo"] as const,
        })),
      }),
    ],
  ])("a long list of %s ends with the number of further elements", (_, firstApply, parts) => {
    expect(textOf(parts(20)).split("\n")).toHaveLength(22);
    expect(textOf(parts(22)).split("\n").slice(-2)).toStrictEqual([
      "  and 2 more",
      `  a plan makes 23 requests to GitHub, of 5,000 per hour; the first apply ${firstApply} in about 26 seconds`,
    ]);
  });

  test.each<[ValueTarget, object]>([
    [WEB, { repository: "acme/web" }],
    [PROD, { repository: "acme/web", environment: "prod eu" }],
    [ALL, { organization: "acme", visibility: "all" }],
    [PRIVATE, { organization: "acme", visibility: "private" }],
    [
      { ...SELECTED, repositoryIds: [2, 3] },
      { organization: "acme", visibility: "selected", repositoryIds: [2, 3] },
    ],
  ])("the JSON of %j is %j", (target, expected) => {
    expect(placeJson("acme", target)).toStrictEqual(expected);
  });
});
