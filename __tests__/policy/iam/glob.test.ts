import fc from "fast-check";
import {
  EMPTY,
  hasWildcard,
  isOnlyWildcards,
  joined,
  patternOf,
  plainText,
  type Reading,
  subsumes,
  withoutOpenEnd,
} from "../../../lib/policy/iam/glob";
import { runs } from "../../support/runs";

const LIKE: Reading = { hasWildcards: true, hasVariables: true };
const STAR = patternOf("*", LIKE);
const ANY_CHAR = patternOf("?", LIKE);
const VARIABLE = patternOf(`\${x}`, LIKE);
const EQUALS: Reading = { hasWildcards: false, hasVariables: true };
const LIKE_2008: Reading = { hasWildcards: true, hasVariables: false };
const EQUALS_2008: Reading = { hasWildcards: false, hasVariables: false };

describe("a value is read", () => {
  test.each<[string, Reading, string]>([
    ["", LIKE, ""],
    ["repo:acme/web", LIKE, "repo:acme/web"],
    ["*a?b**", LIKE, `${STAR}a${ANY_CHAR}b${STAR}${STAR}`],
    ["*a?b**", EQUALS, "*a?b**"],
    ["*a?b**", LIKE_2008, `${STAR}a${ANY_CHAR}b${STAR}${STAR}`],
    ["*a?b**", EQUALS_2008, "*a?b**"],
    [`\${*}\${?}\${$}`, LIKE, "*?$"],
    [`\${*}\${?}\${$}`, EQUALS, "*?$"],
    [`\${*}\${?}\${$}`, LIKE_2008, `\${${STAR}}\${${ANY_CHAR}}\${$}`],
    [`\${*}\${?}\${$}`, EQUALS_2008, `\${*}\${?}\${$}`],
    [`*\${*}*`, LIKE, `${STAR}*${STAR}`],
    [`\${$}{*}`, LIKE, `\${${STAR}}`],
    [`$\${*}`, LIKE, "$*"],
    [`\${**}`, LIKE, VARIABLE],
    [`\${ * }`, LIKE, VARIABLE],
    [`\${}`, LIKE, VARIABLE],
    [`a\${aws:x}b\${aws:y, 'z'}`, LIKE, `a${VARIABLE}b${VARIABLE}`],
    [`a\${aws:x}b`, EQUALS, `a${VARIABLE}b`],
    [`a\${aws:x*}b`, LIKE_2008, `a\${aws:x${STAR}}b`],
    [`a\${aws:x}b`, EQUALS_2008, `a\${aws:x}b`],
    [`a\${*`, LIKE, `a\${${STAR}`],
    [`a\${x\${*}`, LIKE, `a${VARIABLE}`],
    [`a\${x\ny}`, LIKE, `a${VARIABLE}`],
    ["$a{*}$", LIKE, `$a{${STAR}}$`],
    [`${STAR}${ANY_CHAR}${VARIABLE}`, LIKE, "\uFFFD\uFFFD\uFFFD"],
    [`${STAR}${ANY_CHAR}${VARIABLE}`, EQUALS_2008, "\uFFFD\uFFFD\uFFFD"],
    ["\uDFFF\uE003", LIKE, "\uDFFF\uE003"],
  ])("%j with %j as %j", (value, reading, pattern) => {
    expect(patternOf(value, reading)).toBe(pattern);
  });

  test("with the text of each variable, in which nothing is a wildcard or an escape", () => {
    const asked: string[] = [];

    const pattern = patternOf(`*\${aws:x}\${*}\${ y, 'z' }`, LIKE, (variable) => {
      asked.push(variable);
      return `*?\${*}\${w}`;
    });

    expect(pattern).toBe(`${STAR}*?\${*}\${w}**?\${*}\${w}`);
    expect(asked).toStrictEqual(["aws:x", " y, 'z' "]);
  });
});

describe("a pattern matches", () => {
  test.each([
    ["", ""],
    ["*", ""],
    ["*", "a/b:c@d\n"],
    ["**", ""],
    ["?", "a"],
    ["?", "/"],
    ["?", "\n"],
    ["a*", "a"],
    ["*a", "a"],
    ["a*c", "ac"],
    ["a*c", "abcbc"],
    ["a?c", "abc"],
    ["a*?", "ab"],
    ["a?*", "abc"],
    ["repo:acme/*", "repo:acme/web:ref:refs/heads/main"],
    ["repo:acme*:x", "repo:acme@1/web@2:x"],
    ["*:refs/heads/*", "repo:a/b:ref:refs/heads/c/d"],
    ["*ab*ab*", "abab"],
    ["*ab", "aab"],
    [`a\${*}b`, "a*b"],
    [`a\${?}b`, "a?b"],
    [`\${$}{x}`, `\${x}`],
    ["a.b", "a.b"],
    ["[a](b)|c+^d$\\{2}", "[a](b)|c+^d$\\{2}"],
    ["é*", "éà"],
  ])("%j the text %j", (value, text) => {
    expect(subsumes(patternOf(value, LIKE), plainText(text))).toBe(true);
  });

  test.each([
    ["", "a"],
    ["a", ""],
    ["?", ""],
    ["?", "ab"],
    ["a?", "a"],
    ["a?", "abc"],
    ["a*?", "a"],
    ["a*c", "ab"],
    ["a*c", "cac"],
    ["abc", "ab"],
    ["abc", "abcd"],
    ["a", "A"],
    ["*ab*ab*", "aba"],
    ["*:refs/heads/*", "repo:a/b:ref:refs/tags/c"],
    [`a\${*}b`, "axb"],
    [`a\${?}b`, "axb"],
    [`\${x}`, `\${x}`],
    [`\${x}`, "x"],
    [`\${x}`, ""],
    ["a.b", "axb"],
    ["a+", "aa"],
    ["[ab]", "a"],
    ["(a|b)", "a"],
    ["^a$", "a"],
    ["\\d", "1"],
  ])("rejects with %j the text %j", (value, text) => {
    expect(subsumes(patternOf(value, LIKE), plainText(text))).toBe(false);
  });

  test.each<[string, string, string]>([
    ["runs and characters in turn", `${"*a".repeat(50_000)}b`, "a".repeat(100_000)],
    ["runs and single characters in turn", `${"*?".repeat(50_000)}b`, "a".repeat(100_000)],
    ["runs alone", `${"*".repeat(100_000)}b`, "a".repeat(100_000)],
    ["a long end", `*${"a".repeat(5_000)}b`, "a".repeat(10_000)],
    ["variables that never end", "$".concat("{").repeat(50_000), "a".repeat(100_000)],
  ])("rejects hostile patterns soon: %s", (_, value, text) => {
    const start = performance.now();

    expect(subsumes(patternOf(value, LIKE), plainText(text))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

test("rejects hostile patterns soon: an end that is not open", () => {
  const pattern = patternOf(`${"*".repeat(100_000)}b`, LIKE);
  const start = performance.now();

  expect(withoutOpenEnd(pattern)).toBe(pattern);
  expect(performance.now() - start).toBeLessThan(2_000);
});

describe("a pattern subsumes another", () => {
  test.each([
    ["*", "*"],
    ["*", "?*a?"],
    ["*", `\${x}`],
    ["?", "?"],
    ["a*", "ab*"],
    ["a*", "a*b"],
    ["*a*", "*a"],
    ["repo:acme/*", "repo:acme/web:*"],
    ["**", "*"],
    ["a?*", "a?"],
    ["*?", "?"],
    [`a*b`, `a\${x}b`],
  ])("%j the pattern %j", (general, special) => {
    expect(subsumes(patternOf(general, LIKE), patternOf(special, LIKE))).toBe(true);
  });

  test.each([
    ["", "*"],
    ["?", "*"],
    ["?", `\${x}`],
    ["a", "?"],
    ["a*b", "a*"],
    ["ab*", "a*"],
    ["repo:acme/web:*", "repo:acme/*"],
    ["??*", "?"],
    [`\${x}`, `\${x}`],
    [`\${x}`, "a"],
  ])("rejects %j for the pattern %j", (general, special) => {
    expect(subsumes(patternOf(general, LIKE), patternOf(special, LIKE))).toBe(false);
  });
});

const RUNS = runs(10_000);
const SIGNS = ["a", "b", "/", ":", "."];

describe("for any pattern", () => {
  const text = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 8 });
  const sign = fc.constantFrom(...SIGNS.map(plainText), STAR, ANY_CHAR);
  const pattern = fc.array(sign, { maxLength: 8 }).map((signs) => joined(signs, ""));

  test("it matches what its regular expression does", () => {
    const counts = { true: 0, false: 0 };
    holds(
      fc.property(pattern, text, fc.boolean(), (own, other, isFilled) => {
        const given = isFilled ? filled(own, other) : other;
        const isMatch = subsumes(own, plainText(given));
        counts[`${isMatch}`]++;
        return isMatch === regularExpression(own).test(given);
      }),
    );
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(RUNS * 0.1);
  });

  test("it matches every text of each pattern that it subsumes", () => {
    let covered = 0;
    const wider = fc.array(fc.constantFrom(EMPTY, EMPTY, EMPTY, STAR, ANY_CHAR), {
      minLength: 8,
      maxLength: 8,
    });
    holds(
      fc.property(pattern, pattern, wider, text, (special, outsider, wide, other) => {
        const general = wide.includes(STAR)
          ? joined(
              special.split("").map((own, at) => wide[at] || own),
              "",
            )
          : outsider;
        if (!subsumes(general, special)) return true;
        covered++;
        return regularExpression(general).test(filled(special, other));
      }),
    );
    expect(covered).toBeGreaterThan(RUNS * 0.1);
  });
});

describe("the open part of a pattern", () => {
  test.each([
    ["", false, false, ""],
    ["a", false, false, "a"],
    ["*", true, true, ""],
    ["?", true, true, ""],
    ["?*?", true, true, ""],
    ["*a", true, false, `${STAR}a`],
    ["a*", true, false, "a"],
    ["a*b?*", true, false, `a${STAR}b`],
    [`\${x}`, true, false, VARIABLE],
    [`*\${x}*`, true, false, `${STAR}${VARIABLE}`],
    [`\${*}`, false, false, "*"],
    ["*\n", true, false, `${STAR}\n`],
  ])("of %j: open %p, all open %p, without its open end %j", (value, open, allOpen, rest) => {
    const pattern = patternOf(value, LIKE);

    expect([hasWildcard(pattern), isOnlyWildcards(pattern), withoutOpenEnd(pattern)]).toStrictEqual([
      open,
      allOpen,
      rest,
    ]);
  });
});

function holds<Values>(property: fc.IProperty<Values>): void {
  const { failed, counterexample, numRuns } = fc.check(property, { numRuns: RUNS });
  expect({ failed, counterexample, numRuns }).toStrictEqual({
    failed: false,
    counterexample: null,
    numRuns: RUNS,
  });
}

function regularExpression(pattern: string): RegExp {
  const source = [...pattern].map((sign) =>
    sign === STAR ? ".*" : sign === ANY_CHAR ? "." : `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );
  return new RegExp(`^${source.join("")}$`, "su");
}

/** A text that a pattern matches: some text for each run and a character of it, or `b`, for each `?`. */
function filled(pattern: string, text: string): string {
  return pattern.replaceAll(STAR, () => text).replaceAll(ANY_CHAR, text.at(-1) ?? "b");
}
