import type { GithubHost } from "../../lib/config/config";
import { fileContext } from "../../lib/config/file-context";

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

test("no id is known where the file says none", () => {
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
