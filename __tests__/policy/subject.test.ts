import { type Context, isPattern, subjectPattern, subjectPatterns } from "../../lib/policy/subject";

test.each<[Context, string]>([
  [{ kind: "branch", pattern: "main" }, "ref:refs/heads/main"],
  [{ kind: "branch", pattern: "release/*" }, "ref:refs/heads/release/*"],
  [{ kind: "branch", pattern: `a\${b}$` }, `ref:refs/heads/a\${$}{b}\${$}`],
  [{ kind: "branch", pattern: "50%" }, "ref:refs/heads/50%"],
  [{ kind: "tag", pattern: "v1.0" }, "ref:refs/tags/v1.0"],
  [{ kind: "tag", pattern: "v*" }, "ref:refs/tags/v*"],
  [{ kind: "tag", pattern: "$1" }, `ref:refs/tags/\${$}1`],
  [{ kind: "pullRequest" }, "pull_request"],
  [{ kind: "environment", name: "production" }, "environment:production"],
  [{ kind: "environment", name: "Production:V1:eu" }, "environment:Production%3AV1%3Aeu"],
  [{ kind: "environment", name: "a*b" }, `environment:a\${*}b`],
  [{ kind: "environment", name: "a?b" }, `environment:a\${?}b`],
  [{ kind: "environment", name: `\${aws:x}` }, `environment:\${$}{aws%3Ax}`],
  [{ kind: "environment", name: "$&$1**" }, `environment:\${$}&\${$}1\${*}\${*}`],
  [{ kind: "environment", name: "a b/c@d" }, "environment:a b/c@d"],
])("%j of acme/web is repo:acme/web:%s", (context, expected) => {
  expect(subjectPattern({ owner: "acme", repository: "web", context })).toBe(`repo:acme/web:${expected}`);
});

test("a repository's wildcards stay wildcards", () => {
  expect(
    subjectPattern({ owner: "Acme", repository: "team-*", context: { kind: "branch", pattern: "main" } }),
  ).toBe("repo:Acme/team-*:ref:refs/heads/main");
});

test("the subjects of several entries keep their order, each once", () => {
  const main: Context = { kind: "branch", pattern: "main" };

  expect(
    subjectPatterns([
      { owner: "acme", repository: "web", context: main },
      { owner: "acme", repository: "api", context: { kind: "pullRequest" } },
      { owner: "acme", repository: "web", context: main },
    ]),
  ).toStrictEqual(["repo:acme/web:ref:refs/heads/main", "repo:acme/api:pull_request"]);
});

test.each([
  ["*", true],
  ["team-*", true],
  ["web", false],
  ["a?", false],
])("whether %p is a pattern: %p", (name, expected) => {
  expect(isPattern(name)).toBe(expected);
});
