import { STAR } from "../../../lib/policy/iam/glob";
import {
  environmentName,
  isOpenBeforeContext,
  type SubjectContext,
  type SubjectParts,
  subjectContext,
  subjectParts,
} from "../../../lib/policy/subject/parse";

type Texts = readonly (string | undefined)[];

function texts(parts: SubjectParts | undefined): readonly (string | undefined)[] | undefined {
  return (
    parts &&
    [parts.key, parts.owner, parts.ownerId, parts.repository, parts.repositoryId, parts.context].map(
      (part) => part?.text,
    )
  );
}

test.each<[string, Texts]>([
  ["repo:acme/web:ref:refs/heads/main", ["repo", "acme", undefined, "web", undefined, "ref:refs/heads/main"]],
  ["repo:acme@1/web@2:environment:a@b/c", ["repo", "acme", "1", "web", "2", "environment:a@b/c"]],
  ["Repo:acme/web:pull_request", ["Repo", "acme", undefined, "web", undefined, "pull_request"]],
  ["repo:acme@1/web:x", ["repo", "acme", "1", "web", undefined, "x"]],
  ["repo:acme/web", ["repo", "acme", undefined, "web", undefined, undefined]],
  ["repo:acme/web:", ["repo", "acme", undefined, "web", undefined, ""]],
  [`repo:acme/${STAR}`, ["repo", "acme", undefined, STAR, undefined, undefined]],
  [`repo:acme${STAR}`, ["repo", `acme${STAR}`, undefined, undefined, undefined, undefined]],
  [
    "repo:acme/web:environment:two\nlines",
    ["repo", "acme", undefined, "web", undefined, "environment:two\nlines"],
  ],
])("the subject %j has these parts, each with its offsets", (subject, expected) => {
  const parts = subjectParts(subject);
  expect(texts(parts)).toStrictEqual(expected);
  for (const part of [parts?.key, parts?.owner, parts?.repository, parts?.context]) {
    expect(part && subject.slice(part.start, part.end)).toBe(part?.text);
  }
});

test.each(["", "hello", "repository_id:2", "repo", "ref:refs/heads/main", " repo:acme/web:x"])(
  "rejects %j as a subject of the default form",
  (subject) => {
    expect(subjectParts(subject)).toBeUndefined();
  },
);

test.each<[string, boolean]>([
  [`repo:acme/${STAR}`, true],
  [`repo:acme${STAR}`, true],
  [`repo:acme@1/web@${STAR}`, true],
  ["repo:acme/web", false],
  [`repo:acme/${STAR}:ref:refs/heads/main`, false],
])("%j ends with a wildcard before its context: %s", (subject, expected) => {
  const parts = subjectParts(subject);
  expect(parts && isOpenBeforeContext(parts)).toBe(expected);
});

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
