import type { WorkflowRequest } from "../../lib/workflow/request";
import type { WorkflowAnswer } from "../../lib/workflow/workflow";
import { answerTo, roleFile } from "./workflow-of";

const DENIED =
  "denied: the trust policy of GitHubActionsECRRole (account 123456789012) does not allow acme/web on";
const SUB = "token.actions.githubusercontent.com:sub";
const REPO = "repo:acme@1/web@2";
const BRANCH = "{ repository: web, branch: main }";
const USABLE = "The role can be used on: push to main (--branch)";
const R09 =
  "note: this violates R09 pull-request-push (high): unreviewed code can push images. Fix: for pull requests, use a separate role that can only pull (access: pull). Or trust a branch or an environment. To accept this risk, add { rule: R09, reason: ... } to acceptRisks. See docs/rules.md#r09";
const R10 =
  "note: this violates R10 branch-wildcard (medium): everyone who can push to the repository can create a branch that matches. Fix: list the branches, or protect the pattern with a branch ruleset. See docs/rules.md#r10";
const R13 =
  "note: this violates R13 unprotected-environment (medium): jobs on any branch can use the environment, unless it is protected. Whether it is protected is unknown. Fix: add the environment to github.environments, with reviewers, branches or protectedElsewhere: true. See docs/rules.md#r13";

/** The lines about a claim that differs. */
function difference(claim: string, got: string, ...expected: readonly string[]): readonly string[] {
  return [
    `  ${claim}`,
    ...expected.map((value, index) => `${index === 0 ? "    expected  " : "           or "}${value}`),
    `    got       ${got}`,
  ];
}

/** The lines of a request that a role denies. */
function denial(
  parts: Parameters<typeof roleFile>[0],
  request: Partial<WorkflowRequest>,
  changed: (file: string) => string = String,
): readonly string[] {
  const answer = answerTo(changed(roleFile(parts)), request, {
    repository: { owner: "acme", name: "web" },
    role: "GitHubActionsECRRole",
  });
  return deniedLines(answer);
}

function deniedLines(answer: WorkflowAnswer): readonly string[] {
  return answer.kind === "denied" ? answer.lines : [answer.kind];
}

test.each<[string, Parameters<typeof roleFile>[0], Partial<WorkflowRequest>, readonly string[]]>([
  [
    "a pull request",
    {},
    { event: "pull_request" },
    [
      `${DENIED} pull_request`,
      ...difference("sub", `${REPO}:pull_request`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      "Fix: add to the role's trust: { repository: web, pullRequest: true }",
      R09,
    ],
  ],
  [
    "a pull request without an environment, of a role that trusts one",
    { trust: "{ repository: web, environment: prod }" },
    { event: "pull_request" },
    [
      `${DENIED} pull_request`,
      ...difference("sub", `${REPO}:pull_request`, `${REPO}:environment:prod`),
      "The role can be used on: any event in the environment prod (--environment)",
      "Fix: add to the role's trust: { repository: web, pullRequest: true }",
      R09,
    ],
  ],
  [
    "a pull request in an environment that allows only a branch",
    {
      trust: "{ repository: web, environment: prod }",
      github: ["environments: [{ name: prod, repositories: web, branches: main }]"],
    },
    { event: "pull_request", environment: "prod" },
    [
      "denied: GitHub rejects refs/pull/N/merge in the environment prod, before the job requests a token",
      "The environment allows only the branch main",
      "Fix: push from the branch, after the merge",
    ],
  ],
  [
    "a release in an environment that allows only a branch",
    {
      trust: "{ repository: web, environment: prod }",
      github: ["environments: [{ name: prod, repositories: web, branches: main }]"],
    },
    { event: "release" },
    [
      "denied: GitHub rejects any tag in the environment prod, before the job requests a token",
      "The environment allows only the branch main",
      "Fix: use a branch or tag that it allows, or allow this one in github.environments",
    ],
  ],
  [
    "an environment with a name near to the trusted one",
    { trust: "{ repository: web, environment: production }" },
    { environment: "prod" },
    [
      `${DENIED} push to main in the environment prod`,
      ...difference("sub", `${REPO}:environment:prod`, `${REPO}:environment:production`),
      "The role can be used on: any event in the environment production (--environment)",
      "Did you mean --environment production?",
      'Fix: add to the role\'s trust: { repository: web, environment: "prod" }',
    ],
  ],
  [
    "a branch with a name near to the trusted one",
    {},
    { branches: ["mian"] },
    [
      `${DENIED} push to mian`,
      ...difference("sub", `${REPO}:ref:refs/heads/mian`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      "Did you mean --branch main?",
      'Fix: add to the role\'s trust: { repository: web, branch: "mian" }',
    ],
  ],
  [
    "a pull request of a role that only pulls",
    { ecr: "repositories: [web], access: pull" },
    { event: "pull_request" },
    [
      `${DENIED} pull_request`,
      ...difference("sub", `${REPO}:pull_request`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      "Fix: add to the role's trust: { repository: web, pullRequest: true }",
    ],
  ],
  [
    "branches of which the role trusts one",
    {},
    { branches: ["main", "release/*"] },
    [
      `${DENIED} push to main or release/*`,
      ...difference("sub", `${REPO}:ref:refs/heads/release/*`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      'Fix: add to the role\'s trust: { repository: web, branch: "release/*" }',
      R10,
    ],
  ],
  [
    "an environment",
    {},
    { environment: "prod" },
    [
      `${DENIED} push to main in the environment prod`,
      ...difference("sub", `${REPO}:environment:prod`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      'Fix: add to the role\'s trust: { repository: web, environment: "prod" }',
      R13,
    ],
  ],
  [
    "an environment that the file protects",
    { github: ["environments: [{ name: prod, repositories: web, branches: main }]"] },
    { environment: "prod" },
    [
      `${DENIED} push to main in the environment prod`,
      ...difference("sub", `${REPO}:environment:prod`, `${REPO}:ref:refs/heads/main`),
      USABLE,
      'Fix: add to the role\'s trust: { repository: web, environment: "prod" }',
    ],
  ],
  [
    "a merge queue",
    { trust: `${BRANCH}, { repository: web, tag: v* }` },
    { event: "merge_group" },
    [
      `${DENIED} merge_group into main`,
      ...difference(
        "sub",
        `${REPO}:ref:refs/heads/gh-readonly-queue/main/pr-*`,
        `${REPO}:ref:refs/heads/main`,
        `${REPO}:ref:refs/tags/v*`,
      ),
      `${USABLE}; push of the tag v* (--event tag)`,
      'Fix: add to the role\'s trust: { repository: web, mergeQueue: "main" }',
      R10,
    ],
  ],
])("rejects %s, with the difference and the fix", (_, parts, request, lines) => {
  expect(denial(parts, request)).toStrictEqual(lines);
});

/** A file without ids. */
function withoutIds(file: string): string {
  return file.replace(/^ {2}(?:owners|repositories):.*\n/gm, "");
}

test("rejects a repository that the role does not trust, and names its owner if the role trusts others", () => {
  const trust = "{ repository: lib, branch: main }, { owner: partner, repository: lib, branch: main }";
  expect(denial({ trust, role: ["publish: false"] }, {}, withoutIds).slice(-2)).toStrictEqual([
    "The role does not trust acme/web",
    'Fix: add to the role\'s trust: { owner: acme, repository: web, branch: "main" }',
  ]);
});

test("rejects what a custom trust policy does not allow, and says which subject to add", () => {
  const file = roleFile({}).replace(
    /trust: .*/,
    `trustPolicy: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }, Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": sts.amazonaws.com, "${SUB}": "${REPO}:ref:refs/heads/main" } } } }`,
  );
  expect(deniedLines(answerTo(file, { event: "tag" }))).toStrictEqual([
    `${DENIED} push to any tag`,
    ...difference("sub", `${REPO}:ref:refs/tags/*`, `${REPO}:ref:refs/heads/main`),
    USABLE,
    `Fix: add to the values of sub in the role's trustPolicy: ${REPO}:ref:refs/tags/*`,
  ]);
});

test("rejects a workflow whose subject is allowed, but whose file is not", () => {
  const trust =
    "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/web/.github/workflows/own.yml@refs/heads/main } }";
  expect(denial({ trust }, { fileName: "other.yml" })).toStrictEqual([
    `${DENIED} push to main`,
    ...difference(
      "job_workflow_ref",
      "acme/web/.github/workflows/other.yml@refs/heads/main",
      "acme/web/.github/workflows/own.yml@refs/heads/main",
    ),
    `${USABLE} if jobWorkflowRef is acme/web/.github/workflows/own.yml@refs/heads/main`,
    "Fix: the role allows the subject, but not another claim. Change the workflow or the claim in the role's trust",
  ]);
});

/** A trust policy for `main`, with a Deny statement for another pattern. */
function fileWithDeny(pattern: string): string {
  const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const aud = "token.actions.githubusercontent.com:aud";
  const statement = (effect: string, value: string) =>
    `{ Effect: ${effect}, Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "${provider}" }, Condition: { StringLike: { "${SUB}": "${REPO}:${value}" }, StringEquals: { "${aud}": sts.amazonaws.com } } }`;
  return roleFile({}).replace(
    /trust: .*/,
    `trustPolicy: { Version: "2012-10-17", Statement: [${statement("Allow", "ref:refs/heads/main")}, ${statement("Deny", pattern)}] }`,
  );
}

test("does not show the conditions of a Deny statement that does not match", () => {
  expect(deniedLines(answerTo(fileWithDeny("ref:refs/heads/old"), { branches: ["dev"] }))).toStrictEqual([
    `${DENIED} push to dev`,
    ...difference("sub", `${REPO}:ref:refs/heads/dev`, `${REPO}:ref:refs/heads/main`),
    USABLE,
    `Fix: add to the values of sub in the role's trustPolicy: ${REPO}:ref:refs/heads/dev`,
  ]);
});

test("rejects what a Deny statement denies", () => {
  expect(deniedLines(answerTo(fileWithDeny("ref:refs/heads/*")))).toStrictEqual([
    `${DENIED} push to main`,
    `  a Deny statement of the trust policy applies to the subject ${REPO}:ref:refs/heads/main`,
    USABLE,
    "Fix: narrow the Deny statement in the role's trustPolicy",
  ]);
});
