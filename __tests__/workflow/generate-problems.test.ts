import { generateWorkflow } from "../../lib/workflow/generate";
import type { RoleWorkflowProps } from "../../lib/workflow/generate-props";
import { documentOf, ENTRY, NUMBER_TOKEN, PUSHING, TOKEN } from "./pushing-role";

/** The lines of the error for props that are wrong or denied. */
function problemsOf(props: Partial<RoleWorkflowProps>): readonly string[] {
  try {
    generateWorkflow({ repository: "acme/web", role: PUSHING, ...props });
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
    throw error;
  }
  return [];
}

const REPO = "repo:acme@1/web@2";
const DENIED = "denied: the trust policy of Push (account 123456789012) does not allow";
const USABLE = "The role can be used on: push to main (branches)";
const LITERAL = "expected a literal string, got a CDKTF token. The workflow is checked before Terraform runs";

function difference(got: string, expected = `${REPO}:ref:refs/heads/main`): readonly string[] {
  return ["  sub", `    expected  ${expected}`, `    got       ${got}`];
}

test.each<[string, Partial<RoleWorkflowProps>, readonly string[]]>([
  [
    "a pull request, with the fix",
    { event: "pull_request" },
    [
      `${DENIED} acme/web on pull_request`,
      ...difference(`${REPO}:pull_request`),
      USABLE,
      'Fix: add to the role\'s trust: { repository: "acme/web", ids: { owner: 1, repository: 2 }, pullRequest: true }',
      "note: this violates R09 pull-request-push (high): unreviewed code can push images. Fix: for pull requests, use a separate role that can only pull. Or trust a branch or an environment. To accept this risk, add { rule: R09, reason: ... } to acceptRisks. See docs/rules.md#r09",
    ],
  ],
  [
    "a repository that the role does not trust",
    { repository: "acme/api", images: ["web"] },
    [
      `${DENIED} acme/api on push to main`,
      ...difference("repo:acme/api:ref:refs/heads/main"),
      "The role does not trust acme/api",
      'Fix: add to the role\'s trust: { repository: "acme/api", branch: "main" }',
      expect.stringMatching(
        /^note: this violates R23 name-subject \(medium\): if the owner or repository is renamed/,
      ),
    ],
  ],
  [
    "a repository whose id is not known",
    {
      role: { ...PUSHING, trust: [{ ...ENTRY, repository: "w*", ids: { owner: 1, repository: "any" } }] },
      branches: ["dev"],
    },
    [
      `${DENIED} acme/web on push to dev`,
      ...difference("repo:acme@1/web@*:ref:refs/heads/dev", "repo:acme@1/w*@*:ref:refs/heads/main"),
      USABLE,
      'Fix: add to the role\'s trust: { repository: "acme/web", ids: { owner: 1, repository: ID }, branch: "dev" }',
      expect.stringMatching(/^note: this violates R24 id-wildcard \(high\): /),
    ],
  ],
  [
    "another event of a role whose ids are CDKTF tokens, without showing them",
    {
      role: { ...PUSHING, trust: [{ ...ENTRY, ids: { owner: NUMBER_TOKEN, repository: 2 } }] },
      event: "tag",
      tagPatterns: ["v1"],
    },
    [
      `${DENIED} acme/web on push to the tag v1`,
      ...difference(
        "repo:acme@(CDKTF token)/web@2:ref:refs/tags/v1",
        "repo:acme@(CDKTF token)/web@2:ref:refs/heads/main",
      ),
      USABLE,
      'Fix: add to the role\'s trust: { repository: "acme/web", ids: { owner: (CDKTF token), repository: 2 }, tag: "v1" }',
    ],
  ],
  [
    "what a custom trust policy does not trust",
    { role: { ...PUSHING, trust: documentOf(TOKEN) }, branches: ["dev"] },
    [
      `${DENIED} acme/web on push to dev`,
      ...difference(`${REPO}:ref:refs/heads/dev`),
      USABLE,
      `Fix: add to the values of sub in the role's trustPolicy: ${REPO}:ref:refs/heads/dev`,
    ],
  ],
  [
    "a provider of another account",
    {
      role: {
        ...PUSHING,
        trust: documentOf("arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com"),
      },
    },
    [
      `${DENIED} acme/web on push to main`,
      "  no statement of the trust policy allows the OIDC provider of this account and this GitHub",
      USABLE,
      "Fix: change the statement's Principal and Action so that this OIDC provider can assume the role",
    ],
  ],
])("rejects %s", (_, props, lines) => {
  expect(problemsOf(props)).toStrictEqual(lines);
});

test.each<[string, Partial<RoleWorkflowProps>, readonly string[]]>([
  [
    "CDKTF tokens in values that must be literal, all at once",
    {
      repository: TOKEN,
      role: {
        ...PUSHING,
        roleArn: TOKEN,
        audience: TOKEN,
        issuerHost: TOKEN,
        trust: [{ ...ENTRY, context: { kind: "environment", name: TOKEN } }],
        ecr: { ...PUSHING.ecr, repositories: ["web", TOKEN] },
      },
      environment: TOKEN,
      branches: ["main", `release/${TOKEN}`],
    },
    [
      `repository: ${LITERAL}`,
      'role.roleArn: expected a literal string, or the name of the value that holds it, such as publish: { values: { AWS_ROLE_ARN: "roleArn" } }, got a CDKTF token',
      `role.trust[0].context.name: ${LITERAL}`,
      "role.ecr.repositories[1]: expected a literal string, or the names of the ECR repositories in images, got a CDKTF token",
      `role.audience: ${LITERAL}`,
      `role.issuerHost: ${LITERAL}`,
      `branches[1]: ${LITERAL}`,
      `environment: ${LITERAL}`,
    ],
  ],
  [
    "a region that is a CDKTF token and not published",
    { role: { ...PUSHING, ecr: { ...PUSHING.ecr, regions: [TOKEN] } } },
    [
      'role.ecr.regions[0]: expected a literal string, or the name of the value that holds it, such as publish: { values: { AWS_REGION: "region" } }, got a CDKTF token',
    ],
  ],
  [
    "an invalid region",
    {
      role: {
        ...PUSHING,
        account: { accountId: "123456789012", region: "x" },
        ecr: { ...PUSHING.ecr, regions: ["x"] },
      },
    },
    ['role.account.region: expected an AWS region (such as ap-northeast-2), got "x"'],
  ],
  [
    "a condition of a trust policy that is a CDKTF token",
    { role: { ...PUSHING, trust: { Version: "2012-10-17", Statement: [{ Condition: TOKEN }] } } },
    [`role.trust.Statement[0].Condition: ${LITERAL}`],
  ],
  [
    "invalid strings, all at once",
    {
      repository: "web",
      role: { ...PUSHING, roleArn: "Push", issuerHost: "example.com" },
      publish: { values: { GITHUB_ROLE: "roleArn" } },
      tags: ["-x"],
      fileName: "push.txt",
      event: "release",
      branches: ["main"],
    },
    [
      'repository: expected the name of a GitHub repository (OWNER/NAME, without wildcards and without .git at the end), got "web"',
      'role.roleArn: expected the ARN of a role (arn:PARTITION:iam::ACCOUNT:role/NAME), got "Push"',
      'role.issuerHost: expected the issuer of a GitHub host (such as token.actions.githubusercontent.com, without https://), got "example.com"',
      'publish.values: expected the name of a secret or variable (1 to 100 letters, digits and _, not starting with a digit or with GITHUB_), got "GITHUB_ROLE"',
      'tags: expected an image tag (1 to 128 letters, digits and . _ -, not starting with . or -, or a GitHub expression), got "-x"',
      'fileName: expected the name of a workflow file (ending with .yml or .yaml), got "push.txt"',
      'branches: cannot be combined with event: "release", which runs on tags only. Remove one of them',
    ],
  ],
  [
    "an ARN of another partition than the region",
    { role: { ...PUSHING, ecr: { ...PUSHING.ecr, regions: ["cn-north-1"] } } },
    [
      'role.roleArn: expected an ARN in aws-cn, the partition of cn-north-1, got "arn:aws:iam::123456789012:role/Push"',
    ],
  ],
  [
    "an invalid trust policy",
    { role: { ...PUSHING, trust: { Version: "2012-10-17" } } },
    ["role.trust.Statement: missing. Expected a statement or a list of statements"],
  ],
  [
    "a literal provider with an unknown account id",
    {
      role: {
        ...PUSHING,
        roleArn: TOKEN,
        trust: documentOf("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"),
      },
      publish: { values: { AWS_ROLE_ARN: "roleArn" } },
    },
    [
      "role.account: missing. Expected the account id as a literal string, because the trust policy names the account's OIDC provider",
    ],
  ],
  [
    "images and platforms that the role does not have",
    { images: ["api"], platforms: ["darwin"] },
    [
      'images: expected an ECR repository of the role (web), got "api"',
      'platforms: expected linux/amd64 or linux/arm64, or another linux platform together with runsOn, got "darwin"',
    ],
  ],
])("rejects %s", (_, props, lines) => {
  expect(problemsOf(props)).toStrictEqual(lines);
});

test("rejects an empty trust", () => {
  const trust: unknown = [];
  const role = { ...PUSHING, trust } as typeof PUSHING;
  expect(problemsOf({ role })).toStrictEqual(["role.trust: expected at least one entry, got []"]);
});
