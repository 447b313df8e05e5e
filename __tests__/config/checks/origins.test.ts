import { fileWith, inFile, type Lines, problemLines } from "../access-file";

/** An environment of web and api on lines 4 to 6, with these keys. */
const environment = (keys: string): Lines => ({
  2: `  owner: acme\n  environments:\n    - name: prod\n      repositories: [web, other/api]\n      ${keys}`,
});
/** The role publishes to web and its environment. */
const publish = (keys: string): Lines => ({ 11: `        publish: { ${keys} }` });

const E = "github.environments[0]";
const P = "accounts[0].roles[0].publish";
const isNoPlace = (given: string): string => `expected a place of this role's values (web), got "${given}"`;

test.each<[string, Lines, readonly string[]]>([
  [
    "an origin of a repository that the environment does not have",
    environment("origin: { acme/WEB: import, lib: existing }"),
    [
      `6:35 ${E}.origin.lib: expected one of the repositories of this environment (web, other/api), got "lib"`,
    ],
  ],
  [
    "ids of a repository and of patterns that the environment does not have",
    environment(
      "branches: [main]\n      policyIds: { web: { branches: { main: 5, dev: 6 }, tags: { v*: 7 } }, lib: {} }",
    ),
    [
      `7:48 ${E}.policyIds.web.branches.dev: expected one of the branches of this environment (main), got "dev". Add the pattern to branches, or remove its id: a pattern that the file does not have stays in GitHub`,
      `7:66 ${E}.policyIds.web.tags["v*"]: expected one of the tags of this environment (none), got "v*". Add the pattern to tags, or remove its id: a pattern that the file does not have stays in GitHub`,
      `7:77 ${E}.policyIds.lib: expected one of the repositories of this environment (web, other/api), got "lib"`,
    ],
  ],
  [
    "another origin",
    environment("origin: imported"),
    [`6:15 ${E}.origin: expected one of create, import, existing, got "imported", did you mean import?`],
  ],
  [
    "an origin of a place without values of the role",
    publish("origin: { web: import, api: import, web:dev: import, acme/*: import }"),
    [
      `11:43 ${P}.origin.api: ${isNoPlace("api")}`,
      `11:56 ${P}.origin["web:dev"]: ${isNoPlace("web:dev")}`,
      `11:73 ${P}.origin["acme/*"]: ${isNoPlace("acme/*")}`,
    ],
  ],
  [
    "an import of a name that the role does not publish",
    publish("prefix: A_, values: { X: region }, origin: { web: [A_X, X] }"),
    [`11:76 ${P}.origin.web[1]: expected the name of a value of this role (A_X), got "X"`],
  ],
  [
    "an origin of a name that the role does not publish",
    publish("values: { X: region }, origin: { web: { x: existing, Y: import } }"),
    [`11:73 ${P}.origin.web.Y: expected the name of a value of this role (X), got "Y"`],
  ],
  [
    "another origin of a place",
    publish("origin: { web: 5 }"),
    [
      `11:35 ${P}.origin.web: expected one of create, import, existing, a list of names to import, or a map of names to them, got 5`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["an origin for all repositories", environment("origin: existing")],
  [
    "an origin by repository, with and without its owner",
    environment("origin: { acme/web: import, OTHER/api: create }"),
  ],
  ["an origin for all values", publish("origin: existing")],
  ["an origin by name", publish("origin: { web: { AWS_REGION: existing, aws_account_id: import } }")],
  ["an origin by place", publish("origin: { acme/Web: import }")],
  ["names to import, in any casing", publish("values: { X: region, Y: roleName }, origin: { web: [x] }")],
  [
    "an environment",
    {
      8: "          - { repository: web, environment: prod }",
      ...publish("as: variables, to: environment, origin: { 'web:Prod': [AWS_REGION] }"),
    },
  ],
  ["the organization", publish("to: organization, origin: { acme/*: import }")],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
