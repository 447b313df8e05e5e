import { parseConfig } from "../../lib/config/load";
import { accepting, fileWith, inFile, type Lines, NAME, otherWarnings, problemLines } from "./access-file";
import { warned } from "./problem-texts";

const IDS =
  "  owner: acme\n  owners: { acme: { id: 1, subject: immutable }, other: { id: 9 } }\n  repositories: { web: { id: 2 }, team-web: { id: 3 } }";
const IN_PROD = "repository: web, environment: prod";

/** A file that trusts by these entries, and says of environments what the last key of github says. */
const file = (trust: readonly string[], environments?: string): Lines => ({
  2: environments === undefined ? IDS : `${IDS}\n  environments: [${environments}]`,
  8: trust.map((entry) => `          - { ${entry} }`).join("\n"),
  // A role that several repositories share.
  ...(trust.some((entry) => entry.includes("[")) && { 11: `        ${accepting("R39")}` }),
});

const R13 = warned("R13", "role GitHubActionsECRRole in 123456789012, trust[0]");
const WEB_PROD = "repo:acme@1/web@2:environment:prod";

/** The subjects that violate R13. */
function violating(text: string): readonly string[] {
  const { risks } = parseConfig(text, NAME).accounts[0].roles[0];
  return risks
    .filter(({ rule }) => rule.id === "R13")
    .flatMap(({ places }) => places.map(({ given }) => given));
}

test.each<[string, Lines]>([
  ["allows one branch", file([IN_PROD], "{ name: prod, repositories: web, branches: main }")],
  ["allows some tags", file([IN_PROD], "{ name: prod, repositories: [api, acme/web], tags: 'v*' }")],
  [
    "requires the review of a user",
    file([IN_PROD], "{ name: prod, repositories: web, reviewers: { users: [octo] } }"),
  ],
  [
    "requires the review of a team, with any branch",
    file([IN_PROD], "{ name: prod, repositories: web, branches: '*', reviewers: { teams: [ops] } }"),
  ],
  ["is protected elsewhere", file([IN_PROD], "{ name: prod, repositories: web, protectedElsewhere: true }")],
  [
    "is protected elsewhere in all of the owner's repositories",
    file([IN_PROD], "{ name: prod, repositories: '*', protectedElsewhere: true }"),
  ],
  [
    "is protected elsewhere in the repositories of a pattern",
    file(
      ["repository: team-web, environment: prod"],
      "{ name: prod, repositories: 'team-*', protectedElsewhere: true }",
    ),
  ],
  [
    "is protected elsewhere, with a colon in its name",
    file(
      ["repository: web, environment: 'prod:eu', claims: { environment: 'prod:eu' }"],
      "{ name: 'prod:eu', repositories: web, protectedElsewhere: true }",
    ),
  ],
  [
    "is protected in every repository of two",
    file(
      ["repository: [web, team-web], environment: prod"],
      "{ name: prod, repositories: [web, team-web], branches: main }",
    ),
  ],
])("an environment that %s violates no rule", (_, lines) => {
  expect(otherWarnings(fileWith(lines))).toStrictEqual([]);
});

test.each<[string, Lines, string]>([
  ["that the file does not mention", file([IN_PROD]), WEB_PROD],
  [
    "that only has a wait timer",
    file([IN_PROD], "{ name: prod, repositories: web, waitMinutes: 30 }"),
    WEB_PROD,
  ],
  ["that allows any branch", file([IN_PROD], "{ name: prod, repositories: web, branches: '*' }"), WEB_PROD],
  [
    "that allows any branch beside one",
    file([IN_PROD], "{ name: prod, repositories: web, branches: [main, '*'] }"),
    WEB_PROD,
  ],
  ["that has no rule at all", file([IN_PROD], "{ name: prod, repositories: web }"), WEB_PROD],
  ["of another name", file([IN_PROD], "{ name: production, repositories: web, branches: main }"), WEB_PROD],
  [
    "of another repository",
    file([IN_PROD], "{ name: prod, repositories: [api, other/web], branches: main }"),
    WEB_PROD,
  ],
  [
    "of repositories that a pattern does not match",
    file([IN_PROD], "{ name: prod, repositories: ['team-*', 'other/*'], protectedElsewhere: true }"),
    WEB_PROD,
  ],
  [
    "that is not protected in the second of two repositories",
    file(
      ["repository: [web, team-web], environment: prod"],
      "{ name: prod, repositories: web, branches: main }",
    ),
    "repo:acme@1/team-web@3:environment:prod",
  ],
])("warns about an environment %s", (_, lines, given) => {
  expect(otherWarnings(fileWith(lines))).toStrictEqual([R13]);
  expect(violating(fileWith(lines))).toStrictEqual([given]);
});

test.each<[string, string, readonly string[]]>([
  ["of the same pattern is protected", "'team-*'", []],
  ["of all repositories is protected", "'*'", []],
  ["of a narrower pattern is not", "'team-w*'", ["repo:acme/team-*:environment:prod"]],
  ["of one repository is not", "team-web", ["repo:acme/team-*:environment:prod"]],
])("where trust names repositories by a pattern, an environment %s", (_, repositories, given) => {
  const lines: Lines = {
    2: `  owner: acme\n  environments: [{ name: prod, repositories: ${repositories}, protectedElsewhere: true }]`,
    8: "          - { repository: team-*, environment: prod }",
    11: `        publish: false\n        ${accepting("R07", "R23")}`,
  };

  expect(violating(fileWith(lines))).toStrictEqual(given);
  expect(otherWarnings(fileWith(lines))).toStrictEqual(given.length === 0 ? [] : [R13]);
});

test("rejects an accepted R13 once the environment is protected", () => {
  const lines: Lines = {
    ...file([IN_PROD], "{ name: prod, repositories: web, branches: main }"),
    11: `        ${accepting("R13")}`,
  };

  expect(problemLines(fileWith(lines))).toStrictEqual(
    inFile([
      "14:31 accounts[0].roles[0].acceptRisks[0].rule: the role does not violate R13 unprotected-environment (medium). Remove the accepted risk",
    ]),
  );
});

test("a template with the environment in a condition is checked for the same environment", () => {
  const lines = (environments: string): Lines => ({
    ...file([IN_PROD], environments),
    2: `${IDS}\n  environments: [${environments}]\n  subjectTemplates: [{ claims: [repo, repository_owner], repositories: web }]`,
  });

  expect(otherWarnings(fileWith(lines("{ name: prod, repositories: web, branches: main }")))).toStrictEqual(
    [],
  );
  const unprotected = fileWith(lines("{ name: prod, repositories: web }"));
  expect(otherWarnings(unprotected)).toStrictEqual([R13]);
  expect(violating(unprotected)).toStrictEqual(["repo:acme@1/web@2:repository_owner:acme"]);
});
