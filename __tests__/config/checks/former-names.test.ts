import { parseConfig } from "../../../lib/config/load";
import { fileWith, inFile, problemLines } from "../access-file";

const used = (noun: string, given: string, other: string): string =>
  `expected a name that no ${noun} of the file has, got "${given}". If the same ${noun} is meant, write its current name there. If another one is meant, remove formerly, which is needed only until the next apply. The other: access.yaml:${other}`;
/** Lines of github after the owner; the entry of trust, which names web, is on line 9. */
const github = (...lines: readonly string[]) => ({
  2: ["  owner: acme", ...lines.map((line) => `  ${line}`)].join("\n"),
});

test.each<[string, ReturnType<typeof github>, readonly string[]]>([
  [
    "the current name",
    github("repositories: { web: { formerly: web } }", "owners: { acme: { formerly: acme } }"),
    [
      '3:36 github.repositories.web.formerly: expected a former name of the repository, got its current name "web"',
      '4:31 github.owners.acme.formerly: expected a former name of the owner, got its current name "acme"',
    ],
  ],
  [
    "a name that trust has, in another casing",
    github("repositories: { site: { formerly: WEB } }"),
    [
      `3:37 github.repositories.site.formerly: ${used("repository", "WEB", "9:27 accounts[0].roles[0].trust[0].repository")}`,
    ],
  ],
  [
    "a name that github.repositories has, with its owner",
    github(
      "repositories: { acme/old: { id: 5 }, other/lib: { formerly: old }, lib: { formerly: [older, old] } }",
    ),
    [
      `3:95 github.repositories.lib.formerly[1]: ${used("repository", "old", '3:29 github.repositories["acme/old"]')}`,
    ],
  ],
  [
    "a name that two repositories had",
    github("repositories: { a: { formerly: old }, b: { formerly: [older, OLD] } }"),
    [
      '3:64 github.repositories.b.formerly[1]: duplicate former name "OLD". The other: access.yaml:3:34 github.repositories.a.formerly',
    ],
  ],
  [
    "an owner that the file has",
    github("owners: { new: { formerly: acme } }"),
    [`3:30 github.owners.new.formerly: ${used("owner", "acme", "2:10 github.owner")}`],
  ],
  [
    "a repository with its owner",
    github("repositories: { site: { formerly: acme/web } }"),
    [
      '3:37 github.repositories.site.formerly: expected the name of a GitHub repository (1 to 100 letters, digits and . _ -, without .git at the end and without the owner), got "acme/web"',
    ],
  ],
  [
    "nothing",
    github("repositories: { site: { formerly: [] } }"),
    ["3:37 github.repositories.site.formerly: expected a list with at least one element, got []"],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each([
  ["a name that nothing has", "repositories: { web: { formerly: site } }"],
  ["several names", "repositories: { web: { formerly: [site, shop] } }"],
  ["another casing", "repositories: { web: { formerly: Web } }"],
  [
    "the name of a repository of another owner",
    "repositories: { web: { formerly: lib }, other/lib: { id: 5 } }",
  ],
  ["the name of an owner", "owners: { acme: { formerly: acme-old } }"],
  ["an id of an owner and a repository", "owners: { acme: { id: 5 } }, repositories: { web: { id: 5 } }"],
])("accepts %s", (_, line) => {
  expect(problemLines(fileWith(github(...line.split(/, (?=repositories)/))))).toStrictEqual([]);
});

test.each([
  [
    "repositories: { web: { id: 5 }, acme/site: { id: 5 }, lib: { id: 6 } }",
    "the repositories acme/web and acme/site have the same id (5), so one name is a former name, or the name after a planned rename. After the rename, keep the entry of the new name and add formerly: with the old one. See docs/guide/renames.md",
  ],
  [
    "owners: { acme: { id: 7 }, acme-old: { id: 7 } }",
    "the owners acme and acme-old have the same id (7), so one name is a former name, or the name after a planned rename. After the rename, keep the entry of the new name and add formerly: with the old one. See docs/guide/renames.md",
  ],
])("warns about one id under two names: %s", (line, warning) => {
  expect(parseConfig(fileWith(github(line)), "access.yaml").warnings).toContain(warning);
});

const replaces = (now: string, before: string): string =>
  `the role ${now} replaces ${before}, because IAM cannot rename a role. Jobs that assume ${before} fail from the apply of the account on. See docs/guide/renames.md#rename-a-role-or-a-policy`;

test.each<[string, string, readonly string[]]>([
  ["its default name", "", [replaces("GitHubActionsECRRole-web", "GitHubActionsECRRole-site")]],
  ["its name", "name: 'push-{repository}'", [replaces("push-web", "push-site")]],
])("warns about a role with perRepository, which a rename replaces, by %s", (_, name, warnings) => {
  const file = fileWith({
    ...github("repositories: { web: { formerly: [shop, site] }, api: { formerly: old } }"),
    11: `        perRepository: true\n        publish: false\n${name === "" ? "" : `        ${name}\n`}`,
  }).replace("[web]", '["{repository}"]');
  const found = parseConfig(file, "access.yaml").warnings.filter((text) => text.includes(" replaces "));
  expect(found).toStrictEqual(warnings);
});

test("does not warn about a role for all repositories", () => {
  const file = fileWith(github("repositories: { web: { formerly: site } }"));
  expect(parseConfig(file, "access.yaml").warnings.join()).not.toContain(" replaces ");
});

const unused = (path: string, name: string, hint: string): string =>
  `${path}.formerly has no effect, because no role, value or environment uses acme/${name}${hint} See docs/guide/renames.md`;

test.each<[string, ReturnType<typeof fileWith>, readonly string[]]>([
  [
    "a typo of a name of trust",
    fileWith(github("repositories: { webb: { formerly: old }, acme/lib: { formerly: [older, other] } }")),
    [
      unused("github.repositories.webb", "webb", ", did you mean web?"),
      unused('github.repositories["acme/lib"]', "lib", "."),
    ],
  ],
  [
    "nothing about a name of trust",
    fileWith(github("repositories: { WEB: { formerly: old } }")).replace(
      "repository: web",
      "repository: WEB",
    ),
    [],
  ],
  [
    "nothing about a name that a pattern matches",
    fileWith({
      ...github("repositories: { shop: { formerly: old } }"),
      11: "        acceptRisks: [{ rule: R07, reason: wanted }]",
    })
      .replace("repository: web", "repository: 'sh*'")
      .replace("web]", "web]\n        publish: false"),
    [],
  ],
  [
    "nothing about the repository of an environment",
    fileWith(
      github(
        "repositories: { shop: { formerly: old } }",
        "environments: [{ name: production, repositories: [shop], branches: [main] }]",
      ),
    ),
    [],
  ],
])("warns about a former name without effect: %s", (_, file, warnings) => {
  const found = parseConfig(file, "access.yaml").warnings.filter((text) => text.includes("no effect"));
  expect(found).toStrictEqual(warnings);
});
