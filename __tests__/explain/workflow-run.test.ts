import { parsedFile } from "../../lib/config/read";
import type { Token } from "../../lib/explain/token";
import {
  type GithubContext,
  NO_FILE,
  type WorkflowRun,
  workflowTokens,
} from "../../lib/explain/workflow-run";
import { EVENT_REFS, type EventRef } from "../../lib/policy/job-token";
import { fileWith, NAME } from "../config/access-file";
import { ISSUER } from "../support/github";
import { knowingIds, MAIN, onHost, templated, trusting, trustingIds } from "./files";

const RUN: WorkflowRun = {
  event: undefined,
  branch: "main",
  tag: undefined,
  environment: undefined,
  fork: false,
  workflow: undefined,
};
const NO_AUDIENCE =
  "no audience is given; the one that aws-actions/configure-aws-credentials requests is assumed";
const NO_FORMAT =
  "the repository's subject format is unknown; a subject without ids is assumed. Repositories created, renamed or transferred after 2026-07-15 send ids. See docs/guide/ids.md";

function githubOf(text: string): GithubContext {
  const { config, context } = parsedFile(text, NAME);
  return {
    environments: config.owners.flatMap(({ name: owner, environments }) =>
      environments.map((environment) => ({ ...environment, owner })),
    ),
    known: context.known,
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
  ["the case that is given", trusting(MAIN), "ACME/Web", {}, ["repo:ACME/Web:ref:refs/heads/main"]],
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
      isAudienceAssumed: true,
      isWithheld: false,
      issuerHost: ISSUER,
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
      isAudienceAssumed: false,
      isWithheld: false,
      issuerHost: ISSUER,
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

test.each<[string, Partial<WorkflowRun>, string | undefined]>([
  ["branches: [main]", { branch: "dev" }, "main"],
  ["branches: [main]", { branch: "main" }, undefined],
  ["branches: [main], tags: 'v*'", { branch: undefined, tag: "x" }, "main, the tag v*"],
  ["branches: [main], tags: 'v*'", { branch: undefined, tag: "v1" }, undefined],
  ["branches: [main]", { branch: undefined, event: "pull_request" }, "main"],
  ["branches: [main]", { branch: undefined }, undefined],
  ["reviewers: { users: [mona] }", { branch: "dev" }, undefined],
])("an environment with %s can stop the run %j", (keys, run, allowed) => {
  const file = trusting("{ repository: web, environment: prod }").replace(
    "  owner: acme\n",
    `  owner: acme\n  environments: [{ name: prod, repositories: web, ${keys} }]\n`,
  );
  const made = tokens(file, "web", { ...run, environment: "prod" });
  const notes = "problems" in made ? made.problems : made.flatMap((token) => token.notes);
  expect(notes.filter((note) => !note.startsWith("the repository's"))).toStrictEqual(
    allowed === undefined
      ? []
      : [`the environment prod allows only ${allowed}; GitHub stops this job before it requests a token`],
  );
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
  expect(workflowTokens("web", RUN, undefined, { ...NO_FILE, issuerHost: ISSUER })).toStrictEqual({
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

const NONE: WorkflowRun = { ...RUN, branch: undefined };
const QUEUE = `gh-readonly-queue/main/pr-1-${"0".repeat(40)}`;

type RunToken = readonly [context: string, ref: string | undefined, ...notes: readonly string[]];

const MAIN_RUN: RunToken = ["ref:refs/heads/main", "refs/heads/main"];
const TAG_RUN: RunToken = ["ref:refs/tags/v1", "refs/tags/v1"];
const PULL_REQUEST_RUN: RunToken = ["pull_request", "refs/pull/1/merge"];

test.each<[Partial<WorkflowRun>, RunToken]>([
  [{ branch: "main" }, MAIN_RUN],
  [{ tag: "v1" }, TAG_RUN],
  [{ event: "push", branch: "main" }, MAIN_RUN],
  [{ event: "push", tag: "v1" }, TAG_RUN],
  [{ event: "workflow_dispatch", tag: "v1" }, TAG_RUN],
  [{ event: "release", tag: "v1" }, TAG_RUN],
  [{ event: "pull_request" }, PULL_REQUEST_RUN],
  [{ event: "pull_request", branch: "main" }, PULL_REQUEST_RUN],
  [
    { event: "merge_group", branch: "main" },
    [`ref:refs/heads/${QUEUE}`, `refs/heads/${QUEUE}`, "pr-1 and the commit after it are examples"],
  ],
  [
    { event: "schedule", branch: "main" },
    [...MAIN_RUN, "schedule runs on the default branch; main is assumed to be the default branch"],
  ],
  [
    { event: "pull_request_target", branch: "main" },
    [...MAIN_RUN, "pull_request_target runs on the default branch; main is assumed to be the default branch"],
  ],
  [
    { event: "pull_request_target", branch: "main", fork: true },
    [
      ...MAIN_RUN,
      "pull_request_target runs on the default branch; main is assumed to be the default branch",
      "pull_request_target runs for a pull request from a fork too, with a token of the default branch",
    ],
  ],
  [{ event: "deployment", branch: "main" }, MAIN_RUN],
  [{ event: "deployment_status", tag: "v1" }, TAG_RUN],
  [
    { event: "deployment" },
    [
      "ref:",
      undefined,
      "no branch and no tag is given; a deployment of a commit is assumed, which has no ref",
    ],
  ],
  [{ event: "deployment_status", environment: "prod" }, ["environment:prod", undefined]],
  [{ event: "pull_request_review", environment: "prod" }, ["environment:prod", "refs/pull/1/merge"]],
  [{ environment: "prod" }, ["environment:prod", undefined]],
  [{ environment: "prod", branch: "main" }, ["environment:prod", "refs/heads/main"]],
  [{ environment: "prod", event: "pull_request" }, ["environment:prod", "refs/pull/1/merge"]],
  [{ environment: "prod", event: "deployment" }, ["environment:prod", undefined]],
])("a run with %j has its context and ref", (run, [context, ref, ...notes]) => {
  const made = workflowTokens("web", { ...NONE, ...run }, "sts.amazonaws.com", githubOf(trustingIds(MAIN)));
  expect(made).toMatchObject([{ claims: { sub: `repo:acme@1/web@2:${context}` }, notes }]);
  expect("problems" in made || made.map(({ claims }) => claims.ref)).toStrictEqual([ref]);
});

test("the subject for a review of a pull request has one of two forms", () => {
  const made = workflowTokens(
    "web",
    { ...NONE, event: "pull_request_review" },
    undefined,
    githubOf(trustingIds(MAIN)),
  );
  expect(
    "problems" in made ? made.problems : made.map(({ claims }) => [claims.sub, claims.ref]),
  ).toStrictEqual([
    ["repo:acme@1/web@2:ref:refs/pull/1/merge", "refs/pull/1/merge"],
    ["repo:acme@1/web@2:pull_request", "refs/pull/1/merge"],
  ]);
});

test.each([...EVENT_REFS])("%s runs on the %s", (event, of) => {
  const run = { ...NONE, event, ...(of === "tag" ? { tag: "v1" } : { branch: "main" }) };
  const made = workflowTokens("web", run, "sts.amazonaws.com", githubOf(trustingIds(MAIN)));
  const refs = "problems" in made ? made.problems : [...new Set(made.map(({ claims }) => claims.ref))];
  expect(refs).toStrictEqual([REFS[of]]);
});

const REFS: Readonly<Record<EventRef, string>> = {
  "branch or tag": "refs/heads/main",
  "deployed branch or tag": "refs/heads/main",
  "default branch": "refs/heads/main",
  tag: "refs/tags/v1",
  "pull request": "refs/pull/1/merge",
  "merge queue": `refs/heads/${QUEUE}`,
};

test.each<[string, boolean]>([
  ["pull_request", true],
  ["pull_request_review", true],
  ["pull_request_target", false],
])("GitHub withholds the token of %s from a fork: %s", (event, isWithheld) => {
  const run = { ...RUN, event, fork: true };
  const made = workflowTokens("web", run, "sts.amazonaws.com", githubOf(trustingIds(MAIN)));
  expect("problems" in made || made.every((token) => token.isWithheld === isWithheld)).toBe(true);
});

const ALLOWED =
  "a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/, without wildcards";

const NO_EVENT = "--event: expected an event that starts workflows (docs/commands.md lists them)";
const NO_FORK =
  "--fork: needs --event pull_request or pull_request_review or pull_request_review_comment or pull_request_target";

test.each<[Partial<WorkflowRun>, readonly string[]]>([
  [{}, ["--repository: add --branch, --tag, --environment or --event pull_request"]],
  [{ event: "push" }, ["--event push: add --branch, --tag or --environment"]],
  [{ event: "release" }, ["--event release: add --tag or --environment"]],
  [{ event: "merge_group" }, ["--event merge_group: add --branch (the base branch of the queue)"]],
  [{ event: "schedule" }, ["--event schedule: add --branch (the default branch) or --environment"]],
  [{ branch: "main", tag: "v1" }, ["--tag: not allowed with --branch"]],
  [{ event: "pull_request", tag: "v1" }, ["--tag: pull_request does not run on a tag"]],
  [
    { event: "release", branch: "main" },
    ["--branch: release does not run on a branch. Expected --tag or --environment"],
  ],
  [
    { branch: "refs/heads/main" },
    [`--branch: expected the name of a branch (${ALLOWED}), got "refs/heads/main"`],
  ],
  [{ tag: "v*" }, [`--tag: expected the name of a tag (${ALLOWED}), got "v*". Pass the name of one tag`]],
  [
    { branch: "v*" },
    [`--branch: expected the name of a branch (${ALLOWED}), got "v*". Pass the name of one branch`],
  ],
  [{ event: "pushed" }, [`${NO_EVENT}, got "pushed", did you mean push?`]],
  [{ event: "tag" }, [`${NO_EVENT}, got "tag"`]],
  [{ event: "push", branch: "main", fork: true }, [NO_FORK]],
  [{ branch: "main", fork: true }, [NO_FORK]],
  [
    { event: "pull_request_target", fork: true },
    ["--event pull_request_target: add --branch (the default branch) or --environment"],
  ],
])("rejects a run with %j", (run, problems) => {
  expect(
    workflowTokens("acme/web", { ...NONE, ...run }, undefined, { ...NO_FILE, issuerHost: ISSUER }),
  ).toStrictEqual({ problems });
});
