import { parsedFile } from "../../lib/config/load";
import type { Token } from "../../lib/explain/presented-token";
import type { WorkflowRun } from "../../lib/explain/workflow-event";
import { type GithubContext, NO_FILE, workflowTokens } from "../../lib/explain/workflow-run";
import { fileWith, NAME } from "../config/access-file";
import { knowingIds, onHost, templated, trusting, trustingIds } from "./files";

const HOST = "token.actions.githubusercontent.com";
const MAIN = "{ repository: web, branch: main }";
const RUN: WorkflowRun = {
  event: undefined,
  branch: "main",
  tag: undefined,
  environment: undefined,
  workflow: undefined,
};
const NO_AUDIENCE = "no audience is given; the audience that the role expects is assumed";
const NO_FORMAT =
  "the repository's subject format is unknown; a subject without ids is assumed. Repositories created, renamed or transferred after 2026-07-15 send ids. See docs/guide/ids.md";

function githubOf(text: string): GithubContext {
  const { context } = parsedFile(text, NAME);
  return {
    known: context.known,
    spellings: context.lintContext,
    issuerHost: context.github.issuerHost,
  };
}

/** With both formats, as during a migration. */
const BOTH = fileWith({
  2: "  owner: acme\n  owners: { acme: { id: 1, subject: both } }\n  repositories: { web: { id: 2 } }",
});

function tokens(
  file: string,
  repository: string,
  run: Partial<WorkflowRun> = {},
): readonly Token[] | { readonly problems: readonly string[] } {
  return workflowTokens(repository, { ...RUN, ...run }, "sts.amazonaws.com", githubOf(file));
}

function subjects(...args: Parameters<typeof tokens>): readonly unknown[] {
  const made = tokens(...args);
  return "problems" in made ? made.problems : made.map(({ claims }) => claims.sub);
}

test.each<[string, string, string, Partial<WorkflowRun>, readonly string[]]>([
  ["names, if the file has no ids", trusting(MAIN), "web", {}, ["repo:acme/web:ref:refs/heads/main"]],
  [
    "the subject of the template",
    templated("repository_id, ref, repo, context, environment", "{ repository: web, environment: prod }"),
    "web",
    { environment: "prod" },
    ["repository_id:2:ref:refs/heads/main:repo:acme@1/web@2:environment:prod:environment:prod"],
  ],
  [
    "the reusable workflow, if it is given",
    templated("repo, context, job_workflow_ref", MAIN),
    "web",
    { workflow: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
    [
      "repo:acme@1/web@2:ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
    ],
  ],
  [
    "no subject, if a claim of the template is unknown",
    templated("repo, context, job_workflow_ref, actor", MAIN),
    "web",
    {},
    [
      "--repository: its subject template has claims with unknown values: job_workflow_ref, actor. Add --workflow for job_workflow_ref, or use --token with a real token",
    ],
  ],
  ["another owner's names", trusting(MAIN), "other/api", {}, ["repo:other/api:ref:refs/heads/main"]],
  ["the case that the file has", trusting(MAIN), "ACME/Web", {}, ["repo:acme/web:ref:refs/heads/main"]],
  ["ids, if the file says so", trustingIds(MAIN), "web", {}, ["repo:acme@1/web@2:ref:refs/heads/main"]],
  ["names, although the file has ids", knowingIds(MAIN), "web", {}, ["repo:acme/web:ref:refs/heads/main"]],
  [
    "both formats in turn",
    BOTH,
    "web",
    {},
    ["repo:acme/web:ref:refs/heads/main", "repo:acme@1/web@2:ref:refs/heads/main"],
  ],
  [
    "an environment as it is, its colon encoded",
    trusting(MAIN),
    "web",
    { environment: "a:b*$?" },
    ["repo:acme/web:environment:a%3Ab*$?"],
  ],
  [
    "an environment of a server in both forms",
    onHost("host: ghes.example.com"),
    "web",
    { environment: "a:b" },
    ["repo:acme/web:environment:a%3Ab", "repo:acme/web:environment:a:b"],
  ],
  [
    "a branch with characters that are special in IAM",
    trusting(MAIN),
    "web",
    { branch: `a/\${x}` },
    [`repo:acme/web:ref:refs/heads/a/\${x}`],
  ],
  [
    "a pull request",
    trusting(MAIN),
    "web",
    { event: "pull_request", branch: undefined },
    ["repo:acme/web:pull_request"],
  ],
])("a workflow sends %s", (_, file, repository, run, expected) => {
  expect(subjects(file, repository, run)).toStrictEqual(expected);
});

test("a run's token has the claims that the file and the run give", () => {
  expect(
    workflowTokens("web", { ...RUN, environment: "prod" }, undefined, githubOf(trustingIds(MAIN))),
  ).toStrictEqual([
    {
      claims: {
        sub: "repo:acme@1/web@2:environment:prod",
        repository: "acme/web",
        repository_owner: "acme",
        repository_owner_id: "1",
        repository_id: "2",
        environment: "prod",
        ref: "refs/heads/main",
      },
      hasAudienceOfRole: true,
      issuerHost: HOST,
      unknownClaims: ["actor", "actor_id", "enterprise_id", "job_workflow_ref", "workflow"],
      notes: [NO_AUDIENCE],
    },
  ]);
});

test("what the file does not have is an unknown claim, with a note", () => {
  expect(tokens(trusting(MAIN), "web", { branch: undefined, environment: "prod" })).toStrictEqual([
    {
      claims: {
        sub: "repo:acme/web:environment:prod",
        aud: "sts.amazonaws.com",
        repository: "acme/web",
        repository_owner: "acme",
        environment: "prod",
      },
      hasAudienceOfRole: false,
      issuerHost: HOST,
      unknownClaims: [
        "actor",
        "actor_id",
        "enterprise_id",
        "job_workflow_ref",
        "workflow",
        "repository_id",
        "repository_owner_id",
        "ref",
      ],
      notes: [NO_FORMAT],
    },
  ]);
});

test("a repository without an id in the file has a subject with names, with a note", () => {
  expect(tokens(trustingIds(MAIN), "api")).toMatchObject([
    {
      claims: { sub: "repo:acme/api:ref:refs/heads/main" },
      notes: [
        "an id of this repository or its owner is missing in the file; a subject without ids is assumed",
      ],
    },
  ]);
});

test.each<[string, Partial<WorkflowRun>, RegExp]>([
  [
    "a/b/c",
    {},
    /^--repository: expected the name of a GitHub repository \(NAME or OWNER\/NAME, .*\), got "a\/b\/c"$/,
  ],
  ["w*", {}, /^--repository: .*, got "w\*"$/],
  [
    "web",
    { environment: "a%3Ab" },
    /^--environment: expected the name of a GitHub environment \(.*\), got "a%3Ab"$/,
  ],
  ["web", { branch: "a b" }, /^--branch: expected the name of a branch \(.*\), got "a b"$/],
])("rejects the repository %s with %j", (repository, run, problem) => {
  const [line, ...others] = subjects(trusting(MAIN), repository, run);
  expect(line).toMatch(problem);
  expect(others).toStrictEqual([]);
});

test("rejects a repository without an owner, if no file names one", () => {
  expect(workflowTokens("web", RUN, undefined, { ...NO_FILE, issuerHost: HOST })).toStrictEqual({
    problems: ['--repository: expected the name of a GitHub repository (OWNER/NAME), got "web"'],
  });
});

test("all problems of a run are reported at once", () => {
  const problems = subjects(trusting(MAIN), "a b", { branch: "c d", environment: "" });
  expect(problems.map((line) => String(line).split(":")[0])).toStrictEqual([
    "--repository",
    "--environment",
    "--branch",
  ]);
});
