import { accessMarkdown, codeText, sentenceText } from "../../../../lib/cli/commands/show/markdown";
import { ruleOf } from "../../../config/problem-texts";
import { accessOfExample, accessOfFile, hostileFile } from "./shown";

test("shows who can push and pull, then accepted risks, then warnings", () => {
  const { impact, fix } = ruleOf("R10");
  const lines = accessMarkdown(accessOfExample("organization")).split("\n");
  const team =
    "| `TeamPush` in `production` | push to and pull from `team/*` in eu-west-1, us-east-1 | `acme/team-*`";
  expect(lines.slice(0, 15)).toStrictEqual([
    "### Who can push and pull",
    "",
    "Every GitHub repository of a row can reach every ECR repository of that row.",
    "",
    "| role | can | GitHub repositories | from | rules |",
    "| --- | --- | --- | --- | --- |",
    "| `ReleasePush` in `production` | push to `shop`, `checkout` in eu-west-1 | `acme/shop`, `acme/checkout` | environment `production` | R23 name-subject (medium)<br>R35 long-session (low)<br>R39 shared-repositories (low) |",
    "| `BaseImagePush` in `production` | push to `base/*` in eu-west-1 | `acme/base-images` | tag `v*` | R11 tag-wildcard (medium)<br>R23 name-subject (medium) |",
    `${team} | branch \`main\` | R07 repository-wildcard (high), accepted<br>R23 name-subject (medium) |`,
    `${team} | branch \`release/*\` | R07 repository-wildcard (high), accepted<br>R10 branch-wildcard (medium)<br>R23 name-subject (medium) |`,
    "| `PullRequestPull` in `production` | pull from `base/*` in eu-west-1 | `acme/shop` | pull requests | R23 name-subject (medium) |",
    "",
    "#### Accepted risks",
    "",
    "| rule | role | reason |",
  ]);
  expect(lines.slice(16, 22)).toStrictEqual([
    "| R07 repository-wildcard (high) | `TeamPush` in `production` | Only team leads can create repositories in this organization |",
    "",
    "#### Warnings",
    "",
    "| warning | where | what | fix |",
    "| --- | --- | --- | --- |",
  ]);
  expect(lines[22]).toBe(
    `| R10 branch-wildcard (medium) | \`TeamPush\` in \`production\` | ${impact} | ${fix}. See \`docs/rules.md#r10\` |`,
  );
});

test.each([
  ["names", "acme/web", "`acme/web`"],
  ["mentions", "ask @acme/team in #12", "`ask @acme/team in #12`"],
  ["markup", "<img src=x> *bold* [a](b)", "`<img src=x> *bold* [a](b)`"],
  ["links", "https://evil.example", "`https://evil.example`"],
  ["several lines", "a\n| b", "<code>a &#124; b</code>"],
  ["a bar", "a|b", "<code>a&#124;b</code>"],
  ["a bar behind a backslash", "a\\|b", "<code>a&#92;&#124;b</code>"],
  ["a backtick", "`</code>@acme", "<code>&#96;&#60;&#47;code&#62;&#64;<!-- -->acme</code>"],
  ["a change of direction", "a\u202Eb", "<code>a&#92;u&#123;202E&#125;b</code>"],
  ["nothing", " ", ""],
])("%s: only text", (_, text, expected) => {
  expect(codeText(text)).toBe(expected);
});

test.each([
  ["words", "everyone who can push (and the team's bots) can't wait; so, list them: R07.", undefined],
  ["a pattern", "use team-* or web?.", "use `team-*` or `web?`."],
  ["a file", "See docs/rules.md#r07", "See `docs/rules.md#r07`"],
  ["quoted text", 'got "a *b*", or "c"', 'got `"a *b*"`, or `"c"`'],
  [
    "YAML",
    "add { rule: R07, reason: ... } to acceptRisks.",
    "add `{ rule: R07, reason: ... }` to acceptRisks.",
  ],
  ["an ellipsis", "and so on ...", "and so on ..."],
  ["a mention", "ask @acme/team", "ask `@acme/team`"],
  ["an issue", "see #12 and GH-12, acme/web#3", "see `#12` and `GH-12`, `acme/web#3`"],
  ["a commit", "see 3d3c42e5 and 3d3c42", "see `3d3c42e5` and 3d3c42"],
  ["markup", "_a_ **b** ~~c~~ [d](e) <b> &lt;", "`_a_` `**b**` `~~c~~` `[d](e`) `<b>` `&lt`;"],
  [
    "links",
    "www.evil.example https://evil.example a@evil.example",
    "`www.evil.example` `https://evil.example` `a@evil.example`",
  ],
  ["an emoji", ":tada: x", "`:tada`: x"],
  ["a bar", "a|b", "<code>a&#124;b</code>"],
  ["a backtick", "a `b` c", "a <code>&#96;b&#96;</code> c"],
  ["several lines", "a\nb", "a b"],
  ["nothing", "", ""],
])("only names and markup of a sentence are code: %s", (_, text, expected) => {
  expect(sentenceText(text)).toBe(expected ?? text);
});

test("text from the file stays in its cell", () => {
  const markdown = accessMarkdown(accessOfFile(hostileFile())).trimEnd();
  const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
  // Outside of code spans there are only bars, line breaks and the words of the tables.
  const outside = rows.map((row) => row.replace(/`[^`]*`|<code>(?:[\w &#;]|<!-- -->)*<\/code>/g, ""));
  expect(outside.filter((row) => !/^\|(?:[\w ,.:()-]|<br>|\|)*\|$/.test(row))).toStrictEqual([]);
  const tables = markdown.split("\n\n").filter((block) => block.startsWith("|"));
  const bars = tables.map((table) => new Set(table.split("\n").map((row) => row.split("|").length)).size);
  expect(bars).toStrictEqual([1, 1, 1]);
});
