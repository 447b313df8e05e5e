import type { Environment, OwnedEnvironment, OwnedTemplate } from "../../../lib/config/config";
import { resolvedEnvironments, resolvedTemplates } from "../../../lib/config/normalize/github";
import { type GithubEntry, githubEntry } from "../../../lib/config/schema/github";

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
  expect(resolvedEnvironments(github({}), "acme")).toStrictEqual({ made: [], protected: [] });
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
