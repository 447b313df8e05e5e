import { generateWorkflow } from "../../lib/workflow/role-workflow";
import type { RoleWorkflowProps } from "../../lib/workflow/role-workflow-props";
import { documentOf, ENTRY, NUMBER_TOKEN, PUSHING, TOKEN } from "./pushing-role";

/** What is said of properties that are wrong or refused, line by line. */
function said(props: Partial<RoleWorkflowProps>): readonly string[] {
  try {
    generateWorkflow({ repository: "acme/web", role: PUSHING, ...props });
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
    throw error;
  }
  return [];
}

const SUB = "token.actions.githubusercontent.com:sub";
const REPO = "repo:acme@1/web@2";
const ROLE = "the role Push in 123456789012";
const LITERAL =
  "has to be literal text: the workflow is a file of another repository, and judged before it is written; given: a token";

test.each<[string, Partial<RoleWorkflowProps>, readonly string[]]>([
  [
    "a pull request, and says what to change",
    { event: "pull_request" },
    [
      `refused: ${ROLE} does not let in acme/web on pull_request`,
      `  ${SUB} is ${REPO}:pull_request; asked for by StringLike: ${REPO}:ref:refs/heads/main`,
      "it can be used on: push to main (branches)",
      'to let it in, add to its trust: { repository: "acme/web", ids: { owner: 1, repository: 2 }, pullRequest: true }',
      "  which breaks R09 (high, refused until acceptRisks names it): unreviewed code can push images; use a separate role that can only pull for pull requests, or trust a branch or an environment",
    ],
  ],
  [
    "a repository that the role does not trust",
    { repository: "acme/api", images: ["web"] },
    [
      `refused: ${ROLE} does not let in acme/api on push to main`,
      `  ${SUB} is repo:acme/api:ref:refs/heads/main; asked for by StringLike: ${REPO}:ref:refs/heads/main`,
      "the role trusts nothing of acme/api",
      'to let it in, add to its trust: { repository: "acme/api", branch: "main" }',
      expect.stringMatching(/^ {2}which breaks R23 \(medium\): if the owner or repository is renamed/),
    ],
  ],
  [
    "a repository whose id nobody knows",
    {
      role: { ...PUSHING, trust: [{ ...ENTRY, repository: "w*", ids: { owner: 1, repository: "any" } }] },
      branches: ["dev"],
    },
    [
      `refused: ${ROLE} does not let in acme/web on push to dev`,
      `  ${SUB} is repo:acme@1/web@*:ref:refs/heads/dev; asked for by StringLike: repo:acme@1/w*@*:ref:refs/heads/main`,
      "it can be used on: push to main (branches)",
      'to let it in, add to its trust: { repository: "acme/web", ids: { owner: 1, repository: ID }, branch: "dev" }',
      expect.stringMatching(/^ {2}which breaks R24 \(high/),
    ],
  ],
  [
    "another event of a role whose ids are tokens, and shows none",
    {
      role: { ...PUSHING, trust: [{ ...ENTRY, ids: { owner: NUMBER_TOKEN, repository: 2 } }] },
      event: "tag",
      tagPatterns: ["v1"],
    },
    [
      `refused: ${ROLE} does not let in acme/web on push to the tag v1`,
      `  ${SUB} is repo:acme@(a token)/web@2:ref:refs/tags/v1; asked for by StringLike: repo:acme@(a token)/web@2:ref:refs/heads/main`,
      "it can be used on: push to main (branches)",
      'to let it in, add to its trust: { repository: "acme/web", ids: { owner: (a token), repository: 2 }, tag: "v1" }',
    ],
  ],
  [
    "what a trust policy of one's own does not trust",
    { role: { ...PUSHING, trust: documentOf(TOKEN) }, branches: ["dev"] },
    [
      `refused: ${ROLE} does not let in acme/web on push to dev`,
      `  ${SUB} is ${REPO}:ref:refs/heads/dev; asked for by StringLike: ${REPO}:ref:refs/heads/main`,
      "it can be used on: push to main (branches)",
      `to let it in, add to the values of sub in its trustPolicy: ${REPO}:ref:refs/heads/dev`,
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
      `refused: ${ROLE} does not let in acme/web on push to main`,
      `  no statement of its trust policy is for the subject ${REPO}:ref:refs/heads/main`,
      "it can be used on: push to main (branches)",
      "the subject is trusted, a further claim is not: change in the workflow what the claim says, or the claim in its trust",
    ],
  ],
])("rejects %s", (_, props, lines) => {
  expect(said(props)).toStrictEqual(lines);
});

test.each<[string, Partial<RoleWorkflowProps>, readonly string[]]>([
  [
    "tokens where the text or the judgement needs to know them, all at once",
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
      `repository ${LITERAL}`,
      'role.roleArn is a token, which no text of a workflow can hold; needed: the name of a value that holds it, such as publish: { values: { AWS_ROLE_ARN: "roleArn" } }, or literal text',
      `role.trust[0].context.name ${LITERAL}`,
      "role.ecr.repositories[1] is a token, which no text of a workflow can hold; needed: images, with the names of the ECR repositories, or literal text",
      `role.audience ${LITERAL}`,
      `role.issuerHost ${LITERAL}`,
      `branches[1] ${LITERAL}`,
      `environment ${LITERAL}`,
    ],
  ],
  [
    "a region that is a token, and held by nothing",
    { role: { ...PUSHING, ecr: { ...PUSHING.ecr, regions: [TOKEN] } } },
    [
      'the region, of role.account or role.ecr.regions, is a token, which no text of a workflow can hold; needed: the name of a value that holds it, such as publish: { values: { AWS_REGION: "region" } }, or literal text',
    ],
  ],
  [
    "a region that is none",
    {
      role: {
        ...PUSHING,
        account: { accountId: "123456789012", region: "x" },
        ecr: { ...PUSHING.ecr, regions: ["x"] },
      },
    },
    [
      'the region, of role.account or role.ecr.regions, is not an AWS region; allowed: the code of a region, such as ap-northeast-2; given: "x"',
    ],
  ],
  [
    "a condition of a trust policy that is a token",
    { role: { ...PUSHING, trust: { Version: "2012-10-17", Statement: [{ Condition: TOKEN }] } } },
    [`role.trust.Statement[0].Condition ${LITERAL}`],
  ],
  [
    "texts that are none of theirs",
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
      'repository is not a repository\'s name; allowed: OWNER/NAME, without wildcards and without .git at the end; given: "web"',
      'role.roleArn is not the ARN of a role; allowed: arn:PARTITION:iam::ACCOUNT:role/NAME; given: "Push"',
      'role.issuerHost is not the issuer of a GitHub; allowed: what issuerHost gives, without https://; given: "example.com"',
      'a name in publish.values is not the name of a secret or variable; allowed: 1 to 100 letters, digits and _, not starting with a digit or with GITHUB_; given: "GITHUB_ROLE"',
      'tags is not a tag of an image; allowed: 1 to 128 letters, digits and . _ -, not starting with . or -, or an expression of GitHub\'s in their place; given: "-x"',
      'fileName is not the file of a workflow; allowed: a name that ends with .yml or .yaml; given: "push.txt"',
      'branches stands beside event: "release", which a tag starts; allowed: one of them',
    ],
  ],
  [
    "an ARN of another partition than its region's",
    { role: { ...PUSHING, ecr: { ...PUSHING.ecr, regions: ["cn-north-1"] } } },
    [
      'role.roleArn is of another partition than the region cn-north-1; allowed: aws-cn; given: "arn:aws:iam::123456789012:role/Push"',
    ],
  ],
  [
    "a trust policy that is none",
    { role: { ...PUSHING, trust: { Version: "2012-10-17" } } },
    ["role.trust.Statement missing. Expected a statement or a list of statements"],
  ],
  [
    "a literal provider beside an account that nobody knows",
    {
      role: {
        ...PUSHING,
        roleArn: TOKEN,
        trust: documentOf("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"),
      },
      publish: { values: { AWS_ROLE_ARN: "roleArn" } },
    },
    [
      "role.account is missing; needed: the account's id as literal text, since the trust policy is judged by whose OIDC provider it names",
    ],
  ],
  [
    "images and platforms that the role has not",
    { images: ["api"], platforms: ["darwin"] },
    [
      'images is not an ECR repository of the role; allowed: web; given: "api"',
      'platforms has no runner; allowed: linux/amd64, linux/arm64, or runsOn with a runner for it; given: "darwin"',
    ],
  ],
])("rejects %s", (_, props, lines) => {
  expect(said(props)).toStrictEqual(lines);
});

test("rejects an empty trust", () => {
  const trust: unknown = [];
  const role = { ...PUSHING, trust } as typeof PUSHING;
  expect(said({ role })).toStrictEqual(["role.trust is empty; needed: at least one entry"]);
});
