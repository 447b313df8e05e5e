import { fileWith, inFile, type Lines, problemLines } from "../access-file";
import { LIST, PUBLISH_KEYS, REPOSITORY_OF_OWNER } from "../file-keys";
import { empty, isNot, unknownKey, type Wording } from "../problem-texts";

const PUBLISHED: Wording = [`false or a map with the keys ${PUBLISH_KEYS}`];
const KIND: Wording = ["one of secrets, variables"];
const LEVELS: Wording = ["levels", "one, or a list with at least one element"];
const LEVEL: Wording = ["one of repository, environment, organization, dependabot"];
const VISIBILITY: Wording = ["one of private, all, selected"];
const VALUES: Wording = [
  "a map of names to contents",
  "region, accountId, roleName, roleArn, registry, repository, repositoryUrl",
];
const CONTENT: Wording = ["one of region, accountId, roleName, roleArn, registry, repository, repositoryUrl"];
const VALUE_NAME: Wording = [
  "the name of a secret or variable",
  "1 to 100 letters, digits and _, not starting with a digit or with GITHUB_",
];
const PREFIX: Wording = [
  "a prefix for names of secrets or variables",
  "at most 100 letters, digits and _, not starting with a digit or with GITHUB_",
];

describe("publish", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "publish: true",
      { 11: "        publish: true" },
      [`11:18 accounts[0].roles[0].publish: ${isNot(PUBLISHED, "true")}`],
    ],
    [
      "publish: no, which is a string",
      { 11: "        publish: no" },
      [`11:18 accounts[0].roles[0].publish: ${isNot(PUBLISHED, '"no". Write false')}`],
    ],
    [
      "publish left empty",
      { 11: "        publish:" },
      [`11:17 accounts[0].roles[0].publish: ${isNot(PUBLISHED, "nothing")}`],
    ],
    [
      "publish that is a list",
      { 11: "        publish: [web]" },
      [`11:18 accounts[0].roles[0].publish: ${isNot(PUBLISHED, '["web"]')}`],
    ],
    [
      "an unknown key in publish",
      { 11: "        publish: { prefx: A_ }" },
      [`11:20 accounts[0].roles[0].publish.prefx: ${unknownKey("prefx", "prefix", PUBLISH_KEYS)}`],
    ],
    [
      "another kind of values",
      { 11: "        publish: { as: secret }" },
      [`11:24 accounts[0].roles[0].publish.as: ${isNot(KIND, '"secret", did you mean secrets?')}`],
    ],
    [
      "one repository to publish to, not in a list",
      { 11: "        publish: { repositories: web }" },
      [`11:34 accounts[0].roles[0].publish.repositories: ${isNot(LIST, '"web"')}`],
    ],
    [
      "an empty list of repositories to publish to",
      { 11: "        publish: { repositories: [] }" },
      [`11:34 accounts[0].roles[0].publish.repositories: ${isNot(LIST, "[]")}`],
    ],
    [
      "a pattern to publish to",
      { 11: "        publish: { repositories: [team-*] }" },
      [`11:35 accounts[0].roles[0].publish.repositories[0]: ${isNot(REPOSITORY_OF_OWNER, '"team-*"')}`],
    ],
    [
      "a path to publish to",
      { 11: "        publish: { repositories: [acme/web/x] }" },
      [`11:35 accounts[0].roles[0].publish.repositories[0]: ${isNot(REPOSITORY_OF_OWNER, '"acme/web/x"')}`],
    ],
    [
      "a prefix that is a number",
      { 11: "        publish: { prefix: 1 }" },
      [`11:28 accounts[0].roles[0].publish.prefix: ${isNot(PREFIX, "1. Put it in quotes")}`],
    ],
    [
      "a prefix that begins with a digit",
      { 11: "        publish: { prefix: 1A }" },
      [`11:28 accounts[0].roles[0].publish.prefix: ${isNot(PREFIX, '"1A"')}`],
    ],
    [
      "a prefix of GitHub's own",
      { 11: "        publish: { prefix: GitHub_ }" },
      [`11:28 accounts[0].roles[0].publish.prefix: ${isNot(PREFIX, '"GitHub_"')}`],
    ],
    [
      "a prefix with a hyphen",
      { 11: "        publish: { prefix: prod- }" },
      [`11:28 accounts[0].roles[0].publish.prefix: ${isNot(PREFIX, '"prod-"')}`],
    ],
    [
      "levels of other kinds",
      { 11: "        publish: { to: [organisation, 5, null] }" },
      [
        `11:25 accounts[0].roles[0].publish.to[0]: ${isNot(LEVEL, '"organisation", did you mean organization?')}`,
        `11:39 accounts[0].roles[0].publish.to[1]: ${isNot(LEVEL, "5")}`,
        `11:42 accounts[0].roles[0].publish.to[2]: ${empty(LEVEL)}`,
      ],
    ],
    [
      "one level that is none, not in a list",
      { 11: "        publish: { to: organisation }" },
      [
        `11:24 accounts[0].roles[0].publish.to: ${isNot(LEVEL, '"organisation", did you mean organization?')}`,
      ],
    ],
    [
      "levels that are a map",
      { 11: "        publish: { to: { repository: true } }" },
      [`11:24 accounts[0].roles[0].publish.to: ${isNot(LEVELS, '{"repository":true}')}`],
    ],
    [
      "an empty list of levels",
      { 11: "        publish: { to: [] }" },
      [`11:24 accounts[0].roles[0].publish.to: ${isNot(LIST, "[]")}`],
    ],
    [
      "levels left empty",
      { 11: "        publish: { to: }" },
      [`11:24 accounts[0].roles[0].publish.to: ${empty(LEVELS)}`],
    ],
    [
      "another visibility",
      { 11: "        publish: { to: organization, visibility: public }" },
      [`11:50 accounts[0].roles[0].publish.visibility: ${isNot(VISIBILITY, '"public"')}`],
    ],
    [
      "a visibility of another kind, for that alone",
      { 11: "        publish: { visibility: 5 }" },
      [`11:32 accounts[0].roles[0].publish.visibility: ${isNot(VISIBILITY, "5")}`],
    ],
    [
      "a visibility left empty, for that alone",
      { 11: "        publish: { visibility: }" },
      [`11:32 accounts[0].roles[0].publish.visibility: ${empty(VISIBILITY)}`],
    ],
    [
      "values that are a list",
      { 11: "        publish: { values: [AWS_REGION] }" },
      [`11:28 accounts[0].roles[0].publish.values: ${isNot(VALUES, '["AWS_REGION"]')}`],
    ],
    [
      "values that are text",
      { 11: "        publish: { values: region }" },
      [`11:28 accounts[0].roles[0].publish.values: ${isNot(VALUES, '"region"')}`],
    ],
    [
      "values left empty",
      { 11: "        publish: { values: }" },
      [`11:28 accounts[0].roles[0].publish.values: ${isNot(VALUES, "nothing")}`],
    ],
    [
      "no value at all",
      { 11: "        publish: { values: {} }" },
      [
        "11:28 accounts[0].roles[0].publish.values: expected at least one name, got {}. To publish nothing, write publish: false",
      ],
    ],
    [
      "values that hold something else",
      { 11: "        publish: { values: { A: Region, B: 5, C: null } }" },
      [
        `11:33 accounts[0].roles[0].publish.values.A: ${isNot(CONTENT, '"Region", did you mean region?')}`,
        `11:44 accounts[0].roles[0].publish.values.B: ${isNot(CONTENT, "5")}`,
        `11:50 accounts[0].roles[0].publish.values.C: ${empty(CONTENT)}`,
      ],
    ],
    [
      "names that GitHub does not take, each at its key",
      { 11: "        publish: { values: { 1A: region, github_A: region, A-B: region, '': region } }" },
      [
        `11:30 accounts[0].roles[0].publish.values["1A"]: ${isNot(VALUE_NAME, '"1A"')}`,
        `11:42 accounts[0].roles[0].publish.values.github_A: ${isNot(VALUE_NAME, '"github_A"')}`,
        `11:60 accounts[0].roles[0].publish.values.A-B: ${isNot(VALUE_NAME, '"A-B"')}`,
        `11:73 accounts[0].roles[0].publish.values[""]: ${isNot(VALUE_NAME, '""')}`,
      ],
    ],
    [
      "a name of 101 characters",
      { 11: `        publish: { values: { ${"A".repeat(101)}: region } }` },
      [
        `11:30 accounts[0].roles[0].publish.values.${"A".repeat(101)}: ${isNot(VALUE_NAME, `"${"A".repeat(79)}…" (101 characters)`)}`,
      ],
    ],
    [
      "a prefix of 101 characters, for that alone",
      { 11: `        publish: { prefix: ${"A".repeat(101)} }` },
      [
        `11:28 accounts[0].roles[0].publish.prefix: ${isNot(PREFIX, `"${"A".repeat(79)}…" (101 characters)`)}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["nothing in it", { 11: "        publish: {}" }],
    ["publish: false", { 11: "        publish: false" }],
    ["one level, not in a list", { 11: "        publish: { to: dependabot }" }],
    [
      "several levels, one of them twice",
      { 11: "        publish: { to: [repository, organization, repository] }" },
    ],
    [
      "each visibility of an organization's values",
      { 11: "        publish: { to: organization, visibility: all }" },
    ],
    [
      "names of 1 and of 100 characters",
      { 11: `        publish: { values: { _: region, ${"A".repeat(100)}: region } }` },
    ],
    [
      "everything that a value can hold, under whatever name",
      {
        11: "        publish: { values: { a: region, B1: accountId, GITHUBX: roleName, __a: roleArn, X_: registry } }",
      },
    ],
    ["no prefix", { 11: "        publish: { prefix: '' }" }],
    [
      "a prefix that leaves room for a name",
      { 11: `        publish: { prefix: ${"A".repeat(99)}, values: { B: region } }` },
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
