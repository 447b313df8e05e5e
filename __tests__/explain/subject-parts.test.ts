import { isOpenBeforeContext, type SubjectParts, subjectParts } from "../../lib/explain/subject-parts";
import { STAR } from "../../lib/policy/iam/glob";

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
