import { parseConfig } from "../../lib/config/load";
import { patternOf } from "../../lib/policy/iam/glob";
import { type SourceContext, subjectSources, trustGroups } from "../../lib/report/source";
import { fileWith, NAME, WITH_IDS } from "../config/access-file";

/** The sources of values under StringLike. */
function sourcesOf(subjects: readonly string[]) {
  return subjectSources(
    subjects.map((text) => ({ text, pattern: patternOf(text, { hasWildcards: true, hasVariables: true }) })),
  );
}

const ISSUED = "repo:acme@1/web@2";

test.each<[string, SourceContext]>([
  ["ref:refs/heads/main", { kind: "branch", pattern: "main" }],
  ["ref:refs/heads/release/*", { kind: "branch", pattern: "release/*" }],
  ["ref:refs/tags/v*", { kind: "tag", pattern: "v*" }],
  ["environment:Production%3AV1", { kind: "environment", name: "Production:V1" }],
  ["pull_request", { kind: "pullRequest" }],
  ["ref:refs/heads/gh-readonly-queue/main/pr-*", { kind: "mergeQueue", branch: "main" }],
  ["*", { kind: "any" }],
  ["environment:a*", { kind: "environment", name: "a*" }],
  ["ref:refs/heads/a?", { kind: "subject", subject: "ref:refs/heads/a?" }],
  ["ref:*", { kind: "subject", subject: "ref:*" }],
])("a subject that ends in %s has this context", (ending, context) => {
  const subjects = [`${ISSUED}:${ending}`];
  expect(sourcesOf(subjects)).toStrictEqual([
    { principal: { kind: "repository", name: "acme/web", isPattern: false }, context, subjects, claims: [] },
  ]);
});

test.each([
  ["repo:acme/team-*:pull_request", "acme/team-*"],
  ["repo:acme@1/*@*:pull_request", "acme/*"],
  ["repo:acme/w?b:pull_request", "acme/w?b"],
])("the subject %s is for a repository pattern", (subject, name) => {
  expect(sourcesOf([subject])).toStrictEqual([
    {
      principal: { kind: "repository", name, isPattern: true },
      context: { kind: "pullRequest" },
      subjects: [subject],
      claims: [],
    },
  ]);
});

test.each(["repo:acme*", "repo:acme/web", "*", "repository_id:5:ref:refs/heads/main", "REPO:acme/web:*"])(
  "the subject %s has another form and is shown unchanged",
  (subject) => {
    expect(sourcesOf([subject])).toStrictEqual([
      {
        principal: { kind: "subject" },
        context: { kind: "subject", subject },
        subjects: [subject],
        claims: [],
      },
    ]);
  },
);

test("both subject formats of a repository are one source", () => {
  const subjects = ["repo:acme/web:pull_request", "repo:acme@1/web@2:pull_request"];
  expect(sourcesOf([...subjects, subjects[0] ?? ""])).toStrictEqual([
    {
      principal: { kind: "repository", name: "acme/web", isPattern: false },
      context: { kind: "pullRequest" },
      subjects,
      claims: [],
    },
  ]);
});

test("further claims in a subject are conditions, and any value of a claim is none", () => {
  const subjects = [`${ISSUED}:environment:a:job_workflow_ref:b:actor:*`];
  expect(sourcesOf(subjects)).toStrictEqual([
    {
      principal: { kind: "repository", name: "acme/web", isPattern: false },
      context: { kind: "environment", name: "a" },
      subjects,
      claims: [{ key: "jobWorkflowRef", operator: undefined, values: ["b"] }],
    },
  ]);
});

test("a wildcard in an id does not change the repository that a subject names", () => {
  expect(sourcesOf(["repo:acme@1/web@*:pull_request"])[0]?.principal).toStrictEqual({
    kind: "repository",
    name: "acme/web",
    isPattern: false,
  });
});

const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";

/** The subjects and further conditions of an entry for web, under a subject template. */
function groupOf(keys: string, entry: string) {
  const { accounts, github } = parseConfig(
    fileWith({
      2: `${WITH_IDS}\n  subjectTemplates: [{ claims: [${keys}], repositories: web }]`,
      8: `          - { repository: web, ${entry} }`,
    }),
    NAME,
  );
  return trustGroups(accounts[0].roles[0], github.issuerHost).map((group) => ({
    subjects: group.kind === "allow" ? group.sources.flatMap(({ subjects }) => subjects) : [],
    conditions: group.conditions.map(({ key, values }) => `${key} ${values.join(" or ")}`),
  }));
}

test.each<[string, string, string, string, readonly string[]]>([
  [
    "the ref that the subject leaves out",
    "repo",
    "branch: main",
    "repo:acme@1/web@2",
    ["ref refs/heads/main"],
  ],
  [
    "the repository that the subject leaves out",
    "context",
    "branch: main",
    "ref:refs/heads/main",
    ["repositoryId 2"],
  ],
  [
    "no claim that is in the subject",
    "repo, context, job_workflow_ref",
    `branch: main, claims: { jobWorkflowRef: "${WORKFLOW}" }`,
    `repo:acme@1/web@2:ref:refs/heads/main:job_workflow_ref:${WORKFLOW}`,
    [],
  ],
  [
    "a claim that is not in the subject",
    "repo, context",
    `branch: main, claims: { jobWorkflowRef: "${WORKFLOW}" }`,
    "repo:acme@1/web@2:ref:refs/heads/main",
    [`jobWorkflowRef ${WORKFLOW}`],
  ],
])("under a template, an entry shows %s", (_, keys, entry, subject, conditions) => {
  expect(groupOf(keys, entry)).toStrictEqual([{ subjects: [subject], conditions }]);
});
