import * as github from "../../lib/policy/github-names";
import { isPattern, matchesPattern } from "../../lib/policy/github-names";
import type { TextRule } from "../../lib/policy/text-rule";

test("the limits are GitHub's", () => {
  expect({
    MAX_OWNER_CHARACTERS: github.MAX_OWNER_CHARACTERS,
    MAX_REPOSITORY_CHARACTERS: github.MAX_REPOSITORY_CHARACTERS,
    MAX_ENVIRONMENT_CHARACTERS: github.MAX_ENVIRONMENT_CHARACTERS,
  }).toStrictEqual({
    MAX_OWNER_CHARACTERS: 39,
    MAX_REPOSITORY_CHARACTERS: 100,
    MAX_ENVIRONMENT_CHARACTERS: 255,
  });
});

const a = (count: number): string => "a".repeat(count);

const ALLOWED: readonly (readonly [TextRule, readonly string[]])[] = [
  [github.OWNER, ["a", a(39), "acme", "Acme-Corp", "0a", "octocat_acme", `${a(34)}_acme`]],
  [
    github.REPOSITORY_PATTERN,
    ["w", a(100), ".github", "...", "A.b_c-9", "*", "team-*", "*-api", `${a(99)}*`],
  ],
  [
    github.REPOSITORY_OF_OWNER,
    ["web", a(100), ".github", "other/api", "octocat_acme/.x", `${a(39)}/${a(100)}`],
  ],
  [
    github.REF_PATTERN,
    [
      "main",
      "*",
      "release/*",
      "v1.0",
      "a$b",
      `a\${b}`,
      "é",
      "ÿ",
      "a@b",
      "-a",
      "a#1",
      "refs",
      "a.locked",
      a(300),
    ],
  ],
  [github.ENVIRONMENT, ["a", a(255), "prod:eu", "a*?$", `\${a}`, "a b/c@d", "é", "ÿ", "%", "a%3"]],
  [github.VALUE_PREFIX, ["", "A", "_", "prod_", "P1_", "GITHUB", "MY_GITHUB_"]],
];

const REFUSED: readonly (readonly [TextRule, readonly string[]])[] = [
  [
    github.OWNER,
    [
      "",
      a(40),
      `${a(35)}_acme`,
      "-a",
      "a_",
      "_a",
      "a.b",
      "ac*",
      "ac?e",
      "a/b",
      "acme@1",
      "a:b",
      `\${a}`,
      "é",
      "a\n",
    ],
  ],
  [
    github.REPOSITORY_PATTERN,
    ["", a(101), `${a(100)}*`, ".", "..", "acme/web", "web@1", "we?", "a:b", "a b", `\${a}`, "é", "web\n"],
  ],
  [
    github.REPOSITORY_OF_OWNER,
    [
      "",
      a(101),
      `${a(40)}/web`,
      `acme/${a(101)}`,
      ".",
      "acme/..",
      "acme/",
      "/web",
      "a/b/c",
      "web*",
      "ac*/web",
    ],
  ],
  [
    github.REF_PATTERN,
    [
      "",
      "refs/heads/main",
      "refs/tags/v1",
      "/a",
      "a/",
      "a//b",
      ".a",
      "a/.b",
      "a.",
      "a..b",
      "a.lock",
      "a.lock/b",
    ],
  ],
  [github.REF_PATTERN, ["a@{b", "a~b", "a^b", "a:b", "a?", "a[b", "a\\b", "a b", "a\u007f", "\u0100", "a\n"]],
  [github.ENVIRONMENT, ["", a(256), "a%3Ab", "a%3ab", "a\tb", "a\n", "\u0000", "\u007f", "\u009f", "\u0100"]],
  [github.VALUE_PREFIX, ["1A", "GITHUB_", "github_x", "GitHub_", "a-b", "a b", "a.", "é", `\${A}`]],
];

test.each(single(ALLOWED))("%s may be %j", (_, text, { pattern }) => {
  expect(pattern.test(text)).toBe(true);
});

test.each(single(REFUSED))("rejects as %s: %j", (_, text, { pattern }) => {
  expect(pattern.test(text)).toBe(false);
});

test.each([
  [github.OWNER, 39],
  [github.REPOSITORY_PATTERN, 100],
  [github.ENVIRONMENT, 255],
])("what is said of $noun names its limit", ({ allowed }, limit) => {
  expect(allowed).toMatch(new RegExp(`\\b${limit}\\b`));
});

function single(
  cases: readonly (readonly [TextRule, readonly string[]])[],
): readonly (readonly [string, string, TextRule])[] {
  return cases.flatMap(([rule, texts]) => texts.map((text) => [rule.noun, text, rule] as const));
}

test.each([
  ["Acme", "acme", true],
  ["acme/Web", "ACME/web", true],
  ["acme", "acme-corp", false],
])("%s and %s are one name: %s", (one, other, expected) => {
  expect(github.isSameName(one, other)).toBe(expected);
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
])("whether %p matches %p: %p", (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});
