import { subjectContext } from "../../lib/workflow/subject-context";

const WEB = { owner: "acme", name: "web" };

test.each<[string, object]>([
  ["repo:acme/web:*", { kind: "any" }],
  ["repo:acme/web:pull_request", { kind: "pullRequest" }],
  ["repo:acme/web:environment:prod", { kind: "environment", name: "prod" }],
  ["repo:acme/web:environment:a%3Ab", { kind: "environment", name: "a:b" }],
  [`repo:acme/web:environment:\${*}`, { kind: "environment", name: "*" }],
  ["repo:acme/web:ref:refs/heads/main", { kind: "branch", pattern: "main" }],
  ["repo:acme/web:ref:refs/heads/release/*", { kind: "branch", pattern: "release/*" }],
  ["repo:acme/web:ref:*", { kind: "branch", pattern: "*" }],
  ["repo:acme/web:ref:refs/tags/v*", { kind: "tag", pattern: "v*" }],
  ["repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-*", { kind: "mergeQueue", branch: "main" }],
])("%s has a context", (subject, context) => {
  expect(subjectContext(subject, {}, WEB)?.context).toStrictEqual(context);
});

test.each([
  ["repo:acme/web:pull_request", "web", undefined],
  ["repo:acme@1/web@2:pull_request", "web", { owner: "1", repository: "2" }],
  ["repo:acme@1/w*@*:pull_request", "web", { owner: "1", repository: "*" }],
  ["repo:Acme/Web:pull_request", "Web", undefined],
])("%s has a repository and ids", (subject, repository, ids) => {
  expect(subjectContext(subject, {}, WEB)).toMatchObject({ repository, ids });
});

test.each([
  "repo:acme/api:pull_request",
  "repo:evil/web:pull_request",
  "repo:acme/web",
  "repo:acme/web:environment:prod*",
  "repo:acme/web:environment:prod:ref:refs/heads/main",
  "repo:acme/web:ref:refs/heads/?",
  `repo:acme/web:ref:refs/heads/\${aws:username}`,
  "repo:acme/web:ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
  "repository_id:2:environment:prod",
])("%s has no context", (subject) => {
  expect(subjectContext(subject, {}, WEB)).toBeUndefined();
});
