import { accepting, fileWith, inFile, type Lines, problemLines, secondRole } from "../access-file";

const PUBLISH = "accounts[0].roles[0].publish";
const NAME = "1 to 100 letters, digits and _, not starting with a digit or with GITHUB_";

const publish = (text: string): Lines => ({ 11: `        publish: { ${text} }` });
/** Entries of trust, from line 8 on, before publish. */
const trust = (...entries: readonly string[]): Lines => ({
  8: entries.map((entry) => `          - { ${entry} }`).join("\n"),
});

const PROD = trust("repository: web, environment: prod");

const prefixed = (given: string): string =>
  `11:28 ${PUBLISH}.prefix: expected a prefix that gives valid names (${NAME}), got ${given}`;
const oneRepository = (value: string, given: string): string =>
  `expected a role with one ECR repository, without wildcards, for ${value}, got ecr.repositories: ${given}`;
const NO_ENVIRONMENT =
  "expected an environment in trust for a repository that receives the values. Add an entry with repository and environment";
const DEPENDABOT =
  "expected no dependabot with as: variables, because Dependabot has only secrets. Workflow runs that Dependabot starts can read the other variables";
const forOrganizations = (given: string): string =>
  `expected visibility only with to: organization, got ${given}`;
const lacking = (...ids: readonly string[]): string =>
  `missing ids of the selected repositories. Add ${ids.join(", ")}: run the command resolve. See docs/guide/ids.md`;
const selectsNone = (organization: string): string =>
  `expected repositories of ${organization} to select, but trust names none without wildcards. List them in publish.repositories, or set visibility: private`;

test.each<[string, Lines, readonly string[]]>([
  [
    "names that are one without case, each after the first",
    publish("values: { Region: region, A: roleArn, REGION: registry, region: region }"),
    [
      `11:58 ${PUBLISH}.values.REGION: duplicate name "REGION" (case is ignored)`,
      `11:76 ${PUBLISH}.values.region: duplicate name "region" (case is ignored)`,
    ],
  ],
  [
    "a prefix that makes a name of GitHub's own",
    publish("prefix: git, values: { HUB_REGION: region, A: region }"),
    [prefixed('"gitHUB_REGION"')],
  ],
  [
    "a prefix that gives names of 101 characters, once",
    publish(`prefix: ${"A".repeat(99)}, values: { B: region, CD: region, EF: roleName }`),
    [prefixed(Array.from({ length: 2 }, () => `"${"A".repeat(79)}…" (101 characters)`).join(", "))],
  ],
  [
    "the repository of a role that has several",
    {
      10: "          repositories: [web, api]",
      ...publish("values: { A: region, B: repositoryUrl, C: repository }"),
    },
    [`11:44 ${PUBLISH}.values.B: ${oneRepository("repositoryUrl", '["web","api"]')}`],
  ],
  [
    "the repository of a role that has a pattern",
    { 10: "          repositories: team/*", ...publish("values: { A: repository }") },
    [`11:33 ${PUBLISH}.values.A: ${oneRepository("repository", '["team/*"]')}`],
  ],
  [
    "secrets of Dependabot as variables",
    publish("to: [repository, dependabot], as: variables"),
    [`11:24 ${PUBLISH}.to: ${DEPENDABOT}`],
  ],
  [
    "secrets of Dependabot only as variables",
    publish("to: dependabot, as: variables"),
    [`11:24 ${PUBLISH}.to: ${DEPENDABOT}`],
  ],
  [
    "values of environments where trust names none",
    publish("to: environment"),
    [`11:24 ${PUBLISH}.to: ${NO_ENVIRONMENT}`],
  ],
  [
    "values of environments of other repositories than those that get the values",
    { ...PROD, ...publish("to: [repository, environment], repositories: [api]") },
    [`11:24 ${PUBLISH}.to: ${NO_ENVIRONMENT}`],
  ],
  [
    "values of environments that a pattern alone names",
    {
      ...trust("repository: team-*, environment: prod"),
      11: `        publish: { to: environment }\n        ${accepting("R07")}`,
    },
    [`11:24 ${PUBLISH}.to: ${NO_ENVIRONMENT}`],
  ],
  [
    "a visibility of values that no organization gets",
    publish("visibility: all"),
    [`11:32 ${PUBLISH}.visibility: ${forOrganizations('"all"')}`],
  ],
  [
    "a selection of repositories that get the values themselves, for that alone",
    publish("to: [repository, dependabot], visibility: selected"),
    [`11:62 ${PUBLISH}.visibility: ${forOrganizations('"selected"')}`],
  ],
  [
    "a selection of repositories whose ids the file lacks",
    {
      ...trust("repository: [web, api], branch: main", "repository: lib, owner: other, branch: main"),
      2: "  owner: acme\n  repositories: { api: { id: 3 } }",
      ...publish("to: organization, visibility: selected"),
    },
    [
      `13:50 ${PUBLISH}.visibility: ${lacking("github.repositories.web.id", 'github.repositories["other/lib"].id')}`,
    ],
  ],
  [
    "a selection of no repository, for each organization",
    {
      ...trust(
        "repository: '*', branch: main",
        "repository: team-*, owner: other, branch: main",
        "repository: web, owner: third, branch: main",
      ),
      2: "  owner: acme\n  repositories: { third/web: { id: 1 } }",
      11: `        publish: { to: organization, visibility: selected }\n        ${accepting("R06", "R07")}`,
    },
    [
      `14:50 ${PUBLISH}.visibility: ${selectsNone("acme")}`,
      `14:50 ${PUBLISH}.visibility: ${selectsNone("other")}`,
    ],
  ],
  [
    "everything about a role at once, and about another role",
    {
      11: [
        "        publish: { to: [environment, dependabot], as: variables, visibility: all, prefix: GIT, values: { HUB_: region, hub_: region } }",
        secondRole("name: B", "publish: { to: environment, repositories: [api] }"),
      ].join("\n"),
    },
    [
      `11:24 ${PUBLISH}.to: ${DEPENDABOT}`,
      `11:24 ${PUBLISH}.to: ${NO_ENVIRONMENT}`,
      `11:78 ${PUBLISH}.visibility: ${forOrganizations('"all"')}`,
      `11:91 ${PUBLISH}.prefix: expected a prefix that gives valid names (${NAME}), got "GITHUB_"`,
      `11:120 ${PUBLISH}.values.hub_: duplicate name "hub_" (case is ignored)`,
      `15:24 accounts[0].roles[1].publish.to: ${NO_ENVIRONMENT}`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  [
    "a prefix that makes a name of 100 characters",
    publish(`prefix: ${"A".repeat(99)}, values: { B: region }`),
  ],
  ["a prefix that begins like a name of GitHub's own", publish("prefix: GITHUB, values: { X: region }")],
  ["secrets of Dependabot beside others", publish("to: [repository, dependabot]")],
  ["variables of a repository", publish("to: repository, as: variables")],
  ["values of an environment that trust names", { ...PROD, ...publish("to: environment") }],
  [
    "values of an environment that a pattern names, of a repository that publish names",
    {
      ...trust("repository: team-*, environment: prod"),
      11: `        publish: { to: environment, repositories: [team-web] }\n        ${accepting("R07")}`,
    },
  ],
  [
    "values of an environment that a subject names",
    { ...trust("subject: 'repo:acme/web:environment:prod'"), ...publish("to: environment") },
  ],
  [
    "values of environments with any name that GitHub allows",
    {
      ...trust("repository: web, environment: ['prod:eu', '100%', 'a/b', 'what?', 'two words', '$x', ':']"),
      ...publish("to: [environment, repository, organization]"),
    },
  ],
  ["values of an organization for all", publish("to: organization, visibility: all")],
  [
    "values of an organization for private repositories that a pattern names",
    {
      ...trust("repository: '*', branch: main"),
      11: `        publish: { to: organization, visibility: private }\n        ${accepting("R06")}`,
    },
  ],
  [
    "values of two organizations for repositories whose ids are known, in whatever case",
    {
      ...trust("repository: web, branch: main", "repository: api, owner: other, branch: main"),
      2: "  owner: acme\n  repositories: { acme/web: { id: 2 }, other/api: { id: 3 } }",
      ...publish("to: [organization, dependabot], visibility: selected"),
    },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});

test("accepts the repository of a role that names it twice, or in two regions", () => {
  const lines = {
    10: "          repositories: [web, web]\n          region: [eu-west-1, us-east-1]",
    ...publish("as: variables, values: { A: repository, B: repositoryUrl }"),
  };

  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
