import { type Made, summaryJson, summaryText } from "../../../lib/cli/synth/summary";
import { parseConfig } from "../../../lib/config/load";
import { seed } from "../../stacks/synthesized";

function summary(yaml: string, places: Partial<Made> = {}): string {
  return summaryText({
    config: parseConfig(yaml, "access.yaml"),
    path: "access.yaml",
    out: "cdktf.out",
    language: "json",
    left: [],
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

test("what goes to GitHub stands by owner, with what a plan asks for", () => {
  expect(summary(GITHUB)).toContain(`

github-acme
  acme (all repositories) secrets  ROLE
  acme/web environment prod secrets  ROLE
  acme (all repositories) dependabot secrets  ROLE
  acme/web environment prod  branches main; approval of octo or team ops; a wait of 5 minutes
  acme subjects  repo, context, actor
  acme/api subjects  repo, context, actor
  a plan makes 12 of the 5000 requests that GitHub answers in an hour

github-other
  other/web environment prod  tags v*
  other/web subjects  repo, context, actor
  a plan makes 3 of the 5000 requests that GitHub answers in an hour

warning: R23`);
});

test("machines are told the same, every list in full", () => {
  const { roles, warnings, ...rest } = JSON.parse(
    summaryJson({
      config: parseConfig(GITHUB, "access.yaml"),
      path: "access.yaml",
      out: "cdktf.out",
      language: "json",
      left: [],
    }),
  );

  expect(rest).toStrictEqual({
    config: "access.yaml",
    stacks: ["aws-123456789012", "github-acme", "github-other"].map((name) => ({
      name,
      file: `cdktf.out/stacks/${name}/cdk.tf.json`,
    })),
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
      { stack: "github-acme", perPlan: 12 },
      { stack: "github-other", perPlan: 3 },
    ],
  });
  expect(roles).toHaveLength(1);
  expect(warnings).toHaveLength(1);
});

test("a bucket that is made is told of", () => {
  expect(summary(s3("true"))).toContain("\nstate\n  the bucket in which the other stacks keep their state\n");
});

test.each([
  [
    "a first deploy of the bucket comes before the rest",
    s3("true"),
    {},
    "npx cdktf deploy state, then write create: migrated and move its state into the bucket (README, Remote state)",
  ],
  [
    "a bucket that stands needs no step of its own",
    s3("migrated"),
    {},
    "npx cdktf deploy '*', or terraform init and terraform apply in cdktf.out/stacks/<stack>",
  ],
  [
    "CDKTF is told of another file and folder",
    seed(),
    { path: "production.yaml", out: "build" },
    "ACCESS_CONFIG=production.yaml npx cdktf deploy '*' --output build, or terraform init and terraform apply in build/stacks/<stack>",
  ],
  [
    "CDKTF is told to deploy HCL as it is",
    seed(),
    { path: "production.yaml", out: "build", language: "hcl" },
    "npx cdktf deploy '*' --output build --skip-synth, or terraform init and terraform apply in build/stacks/<stack>",
  ],
  [
    "the bucket's stack in HCL is deployed as it is",
    s3("true"),
    { language: "hcl" },
    "npx cdktf deploy state --skip-synth, then write create: migrated and move its state into the bucket (README, Remote state)",
  ],
  [
    "only Terraform itself can complete a backend",
    seed({ file: "state: { partial: s3 }" }),
    {},
    "terraform init and terraform apply in cdktf.out/stacks/<stack>",
  ],
] as const)("the next step: %s", (_, yaml, places, expected) => {
  expect(summary(yaml, places).split("\n\n").at(-1)).toBe(`Next: ${expected}\n`);
});

test("a long list says how much more there is", () => {
  const repositories = (count: number) =>
    summary(
      seed().replace("[web]", `[${Array.from({ length: count }, (_, index) => `r${index}`).join(", ")}]`),
    );
  expect(repositories(20)).not.toContain("more");
  expect(repositories(21)).toContain("r19, and 1 more\n");
});

test("what differs from the account's own region and provider is told", () => {
  const text = summary(
    seed({ account: "oidcProvider: existing" })
      .replace("[web]", "[web], region: [eu-west-1, us-east-1]")
      .replace("        ecr:\n          repositories:", "        ecr: { repositories:")
      .replace("us-east-1]", "us-east-1] }"),
  );
  expect(text).toContain("\n  account 123456789012, ap-northeast-2, OIDC provider: existing\n");
  expect(text).toContain("\n    may push  web in eu-west-1, us-east-1\n");
});

test("warnings stand before the next step", () => {
  expect(summary(seed({ role: "name: GitHubActions" }))).toContain(
    "\n\nwarning: role GitHubActions in 123456789012: users report that workflows cannot assume a role named GitHubActions. Choose another name. See docs/limits.md#unverified\nwarning: R23 name-subject (medium), ",
  );
});

test("risks that are accepted stand at the role with their reason, on one line", () => {
  const text = summary(
    seed({ role: 'acceptRisks: [{ rule: R08, reason: " the\\n whole repository builds " }]' }).replace(
      "branch: main",
      "anyContext: true",
    ),
  );
  expect(text).toContain(
    "\n    lets in  repo:acme/web:*\n    may push  web\n    accepts  R08 (high): the whole repository builds\n",
  );
  expect(text).not.toContain("warning: R08");
});

test("a warning that several roles share is told once", () => {
  const role = (name: string) =>
    `      - { name: ${name}, trust: [{ repository: web, branch: main }], ecr: { repositories: [web] }, publish: false }\n`;
  const text = summary(seed() + role("Second") + role("Third"));
  expect(text).toContain(
    "\nwarning: R23 name-subject (medium), role GitHubActionsECRRole in 123456789012 and 2 more: ",
  );
  expect(text.split("R23")).toHaveLength(2);
});

test("what a trust policy of one's own lets in is told", () => {
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
  expect(summary(own)).toContain("\n    lets in  repo:acme@1/web@2:ref:refs/heads/main\n    may push  web\n");
  expect(summary(own)).toContain("\n  acme/web secrets  AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME\n");
  expect(summary(own)).not.toContain("warning");
});

test("claims stand after the subjects that they guard", () => {
  const claims = "claims: { actorId: [1, 2], ref: refs/tags/v* }";
  const text = summary(
    seed().replace(
      "          - { repository: web, branch: main }\n",
      `          - { repository: web, branch: main }\n          - { repository: [api, db], tag: v*, ${claims} }\n`,
    ),
  );
  expect(text).toContain(`
    lets in  repo:acme/web:ref:refs/heads/main
    lets in  repo:acme/api:ref:refs/tags/v*
    lets in  repo:acme/db:ref:refs/tags/v*
      if  actorId 1 or 2 and ref refs/tags/v*
    may push  web
`);
});

test("a trust policy of one's own is told statement by statement", () => {
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
    lets in  repo:acme@1/web@2:environment:prod
      if  ${issuer}:actor_id StringLike 1 or 2
    lets in  any subject
      if  ${issuer}:job_workflow_ref StringLike ${workflow}
    lets in  principals other than GitHub
    keeps out  any subject
      if  ${issuer}:sub StringLike *:pull_request
    may push  web
`);
});
