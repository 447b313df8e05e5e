import { environmentName, type SubjectContext, subjectContext } from "../../lib/explain/context";
import { STAR } from "../../lib/policy/iam/glob";

test.each<[string, SubjectContext]>([
  ["environment:prod", { kind: "environment", name: "prod", start: 12 }],
  ["environment:a:b", { kind: "environment", name: "a:b", start: 12 }],
  ["pull_request", { kind: "pull request", name: "pull_request", start: 0 }],
  ["ref:refs/heads/main", { kind: "branch", name: "main", start: 15 }],
  ["ref:refs/heads/a/b", { kind: "branch", name: "a/b", start: 15 }],
  ["ref:refs/tags/v1", { kind: "tag", name: "v1", start: 14 }],
  ["ref:refs/heads/gh-readonly-queue/a/b/pr-1-0f", { kind: "merge queue", name: "a/b", start: 33 }],
  [`ref:refs/heads/gh-readonly-queue/main/pr-${STAR}`, { kind: "merge queue", name: "main", start: 33 }],
  [`ref:refs/heads/${STAR}`, { kind: "branch", name: STAR, start: 15 }],
  [STAR, { kind: "any", name: "", start: 0 }],
  ["ref:main", { kind: "unknown", name: "ref:main", start: 0 }],
  ["environment:", { kind: "unknown", name: "environment:", start: 0 }],
  ["Environment:prod", { kind: "unknown", name: "Environment:prod", start: 0 }],
  ["ref:refs/pull/1/merge", { kind: "unknown", name: "ref:refs/pull/1/merge", start: 0 }],
  ["", { kind: "unknown", name: "", start: 0 }],
])("the context %j is parsed as %j", (context, expected) => {
  expect(subjectContext(context)).toStrictEqual(expected);
});

test.each([
  ["a%3Ab", "a:b"],
  ["a%3ab%3A", "a:b:"],
  ["a%2Fb", "a%2Fb"],
])("the environment %s has the name %s", (written, name) => {
  expect(environmentName(written)).toBe(name);
});
