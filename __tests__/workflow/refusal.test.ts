import type { WorkflowRequest } from "../../lib/workflow/request";
import { answerTo, roleFile } from "./workflow-of";

const ROLE = "the role GitHubActionsECRRole in 123456789012";
const SUB = "token.actions.githubusercontent.com:sub";
const REPO = "repo:acme@1/web@2";
const BRANCH = "{ repository: web, branch: main }";
const TRUSTED = `asked for by StringLike: ${REPO}:ref:refs/heads/main`;
const R09 =
  "  which breaks R09 (high, refused until acceptRisks names it): unreviewed code can push images; use a separate role with access: pull for pull requests, or trust a branch or an environment";
const R10 =
  "  which breaks R10 (medium): everyone who can push to the repository can create a branch that matches; list the branches, or protect the pattern with a branch ruleset";
const R13 =
  "  which breaks R13 (medium): an environment without protection allows every branch of the repository; add the environment to github.environments, with reviewers, branches or protectedElsewhere: true";

/** Standard error of a wish that a role refuses. */
function refusal(
  parts: Parameters<typeof roleFile>[0],
  wish: Partial<WorkflowRequest>,
  changed: (file: string) => string = String,
): readonly string[] {
  const answer = answerTo(changed(roleFile(parts)), wish, {
    repository: { owner: "acme", name: "web" },
    role: "GitHubActionsECRRole",
  });
  return answer.kind === "refused" ? answer.lines : [answer.kind];
}

test.each<[string, Parameters<typeof roleFile>[0], Partial<WorkflowRequest>, readonly string[]]>([
  [
    "a pull request",
    {},
    { event: "pull_request" },
    [
      `refused: ${ROLE} does not let in acme/web on pull_request`,
      `  ${SUB} is ${REPO}:pull_request; ${TRUSTED}`,
      "it can be used on: push to main (--branch)",
      "to let it in, add to its trust in the file: { repository: web, pullRequest: true }",
      R09,
    ],
  ],
  [
    "a pull request, by a role that only pulls",
    { ecr: "repositories: [web], access: pull" },
    { event: "pull_request" },
    [
      `refused: ${ROLE} does not let in acme/web on pull_request`,
      `  ${SUB} is ${REPO}:pull_request; ${TRUSTED}`,
      "it can be used on: push to main (--branch)",
      "to let it in, add to its trust in the file: { repository: web, pullRequest: true }",
    ],
  ],
  [
    "branches of which trust names one",
    {},
    { branches: ["main", "release/*"] },
    [
      `refused: ${ROLE} does not let in acme/web on push to main or release/*`,
      `  ${SUB} is ${REPO}:ref:refs/heads/release/*; ${TRUSTED}`,
      "it can be used on: push to main (--branch)",
      'to let it in, add to its trust in the file: { repository: web, branch: "release/*" }',
      R10,
    ],
  ],
  [
    "an environment",
    {},
    { environment: "prod" },
    [
      `refused: ${ROLE} does not let in acme/web on push to main in the environment prod`,
      `  ${SUB} is ${REPO}:environment:prod; ${TRUSTED}`,
      "it can be used on: push to main (--branch)",
      'to let it in, add to its trust in the file: { repository: web, environment: "prod" }',
      R13,
    ],
  ],
  [
    "an environment that the file protects",
    { github: ["environments: [{ name: prod, repositories: web, branches: main }]"] },
    { environment: "prod" },
    [
      `refused: ${ROLE} does not let in acme/web on push to main in the environment prod`,
      `  ${SUB} is ${REPO}:environment:prod; ${TRUSTED}`,
      "it can be used on: push to main (--branch)",
      'to let it in, add to its trust in the file: { repository: web, environment: "prod" }',
    ],
  ],
  [
    "a merge queue",
    { trust: `${BRANCH}, { repository: web, tag: v* }` },
    { event: "merge_group" },
    [
      `refused: ${ROLE} does not let in acme/web on merge_group of main`,
      `  ${SUB} is ${REPO}:ref:refs/heads/gh-readonly-queue/main/pr-*; ${TRUSTED} or ${REPO}:ref:refs/tags/v*`,
      "it can be used on: push to main (--branch); push of the tag v* (--event tag)",
      'to let it in, add to its trust in the file: { repository: web, mergeQueue: "main" }',
      R10,
    ],
  ],
])("rejects %s, and says what to change", (_, parts, wish, lines) => {
  expect(refusal(parts, wish)).toStrictEqual(lines);
});

/** A file that says nothing of ids. */
function withoutIds(file: string): string {
  return file.replace(/^ {2}(?:owners|repositories):.*\n/gm, "");
}

test("rejects a repository that the role does not trust, and names its owner where there are others", () => {
  const trust = "{ repository: lib, branch: main }, { owner: partner, repository: lib, branch: main }";
  expect(refusal({ trust, role: ["publish: false"] }, {}, withoutIds).slice(-2)).toStrictEqual([
    "the role trusts nothing of acme/web",
    'to let it in, add to its trust in the file: { owner: acme, repository: web, branch: "main" }',
  ]);
});

test("rejects what a trust policy of one's own does not let in, and says which subject to add", () => {
  const file = roleFile({}).replace(
    /trust: .*/,
    `trustPolicy: { Version: "2012-10-17", Statement: { Effect: Allow, Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }, Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": sts.amazonaws.com, "${SUB}": "${REPO}:ref:refs/heads/main" } } } }`,
  );
  expect(answerTo(file, { event: "tag" })).toStrictEqual({
    kind: "refused",
    lines: [
      `refused: ${ROLE} does not let in acme/web on push to the tag *`,
      `  ${SUB} is ${REPO}:ref:refs/tags/*; asked for by StringEquals: ${REPO}:ref:refs/heads/main`,
      "it can be used on: push to main (--branch)",
      `to let it in, add to the values of sub in its trustPolicy: ${REPO}:ref:refs/tags/*`,
    ],
  });
});

test("rejects a workflow whose subject is trusted and whose place is not", () => {
  const trust =
    "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/web/.github/workflows/own.yml@refs/heads/main } }";
  expect(refusal({ trust }, { fileName: "other.yml" })).toStrictEqual([
    `refused: ${ROLE} does not let in acme/web on push to main`,
    "  token.actions.githubusercontent.com:job_workflow_ref is acme/web/.github/workflows/other.yml@refs/heads/main; asked for by StringEquals: acme/web/.github/workflows/own.yml@refs/heads/main",
    "it can be used on: push to main (--branch) if jobWorkflowRef acme/web/.github/workflows/own.yml@refs/heads/main",
    "the subject is trusted, a further claim is not: change in the workflow what the claim says, or the claim in its trust in the file",
  ]);
});

test("rejects what a statement denies, and says so", () => {
  const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const statement = (effect: string, key: string, value: string) =>
    `{ Effect: ${effect}, Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "${provider}" }, Condition: { StringLike: { "${SUB}": "${REPO}:${value}" }, StringEquals: { "${key}": sts.amazonaws.com } } }`;
  const aud = "token.actions.githubusercontent.com:aud";
  const file = roleFile({}).replace(
    /trust: .*/,
    `trustPolicy: { Version: "2012-10-17", Statement: [${statement("Allow", aud, "ref:refs/heads/main")}, ${statement("Deny", aud, "ref:refs/heads/*")}] }`,
  );
  expect(answerTo(file)).toStrictEqual({
    kind: "refused",
    lines: [
      `refused: ${ROLE} does not let in acme/web on push to main`,
      `  a statement of its trust policy denies the subject ${REPO}:ref:refs/heads/main`,
      "it can be used on: push to main (--branch)",
      "to let it in, narrow what its trustPolicy denies",
    ],
  });
});
