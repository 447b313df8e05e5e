import { accessMarkdown, codeText } from "../../../../lib/cli/commands/show/markdown";
import { fixText } from "../../../../lib/report/words";
import { ruleOf } from "../../../config/problem-texts";
import { accessOfExample, accessOfFile, hostileFile } from "./shown";

test("shows who can push and pull, then accepted risks, then warnings", () => {
  const { impact, fix } = ruleOf("R10");
  const lines = accessMarkdown(accessOfExample("organization")).split("\n");
  const team =
    "| `TeamPush in production` | push to and pull from `team/*` in eu-west-1, us-east-1 | `acme/team-*`";
  expect(lines.slice(0, 15)).toStrictEqual([
    "### Who can push and pull",
    "",
    "Every GitHub repository of a row can reach every ECR repository of that row.",
    "",
    "| role | can | GitHub repositories | from | rules |",
    "| --- | --- | --- | --- | --- |",
    "| `ReleasePush in production` | push to `shop`, `checkout` in eu-west-1 | `acme/shop`, `acme/checkout` | `environment production` | R23 name-subject (medium)<br>R35 long-session (low)<br>R39 shared-repositories (low) |",
    "| `BaseImagePush in production` | push to `base/*` in eu-west-1 | `acme/base-images` | `tag v*` | R11 tag-wildcard (medium)<br>R23 name-subject (medium) |",
    `${team} | \`branch main\` | R07 repository-wildcard (high), accepted<br>R23 name-subject (medium) |`,
    `${team} | \`branch release/*\` | R07 repository-wildcard (high), accepted<br>R10 branch-wildcard (medium)<br>R23 name-subject (medium) |`,
    "| `PullRequestPull in production` | pull from `base/*` in eu-west-1 | `acme/shop` | `pull requests` | R23 name-subject (medium) |",
    "",
    "#### Accepted risks",
    "",
    "| rule | role | reason |",
  ]);
  expect(lines.slice(16, 22)).toStrictEqual([
    "| R07 repository-wildcard (high) | `TeamPush in production` | `Only team leads can create repositories in this organization` |",
    "",
    "#### Warnings",
    "",
    "| warning | where | what | fix |",
    "| --- | --- | --- | --- |",
  ]);
  expect(lines[22]).toBe(
    `| R10 branch-wildcard (medium) | \`TeamPush in production\` | \`${impact}\` | \`${fixText({ rule: "R10", fix })}\` |`,
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

test("text from the file stays in its cell", () => {
  const markdown = accessMarkdown(accessOfFile(hostileFile())).trimEnd();
  const rows = markdown.split("\n").filter((line) => line.startsWith("|"));
  // Outside of code spans there are only bars, line breaks and the words of the tables.
  const outside = rows.map((row) => row.replace(/`[^`]*`|<code>(?:[\w &#;]|<!-- -->)*<\/code>/g, ""));
  expect(outside.filter((row) => !/^\|(?:[\w ,:()-]|<br>|\|)*\|$/.test(row))).toStrictEqual([]);
  const tables = markdown.split("\n\n").filter((block) => block.startsWith("|"));
  const bars = tables.map((table) => new Set(table.split("\n").map((row) => row.split("|").length)).size);
  expect(bars).toStrictEqual([1, 1, 1]);
});
