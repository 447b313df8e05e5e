import { type From, subjectSources } from "../../lib/report/source";

const ISSUED = "repo:acme@1/web@2";

test.each<[string, From]>([
  ["ref:refs/heads/main", { kind: "branch", pattern: "main" }],
  ["ref:refs/heads/release/*", { kind: "branch", pattern: "release/*" }],
  ["ref:refs/tags/v*", { kind: "tag", pattern: "v*" }],
  ["environment:Production%3AV1", { kind: "environment", name: "Production:V1" }],
  ["pull_request", { kind: "pullRequest" }],
  ["ref:refs/heads/gh-readonly-queue/main/pr-*", { kind: "mergeQueue", branch: "main" }],
  ["*", { kind: "any" }],
  ["environment:a:job_workflow_ref:b", { kind: "subject", subject: "environment:a:job_workflow_ref:b" }],
  ["ref:*", { kind: "subject", subject: "ref:*" }],
])("a subject that ends in %s says where workflows run", (context, from) => {
  const subjects = [`${ISSUED}:${context}`];
  expect(subjectSources(subjects)).toStrictEqual([
    { who: { kind: "repository", name: "acme/web", isPattern: false }, from, subjects },
  ]);
});

test.each([
  ["repo:acme/team-*:pull_request", "acme/team-*"],
  ["repo:acme@1/*@*:pull_request", "acme/*"],
  ["repo:acme/w?b:pull_request", "acme/w?b"],
])("a subject such as %s is a pattern's", (subject, name) => {
  expect(subjectSources([subject])).toStrictEqual([
    {
      who: { kind: "repository", name, isPattern: true },
      from: { kind: "pullRequest" },
      subjects: [subject],
    },
  ]);
});

test.each(["repo:acme*", "repo:acme/web", "*", "repository_id:5:ref:refs/heads/main", "REPO:acme/web:*"])(
  "the subject %s names its repository in another way, and is told as it stands",
  (subject) => {
    expect(subjectSources([subject])).toStrictEqual([
      { who: { kind: "subject" }, from: { kind: "subject", subject }, subjects: [subject] },
    ]);
  },
);

test("the two formats of a repository's subject are one source", () => {
  const subjects = ["repo:acme/web:pull_request", "repo:acme@1/web@2:pull_request"];
  expect(subjectSources([...subjects, subjects[0] ?? ""])).toStrictEqual([
    {
      who: { kind: "repository", name: "acme/web", isPattern: false },
      from: { kind: "pullRequest" },
      subjects,
    },
  ]);
});
