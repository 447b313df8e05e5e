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
  "nothing says whether the repository's tokens carry ids, as those of repositories made, renamed or transferred after 2026-07-15 do; names alone are taken for its subject";

function surroundingsOf(text: string): GithubContext {
  const { surroundings } = parsedFile(text, NAME);
  return {
    known: surroundings.known,
    spellings: surroundings.surroundings,
    issuerHost: surroundings.github.issuerHost,
  };
}

/** Of both formats, as during a migration. */
const BOTH = fileWith({
  2: "  owner: acme\n  owners: { acme: { id: 1, subject: both } }\n  repositories: { web: { id: 2 } }",
});

function tokens(
  file: string,
  repository: string,
  run: Partial<WorkflowRun> = {},
): readonly Token[] | { readonly problems: readonly string[] } {
  return workflowTokens(repository, { ...RUN, ...run }, "sts.amazonaws.com", surroundingsOf(file));
}

function subjects(...args: Parameters<typeof tokens>): readonly unknown[] {
  const made = tokens(...args);
  return "problems" in made ? made.problems : made.map(({ claims }) => claims.sub);
}

test.each<[string, string, string, Partial<WorkflowRun>, readonly string[]]>([
  ["names, where the file knows no ids", trusting(MAIN), "web", {}, ["repo:acme/web:ref:refs/heads/main"]],
  [
    "what a template says",
    templated("repository_id, ref, repo, context, environment", "{ repository: web, environment: prod }"),
    "web",
    { environment: "prod" },
    ["repository_id:2:ref:refs/heads/main:repo:acme@1/web@2:environment:prod:environment:prod"],
  ],
  [
    "the reusable workflow, where it is told",
    templated("repo, context, job_workflow_ref", MAIN),
    "web",
    { workflow: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
    [
      "repo:acme@1/web@2:ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
    ],
  ],
  [
    "no subject, where nobody tells what a template asks for",
    templated("repo, context, job_workflow_ref, actor", MAIN),
    "web",
    {},
    [
      "--repository: has a template for its subjects with job_workflow_ref, actor, of which nothing is said here; needed: --workflow for job_workflow_ref, or the token itself (--token)",
    ],
  ],
  ["another owner's names", trusting(MAIN), "other/api", {}, ["repo:other/api:ref:refs/heads/main"]],
  ["the file's spelling", trusting(MAIN), "ACME/Web", {}, ["repo:acme/web:ref:refs/heads/main"]],
  ["ids, where the file says so", trustingIds(MAIN), "web", {}, ["repo:acme@1/web@2:ref:refs/heads/main"]],
  ["names, though the file knows ids", knowingIds(MAIN), "web", {}, ["repo:acme/web:ref:refs/heads/main"]],
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
    "a branch with characters that mean something to IAM",
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
    workflowTokens("web", { ...RUN, environment: "prod" }, undefined, surroundingsOf(trustingIds(MAIN))),
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

test("what the file does not say is unknownClaims, and said to be", () => {
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

test("a repository whose id the file lacks is named by names, and that is said", () => {
  expect(tokens(trustingIds(MAIN), "api")).toMatchObject([
    {
      claims: { sub: "repo:acme/api:ref:refs/heads/main" },
      notes: ["the file lacks an id that the token carries; names are taken for its subject"],
    },
  ]);
});

test.each<[string, Partial<WorkflowRun>, RegExp]>([
  [
    "a/b/c",
    {},
    /^--repository: is not a repository's name; allowed: NAME, or OWNER\/NAME .*; given: "a\/b\/c"$/,
  ],
  ["w*", {}, /^--repository: .*; given: "w\*"$/],
  ["web", { environment: "a%3Ab" }, /^--environment: is not the name of a GitHub environment; allowed: .*$/],
  ["web", { branch: "a b" }, /^--branch: is not the name of a branch; .*$/],
])("rejects the repository %s with %j", (repository, run, problem) => {
  const [line, ...others] = subjects(trusting(MAIN), repository, run);
  expect(line).toMatch(problem);
  expect(others).toStrictEqual([]);
});

test("rejects a repository without an owner, where no file names one", () => {
  expect(workflowTokens("web", RUN, undefined, { ...NO_FILE, issuerHost: HOST })).toStrictEqual({
    problems: ['--repository: is not a repository\'s name; allowed: OWNER/NAME; given: "web"'],
  });
});

test("every problem of a run is told at once", () => {
  const problems = subjects(trusting(MAIN), "a b", { branch: "c d", environment: "" });
  expect(problems.map((line) => String(line).split(":")[0])).toStrictEqual([
    "--repository",
    "--environment",
    "--branch",
  ]);
});
