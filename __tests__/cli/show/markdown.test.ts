import { accessMarkdown, codeText } from "../../../lib/cli/show/markdown";
import { ruleOf } from "../../config/problem-texts";
import { accessOfExample, accessOfFile, hostileFile } from "./shown";

test("tables of who may do what, of what is accepted, and of the rest", () => {
  const { impact, fix } = ruleOf("R10");
  const lines = accessMarkdown(accessOfExample("organization")).split("\n");
  expect(lines.slice(0, 13)).toStrictEqual([
    "### Who may push and pull",
    "",
    "| GitHub | from | may | ECR | role | rules |",
    "| --- | --- | --- | --- | --- | --- |",
    "| `acme/shop`<br>`acme/checkout` | `environment production` | push | `shop`<br>`checkout`<br>in eu-west-1 | `ReleasePush in production` | R23 medium<br>R35 low |",
    "| `acme/base-images` | `tag v*` | push | `base/*`<br>in eu-west-1 | `BaseImagePush in production` | R11 medium<br>R23 medium |",
    "| `acme/team-*` | `branch main` | push and pull | `team/*`<br>in eu-west-1, us-east-1 | `TeamPush in production` | R07 high, accepted<br>R23 medium |",
    "| `acme/team-*` | `branch release/*` | push and pull | `team/*`<br>in eu-west-1, us-east-1 | `TeamPush in production` | R07 high, accepted<br>R10 medium<br>R23 medium |",
    "| `acme/shop` | `pull requests` | pull | `base/*`<br>in eu-west-1 | `PullRequestPull in production` | R23 medium |",
    "",
    "#### Accepted",
    "",
    "| rule | role | reason |",
  ]);
  expect(lines.slice(14, 20)).toStrictEqual([
    "| R07 high | `TeamPush in production` | `Only team leads can make repositories in this organization` |",
    "",
    "#### Worth a look",
    "",
    "| what | where | why | to do |",
    "| --- | --- | --- | --- |",
  ]);
  expect(lines[20]).toBe(`| R10 medium | \`TeamPush in production\` | \`${impact}\` | \`${fix}\` |`);
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
  ["a turned direction", "a\u202Eb", "<code>a&#92;u&#123;202E&#125;b</code>"],
  ["nothing", " ", ""],
])("%s are text and nothing else", (_, text, expected) => {
  expect(codeText(text)).toBe(expected);
});

test("no text of the file leaves its cell", () => {
  const markdown = accessMarkdown(accessOfFile(hostileFile())).trimEnd();
  const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
  // Outside of code spans there are only the tables' own bars, breaks and words.
  const outside = rows.map((row) => row.replace(/`[^`]*`|<code>(?:[\w &#;]|<!-- -->)*<\/code>/g, ""));
  expect(outside.filter((row) => !/^\|(?:[\w ,:-]|<br>|\|)*\|$/.test(row))).toStrictEqual([]);
  const tables = markdown.split("\n\n").filter((block) => block.startsWith("|"));
  const bars = tables.map((table) => new Set(table.split("\n").map((row) => row.split("|").length)).size);
  expect(bars).toStrictEqual([1, 1, 1]);
});
