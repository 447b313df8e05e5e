import { parse } from "yaml";
import type { WorkflowRequest } from "../../lib/workflow/request";
import { roleFile, workflowOf } from "./workflow-of";

/** The trigger of the workflow, the environment of its job, and the subject of its token. */
function run(
  trust: string,
  request: Partial<WorkflowRequest>,
  parts: Parameters<typeof roleFile>[0] = {},
): unknown {
  const { text, subject } = workflowOf(roleFile({ trust, ...parts }), request);
  const { on, jobs } = parse(text);
  const [job] = Object.values<{ environment?: string }>(jobs);
  return { on, environment: job?.environment, subject: subject.replace("repo:acme@1/web@2:", "") };
}

const BRANCH = "{ repository: web, branch: main }";
const TAG = "{ repository: web, tag: v* }";
const PROD = "{ repository: web, environment: prod }";
const QUEUE = "{ repository: web, mergeQueue: main }";
const ANY = "{ repository: web, anyContext: true }";
const PULL = "{ repository: web, pullRequest: true }";
const ACCEPTING_ANY = { role: ["acceptRisks: [{ rule: R08, reason: wanted }]"] };
const PULLING = { ecr: "repositories: [web], access: pull" };

const push = (branches?: readonly string[], tags?: readonly string[]) => ({
  push: { ...(branches && { branches }), ...(tags && { tags }) },
});

test.each<[string, string, Partial<WorkflowRequest>, unknown, string]>([
  ["a branch", BRANCH, {}, push(["main"]), "ref:refs/heads/main"],
  [
    "branches",
    "{ repository: web, branch: release/* }",
    {},
    push(["release/**"]),
    "ref:refs/heads/release/*",
  ],
  [
    "branches, with a narrower one",
    "{ repository: web, branch: release/* }",
    { branches: ["release/1"] },
    push(["release/1"]),
    "ref:refs/heads/release/1",
  ],
  [
    "characters with a meaning in filters",
    "{ repository: web, branch: '!a+b!' }",
    {},
    push(["\\!a\\+b!"]),
    "ref:refs/heads/!a+b!",
  ],
  ["a tag", TAG, {}, push(undefined, ["v**"]), "ref:refs/tags/v*"],
  ["branch and tag", `${BRANCH}, ${TAG}`, {}, push(["main"], ["v**"]), "ref:refs/heads/main"],
  ["the branch of both", `${BRANCH}, ${TAG}`, { event: "push" }, push(["main"]), "ref:refs/heads/main"],
  ["the tag of both", `${BRANCH}, ${TAG}`, { event: "tag" }, push(undefined, ["v**"]), "ref:refs/tags/v*"],
  ["a narrower tag", TAG, { tagPatterns: ["v1.*"] }, push(undefined, ["v1.**"]), "ref:refs/tags/v1.*"],
  ["a release", TAG, { event: "release" }, { release: { types: ["published"] } }, "ref:refs/tags/v*"],
  [
    "a branch, with workflow_dispatch",
    BRANCH,
    { event: "workflow_dispatch" },
    { workflow_dispatch: null },
    "ref:refs/heads/main",
  ],
  [
    "a branch, with schedule",
    BRANCH,
    { event: "schedule" },
    { schedule: [{ cron: "17 3 * * 1" }] },
    "ref:refs/heads/main",
  ],
  [
    "a branch, with repository_dispatch",
    BRANCH,
    { event: "repository_dispatch" },
    { repository_dispatch: null },
    "ref:refs/heads/main",
  ],
  [
    "a merge queue",
    QUEUE,
    {},
    { merge_group: { branches: ["main"] } },
    "ref:refs/heads/gh-readonly-queue/main/pr-*",
  ],
  ["the first entry", `${QUEUE}, ${BRANCH}`, { event: "push" }, push(["main"]), "ref:refs/heads/main"],
  [
    "a raw subject",
    '{ subject: "repo:acme@1/web@2:ref:refs/heads/dev" }',
    {},
    push(["dev"]),
    "ref:refs/heads/dev",
  ],
])("a role that trusts %s has a matching trigger", (_, trust, request, on, subject) => {
  expect(run(trust, request)).toStrictEqual({ on, environment: undefined, subject });
});

test.each<[string, Partial<WorkflowRequest>, unknown, string]>([
  ["main, by default", {}, push(["main"]), "ref:refs/heads/main"],
  ["a branch", { branches: ["dev"] }, push(["dev"]), "ref:refs/heads/dev"],
  ["tags", { event: "tag" }, push(undefined, ["**"]), "ref:refs/tags/*"],
  ["pull requests", { event: "pull_request" }, { pull_request: null }, "pull_request"],
  [
    "pull requests into a branch",
    { event: "pull_request", branches: ["main"] },
    { pull_request: { branches: ["main"] } },
    "pull_request",
  ],
])("a role that trusts any context can have the trigger %s", (_, request, on, subject) => {
  expect(run(ANY, request, ACCEPTING_ANY)).toStrictEqual({ on, environment: undefined, subject });
});

test("a role that trusts pull requests has them as its trigger", () => {
  expect(run(PULL, {}, PULLING)).toStrictEqual({
    on: { pull_request: null },
    environment: undefined,
    subject: "pull_request",
  });
});

const environments = (keys: string) => ({
  github: [`environments: [{ name: prod, repositories: web, ${keys} }]`],
});

test.each<[string, string, Partial<WorkflowRequest>, Parameters<typeof roleFile>[0], unknown]>([
  ["main, by default", PROD, {}, {}, push(["main"])],
  ["the branch of the request", PROD, { branches: ["dev"] }, {}, push(["dev"])],
  [
    "its deployment branches and tags",
    PROD,
    {},
    environments("branches: [main, rel-?/*], tags: 'v*'"),
    push(["main", "rel-*/*"], ["v*"]),
  ],
  [
    "the ref that the entry requires",
    "{ repository: web, environment: prod, claims: { ref: refs/heads/dev } }",
    {},
    environments("branches: [main, dev]"),
    push(["dev"]),
  ],
  ["an event of the request", PROD, { event: "workflow_dispatch" }, {}, { workflow_dispatch: null }],
])("an environment runs on %s", (_, trust, request, parts, on) => {
  expect(run(trust, request, parts)).toStrictEqual({ on, environment: "prod", subject: "environment:prod" });
});

test("the environment of the request is used if the role trusts any context", () => {
  expect(run(ANY, { environment: "a:b" }, ACCEPTING_ANY)).toStrictEqual({
    on: push(["main"]),
    environment: "a:b",
    subject: "environment:a%3Ab",
  });
});

test("one of several environments is selected by its name", () => {
  const { environment } = run(`${PROD}, { repository: web, environment: qa }`, { environment: "qa" }) as {
    environment: unknown;
  };
  expect(environment).toBe("qa");
});
