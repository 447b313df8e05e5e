import {
  type Context,
  colonForms,
  isNamedBy,
  isPattern,
  type RepositoryEntry,
  subjectPatterns,
} from "../../lib/policy/subject";

const web: Omit<RepositoryEntry, "context"> = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: undefined,
  claims: {},
};

const CONTEXTS: readonly (readonly [Context, string])[] = [
  [{ kind: "branch", pattern: "main" }, "ref:refs/heads/main"],
  [{ kind: "branch", pattern: "release/*" }, "ref:refs/heads/release/*"],
  [{ kind: "branch", pattern: `a\${b}$` }, `ref:refs/heads/a\${$}{b}\${$}`],
  [{ kind: "branch", pattern: "50%" }, "ref:refs/heads/50%"],
  [{ kind: "tag", pattern: "v1.0" }, "ref:refs/tags/v1.0"],
  [{ kind: "tag", pattern: "v*" }, "ref:refs/tags/v*"],
  [{ kind: "tag", pattern: "$1" }, `ref:refs/tags/\${$}1`],
  [{ kind: "pullRequest" }, "pull_request"],
  [{ kind: "mergeQueue", branch: "main" }, "ref:refs/heads/gh-readonly-queue/main/pr-*"],
  [{ kind: "mergeQueue", branch: "a$b/c" }, `ref:refs/heads/gh-readonly-queue/a\${$}b/c/pr-*`],
  [{ kind: "any" }, "*"],
  [{ kind: "environment", name: "production" }, "environment:production"],
  [{ kind: "environment", name: "Production:V1:eu" }, "environment:Production%3AV1%3Aeu"],
  [{ kind: "environment", name: "a*b" }, `environment:a\${*}b`],
  [{ kind: "environment", name: "a?b" }, `environment:a\${?}b`],
  [{ kind: "environment", name: `\${aws:x}` }, `environment:\${$}{aws%3Ax}`],
  [{ kind: "environment", name: "$&$1**" }, `environment:\${$}&\${$}1\${*}\${*}`],
  [{ kind: "environment", name: "a b/c@d" }, "environment:a b/c@d"],
];

test.each(CONTEXTS)("%j of acme/web is repo:acme/web:%s", (context, expected) => {
  expect(subjectPatterns([{ ...web, context }], ["%3A"])).toStrictEqual([`repo:acme/web:${expected}`]);
});

test.each(CONTEXTS)("%j of acme/web with ids is repo:acme@1/web@23:%s", (context, expected) => {
  expect(subjectPatterns([{ ...web, ids: { owner: 1, repository: 23 }, context }], ["%3A"])).toStrictEqual([
    `repo:acme@1/web@23:${expected}`,
  ]);
});

test("a repository's wildcards stay wildcards, and its id is open then", () => {
  const context: Context = { kind: "branch", pattern: "main" };

  expect(
    subjectPatterns(
      [
        { ...web, owner: "Acme", repository: "team-*", context },
        { ...web, owner: "Acme", repository: "team-*", ids: { owner: 123456, repository: "any" }, context },
      ],
      ["%3A"],
    ),
  ).toStrictEqual(["repo:Acme/team-*:ref:refs/heads/main", "repo:Acme@123456/team-*@*:ref:refs/heads/main"]);
});

test("a raw subject stays as it is", () => {
  expect(
    subjectPatterns([{ kind: "subject", subject: `repo:acme/web:*\${x}?`, claims: {} }], ["%3A"]),
  ).toStrictEqual([`repo:acme/web:*\${x}?`]);
});

test("the subjects of several entries keep their order, each once", () => {
  const main: Context = { kind: "branch", pattern: "main" };

  expect(
    subjectPatterns(
      [
        { ...web, context: main },
        { ...web, repository: "api", context: { kind: "pullRequest" } },
        { ...web, context: main },
      ],
      ["%3A"],
    ),
  ).toStrictEqual(["repo:acme/web:ref:refs/heads/main", "repo:acme/api:pull_request"]);
});

test("a server's environment stands in both forms of its colon, and once without one", () => {
  expect(colonForms(false)).toStrictEqual(["%3A"]);
  expect(
    subjectPatterns(
      [
        { ...web, context: { kind: "environment", name: "a:b" } },
        { ...web, context: { kind: "environment", name: "c" } },
      ],
      colonForms(true),
    ),
  ).toStrictEqual([
    "repo:acme/web:environment:a%3Ab",
    "repo:acme/web:environment:a:b",
    "repo:acme/web:environment:c",
  ]);
});

test.each([
  ["*", true],
  ["team-*", true],
  ["web", false],
  ["a?", false],
])("whether %p is a pattern: %p", (name, expected) => {
  expect(isPattern(name)).toBe(expected);
});

test.each([
  ["*", "web", true],
  ["team-*", "team-", true],
  ["team-*", "team-a", true],
  ["team-*", "TEAM-a", true],
  ["team-*", "my-team-a", false],
  ["*-api", "web-api", true],
  ["*-api", "api", false],
  ["a*b*c", "abc", true],
  ["a*b*c", "a-b-c", true],
  ["a*b*c", "acb", false],
  ["a*a", "a", false],
  ["a*bc*c", "abc", false],
  ["web", "Web", true],
  ["web", "web2", false],
])("whether %p stands for %p: %p", (pattern, name, expected) => {
  expect(isNamedBy(pattern, name)).toBe(expected);
});
