import * as iam from "../../lib/policy/iam-limits";
import type { TextRule } from "../../lib/policy/text-rule";

test("the limits are IAM's", () => {
  expect({
    MAX_ROLE_NAME_CHARACTERS: iam.MAX_ROLE_NAME_CHARACTERS,
    MAX_POLICY_NAME_CHARACTERS: iam.MAX_POLICY_NAME_CHARACTERS,
    MAX_PATH_CHARACTERS: iam.MAX_PATH_CHARACTERS,
    MAX_DESCRIPTION_CHARACTERS: iam.MAX_DESCRIPTION_CHARACTERS,
    MAX_TAGS: iam.MAX_TAGS,
    MAX_TAG_KEY_CHARACTERS: iam.MAX_TAG_KEY_CHARACTERS,
    MAX_TAG_VALUE_CHARACTERS: iam.MAX_TAG_VALUE_CHARACTERS,
    MAX_AUDIENCE_CHARACTERS: iam.MAX_AUDIENCE_CHARACTERS,
    MAX_TRUST_POLICY_CHARACTERS: iam.MAX_TRUST_POLICY_CHARACTERS,
    MAX_MANAGED_POLICY_CHARACTERS: iam.MAX_MANAGED_POLICY_CHARACTERS,
    MIN_SESSION_SECONDS: iam.MIN_SESSION_SECONDS,
    MAX_SESSION_SECONDS: iam.MAX_SESSION_SECONDS,
  }).toStrictEqual({
    MAX_ROLE_NAME_CHARACTERS: 64,
    MAX_POLICY_NAME_CHARACTERS: 128,
    MAX_PATH_CHARACTERS: 512,
    MAX_DESCRIPTION_CHARACTERS: 1000,
    MAX_TAGS: 50,
    MAX_TAG_KEY_CHARACTERS: 128,
    MAX_TAG_VALUE_CHARACTERS: 256,
    MAX_AUDIENCE_CHARACTERS: 255,
    MAX_TRUST_POLICY_CHARACTERS: 2048,
    MAX_MANAGED_POLICY_CHARACTERS: 6144,
    MIN_SESSION_SECONDS: 3600,
    MAX_SESSION_SECONDS: 43200,
  });
});

const a = (count: number): string => "a".repeat(count);

const ALLOWED: readonly (readonly [TextRule, readonly string[]])[] = [
  [iam.ACCOUNT_ID, ["123456789012", "000000000000", "012345678901"]],
  [iam.ROLE_NAME, ["a", a(64), "GitHubActionsECRRole", "Az09_+=,.@-"]],
  [iam.POLICY_NAME, ["a", a(128), "GitHubActionsECRPolicy", "Az09_+=,.@-"]],
  [iam.PATH, ["/", "/ci/", "/a/b/", "/!~/", `/${a(510)}/`]],
  [iam.DESCRIPTION, ["", a(1000), "two\nlines\tand\r", " ", "~", "¡", "ÿ"]],
  [iam.TAG_KEY, ["a", a(128), "Cost Center", "부서", "_.:/=+-@", "aws", "awsome:x", "my:aws:x"]],
  [iam.TAG_VALUE, ["", a(256), "42", "부서 1", "_.:/=+-@", "aws:x"]],
  [iam.AUDIENCE, ["a", a(255), "sts.amazonaws.com", "https://ci.example/~a_b-c:1@d"]],
];

const REFUSED: readonly (readonly [TextRule, readonly string[]])[] = [
  [iam.ACCOUNT_ID, ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", "1234-5678-9012"]],
  [iam.ROLE_NAME, ["", a(65), "a b", "a/b", "é", "a*", "a:b", "a\n"]],
  [iam.POLICY_NAME, ["", a(129), "a b", "a/b", "é", "a*", "a\n"]],
  [iam.PATH, ["", "a", "a/", "/a", "/a b/", "/é/", `/${a(511)}/`, "/\u007f/", "/a/\n"]],
  [iam.DESCRIPTION, [a(1001), "\u0000", "\u007f", "\u00a0", "\u0100", "한"]],
  [iam.TAG_KEY, ["", a(129), "aws:x", "AWS:x", "Aws:", "a;b", "a*", "a\n"]],
  [iam.TAG_VALUE, [a(257), "a;b", "a*", '"', `\${a}`, "a\n"]],
  [iam.AUDIENCE, ["", a(256), "*", "sts.*", "a?", "a b", `\${a}`, "é"]],
];

test.each(single(ALLOWED))("%s may be %j", (_, text, { pattern }) => {
  expect(pattern.test(text)).toBe(true);
});

test.each(single(REFUSED))("rejects as %s: %j", (_, text, { pattern }) => {
  expect(pattern.test(text)).toBe(false);
});

test.each([
  [iam.ROLE_NAME, 64],
  [iam.POLICY_NAME, 128],
  [iam.PATH, 512],
  [iam.DESCRIPTION, 1000],
  [iam.TAG_KEY, 128],
  [iam.TAG_VALUE, 256],
  [iam.AUDIENCE, 255],
])("what is said of $noun names its limit", ({ allowed }, limit) => {
  expect(allowed).toMatch(new RegExp(`\\b${limit}\\b`));
});

function single(
  cases: readonly (readonly [TextRule, readonly string[]])[],
): readonly (readonly [string, string, TextRule])[] {
  return cases.flatMap(([rule, texts]) => texts.map((text) => [rule.noun, text, rule] as const));
}
