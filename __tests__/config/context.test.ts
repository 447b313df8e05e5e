import { fileContext, resolvedEnvironments, resolvedTemplates } from "../../lib/config/context";
import { type GithubEntry, githubEntry } from "../../lib/config/schema/github";
import type { Environment, GithubHost, OwnedEnvironment, OwnedTemplate } from "../../lib/config/types";

const ROLES = (...trust: readonly unknown[]) => ({
  accounts: [{ roles: trust.map((each) => ({ trust: each })) }],
});

const contextOfFile = (value: unknown) => fileContext({ value, path: [] });

test.each<[string, object, GithubHost]>([
  [
    "github.com, where nothing is said",
    {},
    {
      host: "github.com",
      enterprise: undefined,
      issuerHost: "token.actions.githubusercontent.com",
      apiBaseUrl: undefined,
      writeDelayMs: 1_000,
    },
  ],
  [
    "github.com with an enterprise",
    { host: "github.com", enterprise: "acme-corp" },
    {
      host: "github.com",
      enterprise: "acme-corp",
      issuerHost: "token.actions.githubusercontent.com/acme-corp",
      apiBaseUrl: undefined,
      writeDelayMs: 1_000,
    },
  ],
  [
    "ghe.com",
    { host: "acme.ghe.com" },
    {
      host: "acme.ghe.com",
      enterprise: undefined,
      issuerHost: "token.actions.acme.ghe.com",
      apiBaseUrl: "https://api.acme.ghe.com/",
      writeDelayMs: 1_000,
    },
  ],
  [
    "a GitHub Enterprise Server",
    { host: "git.example.com" },
    {
      host: "git.example.com",
      enterprise: undefined,
      issuerHost: "git.example.com/_services/token",
      apiBaseUrl: "https://git.example.com/",
      writeDelayMs: 1_000,
    },
  ],
])("the file's GitHub is %s", (_, keys, expected) => {
  expect(contextOfFile({ github: { owner: "acme", ...keys } })?.github).toStrictEqual(expected);
});

test.each<[string, unknown, readonly string[]]>([
  ["the file's own", { github: { owner: "Acme" } }, ["Acme"]],
  ["those of github.owners", { github: { owner: "acme", owners: { Other: {} } } }, ["acme", "Other"]],
  [
    "those of github.repositories",
    { github: { owner: "acme", repositories: { web: {}, "Other/api": {} } } },
    ["acme", "Other"],
  ],
  [
    "those of trust",
    {
      github: { owner: "acme" },
      ...ROLES([{ repository: "web", owner: "Other" }], [{ repository: "*", owner: "third" }]),
    },
    ["acme", "Other", "third"],
  ],
  [
    "none of a subject, which names whomever it likes",
    { github: { owner: "acme" }, ...ROLES([{ subject: "repo:other/web:*" }]) },
    ["acme"],
  ],
  [
    "none of a trust policy",
    {
      github: { owner: "acme" },
      accounts: [{ roles: [{ trustPolicy: { repository: "x", owner: "other" } }] }],
    },
    ["acme"],
  ],
])("the owners that may be trusted are %s", (_, file, expected) => {
  const owners = contextOfFile(file)?.lintContext.owners ?? new Map();

  expect([...owners]).toStrictEqual(expected.map((name) => [name.toLowerCase(), name]));
});

test("the repositories whose casing is known are those of github.repositories and of trust, without patterns", () => {
  const found = contextOfFile({
    github: { owner: "acme", repositories: { Web: {}, "Other/Api": {} } },
    ...ROLES([{ repository: ["Docs", "team-*", 5] }, { repository: "lib", owner: "third" }], "x", [
      { subject: "y" },
    ]),
  });

  expect([...(found?.lintContext.repositories ?? [])]).toStrictEqual([
    ["acme/web", "acme/Web"],
    ["other/api", "Other/Api"],
    ["acme/docs", "acme/Docs"],
    ["third/lib", "third/lib"],
  ]);
});

test("the format of a repository is the one in the file, or undefined", () => {
  const { lintContext } =
    contextOfFile({
      github: {
        owner: "acme",
        owners: { acme: { subject: "immutable" } },
        repositories: { web: { subject: "both" } },
      },
    }) ?? {};

  expect(
    ["acme/web", "acme/api", "other/web"].map((name) => {
      const [owner = "", repository = ""] = name.split("/");
      return lintContext?.subjectFormat(owner, repository);
    }),
  ).toStrictEqual(["both", "immutable", undefined]);
});

test("the ids that are known are texts, by names in lower case", () => {
  const found = contextOfFile({
    github: {
      owner: "Acme",
      owners: { Acme: { id: 1 }, other: {}, Third: { id: 9007199254740991, subject: "immutable" } },
      repositories: { Web: { id: 2 }, api: { subject: "both" }, "Other/Api": { id: 3 } },
    },
  });

  expect(found?.lintContext.ids).toStrictEqual({
    owners: new Map([
      ["acme", "1"],
      ["third", "9007199254740991"],
    ]),
    repositories: new Map([
      ["acme/web", "2"],
      ["other/api", "3"],
    ]),
  });
});

test("no id is known if the file has none", () => {
  expect(contextOfFile({ github: { owner: "acme" } })?.lintContext.ids).toStrictEqual({
    owners: new Map(),
    repositories: new Map(),
  });
});

test("environments and templates to create have their owners, and protected environments have names", () => {
  const found = contextOfFile({
    github: {
      owner: "acme",
      environments: [
        { name: "prod", repositories: ["web", "other/api"], branches: "main" },
        { name: "test", repositories: "web" },
        { name: "a:b", repositories: "team-*", protectedElsewhere: true },
      ],
      subjectTemplates: [{ claims: ["repo", "ref"], repositories: "web", organization: "acme" }],
    },
  });
  const bare = {
    branches: [],
    tags: [],
    reviewers: { users: [], teams: [] },
    preventSelfReview: false,
    waitMinutes: 0,
    administratorsMayBypass: false,
  };

  expect(found?.made).toStrictEqual([
    { ...bare, owner: "acme", repository: "web", name: "prod", branches: ["main"] },
    { ...bare, owner: "other", repository: "api", name: "prod", branches: ["main"] },
    { ...bare, owner: "acme", repository: "web", name: "test" },
  ]);
  expect(found?.templates).toStrictEqual([
    { owner: "acme", repository: undefined, claims: ["repo", "ref"] },
    { owner: "acme", repository: "web", claims: ["repo", "ref"] },
  ]);
  expect(found?.lintContext.protectedEnvironments).toStrictEqual([
    "acme/web:prod",
    "other/api:prod",
    "acme/team-*:a:b",
  ]);
});

test("nothing is created or protected by default", () => {
  const found = contextOfFile({ github: { owner: "acme" } });

  expect([found?.made, found?.templates, found?.lintContext.protectedEnvironments]).toStrictEqual([
    [],
    [],
    [],
  ]);
});

test("an owner that has environments or templates alone is none that may be trusted", () => {
  const found = contextOfFile({
    github: {
      owner: "acme",
      environments: [{ name: "prod", repositories: "other/web" }],
      subjectTemplates: [{ claims: ["repo"], repositories: "third/web", organization: "fourth" }],
    },
  });

  expect([...(found?.lintContext.owners ?? [])]).toStrictEqual([["acme", "acme"]]);
});

test.each<[string, unknown]>([
  ["no file", undefined],
  ["a file without github", { accounts: [] }],
  ["a wrong owner", { github: { owner: "ac*" } }],
  ["a wrong host", { github: { owner: "acme", host: "https://github.com" } }],
  ["an unknown key", { github: { owner: "acme", ownr: "acme" } }],
  ["a wrong environment", { github: { owner: "acme", environments: [{ name: "prod" }] } }],
  ["a wrong template", { github: { owner: "acme", subjectTemplates: [{ claims: ["repo"] }] } }],
])("is undefined for %s", (_, file) => {
  expect(contextOfFile(file)).toBeUndefined();
});

/** What a file says under github, checked. */
function github(keys: object): GithubEntry {
  return githubEntry.parse({ owner: "acme", ...keys });
}

const environments = (...entries: readonly object[]) =>
  resolvedEnvironments(github({ environments: entries }), "acme");

const BARE: Omit<Environment, "repository"> = {
  name: "prod",
  branches: [],
  tags: [],
  reviewers: { users: [], teams: [] },
  preventSelfReview: false,
  waitMinutes: 0,
  administratorsMayBypass: false,
};

test.each<[string, object, readonly OwnedEnvironment[]]>([
  [
    "with every default filled in",
    { name: "prod", repositories: "web" },
    [{ owner: "acme", repository: "web", ...BARE }],
  ],
  [
    "in each repository, with its owner",
    { name: "prod", repositories: ["web", "other/api", "acme/lib"] },
    [
      { owner: "acme", repository: "web", ...BARE },
      { owner: "other", repository: "api", ...BARE },
      { owner: "acme", repository: "lib", ...BARE },
    ],
  ],
  [
    "with everything that it can have",
    {
      name: `Prod/EU \${x}`,
      repositories: "web",
      branches: "main",
      tags: ["v*", "w*"],
      reviewers: { users: ["octo"], teams: ["ops", "dev"] },
      preventSelfReview: true,
      waitMinutes: 30,
      administratorsMayBypass: true,
    },
    [
      {
        owner: "acme",
        repository: "web",
        name: `Prod/EU \${x}`,
        branches: ["main"],
        tags: ["v*", "w*"],
        reviewers: { users: ["octo"], teams: ["ops", "dev"] },
        preventSelfReview: true,
        waitMinutes: 30,
        administratorsMayBypass: true,
      },
    ],
  ],
  [
    "with a team alone",
    { name: "prod", repositories: "web", reviewers: { teams: ["ops"] } },
    [{ owner: "acme", repository: "web", ...BARE, reviewers: { users: [], teams: ["ops"] } }],
  ],
  [
    "nowhere, where it is protected elsewhere",
    { name: "prod", repositories: ["web", "team-*"], protectedElsewhere: true },
    [],
  ],
])("an environment is made %s", (_, entry, expected) => {
  expect(environments(entry).made).toStrictEqual(expected);
});

test.each<[string, object, boolean]>([
  ["that is protected elsewhere", { protectedElsewhere: true }, true],
  ["that a user reviews", { reviewers: { users: ["octo"] } }, true],
  [
    "that a team reviews, though any branch may deploy",
    { reviewers: { teams: ["ops"] }, branches: "*" },
    true,
  ],
  ["that administrators may bypass", { reviewers: { users: ["octo"] }, administratorsMayBypass: true }, true],
  ["of one branch", { branches: "main" }, true],
  ["of a pattern for branches", { branches: "release/*" }, true],
  ["of tags", { tags: "v*" }, true],
  ["of a branch and a tag", { branches: "main", tags: "v*" }, true],
  ["without a rule", {}, false],
  ["with a wait alone", { waitMinutes: 30 }, false],
  [
    "with a wait and administrators who may not bypass it",
    { waitMinutes: 30, administratorsMayBypass: false },
    false,
  ],
  ["of any branch", { branches: "*" }, false],
  ["of any branch with a slash", { branches: ["*", "*/*", "**/*"] }, false],
  ["of any branch beside one", { branches: ["main", "*"] }, false],
  ["of any branch of two letters or more", { branches: "??*" }, false],
  ["of any branch with a letter of a set", { branches: "[a-z]*" }, false],
  ["of any branch that begins with no such letter", { branches: "[!x]*" }, false],
  ["of any tag beside one branch", { branches: "main", tags: "*" }, false],
  ["of any branch beside one tag", { branches: "*", tags: "v1" }, false],
])("an environment %s is protected: %j %s", (_, keys, isProtected) => {
  const found = environments({ name: "prod", repositories: ["web", "other/api"], ...keys });

  expect(found.protected).toStrictEqual(isProtected ? ["acme/web:prod", "other/api:prod"] : []);
});

test("patterns are protected as they are written, with their owners", () => {
  expect(
    environments({ name: "a:b", repositories: ["*", "other/team-*"], protectedElsewhere: true }).protected,
  ).toStrictEqual(["acme/*:a:b", "other/team-*:a:b"]);
});

test("a file without environments makes none and protects none", () => {
  expect(resolvedEnvironments(github({}), "acme")).toStrictEqual({ made: [], elsewhere: [], protected: [] });
});

test.each<[string, object, readonly OwnedTemplate[]]>([
  ["none, where nothing is said", {}, []],
  [
    "one for each repository, with its owner",
    { subjectTemplates: [{ claims: ["repo", "ref"], repositories: ["web", "other/api"] }] },
    [
      { owner: "acme", repository: "web", claims: ["repo", "ref"] },
      { owner: "other", repository: "api", claims: ["repo", "ref"] },
    ],
  ],
  [
    "one for a repository, not in a list",
    { subjectTemplates: [{ claims: ["repo"], repositories: "web" }] },
    [{ owner: "acme", repository: "web", claims: ["repo"] }],
  ],
  [
    "an organization's before those of repositories, and those of all entries",
    {
      subjectTemplates: [
        { claims: ["repo", "context"], repositories: "web", organization: "acme" },
        { claims: ["actor", "repo"], organization: "other" },
      ],
    },
    [
      { owner: "acme", repository: undefined, claims: ["repo", "context"] },
      { owner: "acme", repository: "web", claims: ["repo", "context"] },
      { owner: "other", repository: undefined, claims: ["actor", "repo"] },
    ],
  ],
])("the templates that are set are %s", (_, keys, expected) => {
  expect(resolvedTemplates(github(keys), "acme")).toStrictEqual(expected);
});
