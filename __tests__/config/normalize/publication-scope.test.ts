import {
  environmentsOf,
  organizationsOf,
  type PublicationScope,
  publicationScope,
  repositoriesOf,
  subjectsOf,
} from "../../../lib/config/normalize/publication";

const MAIN = { branch: "main" };

test.each<[string, unknown, readonly string[]]>([
  ["those that trust names exactly", { trust: [{ repository: "web", ...MAIN }] }, ["acme/web"]],
  ["each of a list", { trust: [{ repository: ["web", "api"], ...MAIN }] }, ["acme/web", "acme/api"]],
  ["none of a pattern", { trust: [{ repository: ["team-*", "*", "web"], ...MAIN }] }, ["acme/web"]],
  ["those of another owner too", { trust: [{ repository: "api", owner: "other" }] }, ["other/api"]],
  [
    "each once, though two entries name it",
    {
      trust: [
        { repository: "web", ...MAIN },
        { repository: ["api", "web"], tag: "v*" },
      ],
    },
    ["acme/web", "acme/api"],
  ],
  ["none where publish is false", { trust: [{ repository: "web" }], publish: false }, []],
  [
    "those that publish names, whatever trust says",
    { trust: [{ repository: "web" }], publish: { repositories: ["deploy", "other/api", "acme/deploy"] } },
    ["acme/deploy", "other/api"],
  ],
  [
    "those of subjects, with ids and without",
    {
      trust: [
        { subject: "repo:acme/web:*" },
        { subject: "repo:other@1/api@2:ref:refs/heads/main" },
        { repository: "lib", ...MAIN },
      ],
    },
    ["acme/lib", "acme/web", "other/api"],
  ],
  [
    "none of subjects that name none exactly",
    {
      trust: [
        { subject: "repo:acme/w*:ref:refs/heads/main" },
        { subject: "repo:acme/we?:ref:refs/heads/main" },
        { subject: "repo:acme/web" },
        { subject: "environment:prod" },
      ],
    },
    [],
  ],
  [
    "those of subjects with a wildcard in an id",
    { trust: [{ subject: "repo:acme@1/web@*:ref:refs/heads/main" }, { subject: "repo:acme@*/api@2:x" }] },
    ["acme/web", "acme/api"],
  ],
  [
    "those of a trust policy's subjects, whatever their operator",
    {
      trustPolicy: {
        Statement: [
          {
            Effect: "Allow",
            Condition: { StringEquals: { "x:sub": "repo:acme/web:x", "x:aud": "repo:acme/no:x" } },
          },
          {
            Effect: "Allow",
            Condition: { StringLike: { "X:SUB": ["repo:acme@1/api@2:*", "repo:acme/*:x"] } },
          },
        ],
      },
    },
    ["acme/web", "acme/api"],
  ],
  [
    "none of subjects that a trust policy denies, by whatever effect is not Allow",
    {
      trustPolicy: {
        Statement: [
          { Effect: "Deny", Condition: { StringLike: { "x:sub": "repo:acme/web:*" } } },
          { Effect: "allow", Condition: { StringLike: { "x:sub": "repo:acme/lib:*" } } },
          { Condition: { StringLike: { "x:sub": "repo:acme/docs:*" } } },
          { Effect: "Allow", Condition: { StringLike: { "x:sub": "repo:acme/api:*" } } },
        ],
      },
    },
    ["acme/api"],
  ],
  [
    "none for subjects that a negative operator excludes",
    {
      trustPolicy: {
        Statement: {
          Effect: "Allow",
          Condition: {
            StringNotEquals: { "x:sub": "repo:acme/web:x" },
            StringNotLike: { "x:sub": "repo:acme/api:*" },
          },
        },
      },
    },
    [],
  ],
  [
    "those of a single statement",
    {
      trustPolicy: {
        Statement: { Effect: "Allow", Condition: { StringLike: { "x:sub": "repo:acme/web:*" } } },
      },
    },
    ["acme/web"],
  ],
  [
    "those that publish names, whatever the trust policy says",
    {
      trustPolicy: {
        Statement: { Effect: "Allow", Condition: { StringLike: { "x:sub": "repo:acme/web:*" } } },
      },
      publish: { repositories: ["api"] },
    },
    ["acme/api"],
  ],
  ["none of a trust policy that is none", { trustPolicy: { Statement: [5, { Condition: ["x"] }] } }, []],
  ["none of values that are wrong by themselves", { trust: [{ repository: [5, null] }, "x"] }, []],
  ["none where there is no trust", {}, []],
])("a role's values go to %s", (_, value, expected) => {
  const repositories = repositoriesOf({ value, path: [] }, "acme");

  expect(repositories.map(({ owner, name }) => `${owner}/${name}`)).toStrictEqual(expected);
});

test("one repository in two cases gets the values once", () => {
  const value = { trust: [{ repository: ["web", "Web"] }] };

  expect(repositoriesOf({ value, path: [] }, "acme")).toHaveLength(1);
});

const PROD = { environment: "prod" };

/** A trust policy that allows these subjects. */
const letsIn = (...subjects: readonly string[]) => ({
  Statement: { Effect: "Allow", Condition: { StringLike: { "x:sub": subjects } } },
});

test.each<[string, unknown, readonly string[]]>([
  [
    "those of an entry, of each of its repositories",
    { trust: [{ repository: ["web", "api"], ...PROD }] },
    ["acme/web:prod", "acme/api:prod"],
  ],
  ["none of other contexts", { trust: [{ repository: "web", ...MAIN }] }, []],
  [
    "those of another owner's repository",
    { trust: [{ repository: "web", owner: "other", ...PROD }] },
    ["other/web:prod"],
  ],
  [
    "those of a pattern, of the repositories that publish names",
    {
      trust: [{ repository: "team-*", ...PROD }],
      publish: { repositories: ["team-web", "web", "other/team-api"] },
    },
    ["acme/team-web:prod"],
  ],
  [
    "those of a pattern, of the repositories that another entry names",
    {
      trust: [
        { repository: "*", ...PROD },
        { repository: "web", ...MAIN },
      ],
    },
    ["acme/web:prod"],
  ],
  ["none of a pattern alone", { trust: [{ repository: "*", ...PROD }] }, []],
  [
    "none of repositories that publish leaves out",
    { trust: [{ repository: ["web", "api"], ...PROD }], publish: { repositories: ["api"] } },
    ["acme/api:prod"],
  ],
  ["none where publish is false", { trust: [{ repository: "web", ...PROD }], publish: false }, []],
  [
    "each once, at its first place, ignoring case",
    {
      trust: [
        { repository: "web", environment: "Prod" },
        { repository: ["WEB", "web"], environment: "prod" },
        { subject: "repo:acme/web:environment:PROD" },
      ],
    },
    ["acme/web:Prod"],
  ],
  [
    "several of one repository",
    {
      trust: [
        { repository: "web", ...PROD },
        { repository: "web", environment: "test:eu" },
      ],
    },
    ["acme/web:prod", "acme/web:test:eu"],
  ],
  [
    "a * in an entry, which is a literal character",
    { trust: [{ repository: "web", environment: "p*" }] },
    ["acme/web:p*"],
  ],
  [
    "those of subjects, with ids and without, decoded, whatever follows",
    {
      trust: [
        { subject: "repo:acme/web:environment:prod" },
        { subject: "repo:other@1/api@2:environment:a%3Ab:actor:octo" },
      ],
    },
    ["acme/web:prod", "other/api:a:b"],
  ],
  [
    "none of subjects whose environment is a pattern or a variable, or that name none",
    {
      trust: [
        { subject: "repo:acme/web:environment:p*" },
        { subject: "repo:acme/web:environment:p?" },
        { subject: `repo:acme/web:environment:\${aws:x}` },
        { subject: "repo:acme/web:environment:" },
        { subject: "repo:acme/web:ref:refs/heads/environment:prod" },
        { subject: "repo:acme/*:environment:prod" },
      ],
    },
    [],
  ],
  [
    "those of the subjects that a trust policy allows, without repositories that publish leaves out",
    {
      trustPolicy: letsIn("repo:acme/web:environment:prod", "repo:acme/api:environment:test"),
      publish: { repositories: ["Acme/API"] },
    },
    ["Acme/API:test"],
  ],
  [
    "none of values that are wrong by themselves",
    { trust: [{ repository: [5, "web"], environment: 5 }, { repository: "web", environment: null }, 5] },
    [],
  ],
])("the environments that a role can publish to are %s", (_, value, expected) => {
  const environments = environmentsOf({ value, path: [] }, "acme");

  expect(environments.map(({ owner, name, environment }) => `${owner}/${name}:${environment}`)).toStrictEqual(
    expected,
  );
});

test.each<[string, unknown, readonly string[]]>([
  ["the file's owner", { trust: [{ repository: "web", ...MAIN }] }, ["acme"]],
  [
    "those of patterns too",
    {
      trust: [
        { repository: "*", ...MAIN },
        { repository: "t-*", owner: "other" },
      ],
    },
    ["acme", "other"],
  ],
  [
    "each once, in whatever case",
    { trust: [{ repository: "web", owner: "Acme" }, { repository: "api" }] },
    ["Acme"],
  ],
  [
    "those of subjects, with ids and without, by patterns too",
    {
      trust: [
        { subject: "repo:acme/*:x" },
        { subject: "repo:other@1/api@2:x" },
        { subject: "repo:third@1/a*@*:x" },
        { subject: "repo:fourth@*/web:x" },
      ],
    },
    ["acme", "other", "third", "fourth"],
  ],
  [
    "none of subjects that name none",
    {
      trust: [{ subject: "environment:prod" }, { subject: "repo:ac*/web:x" }, { subject: "REPO:acme/web:x" }],
    },
    [],
  ],
  ["those of a trust policy's subjects", { trustPolicy: letsIn("repo:other/*:x") }, ["other"]],
  [
    "those of the repositories that publish names, whatever trust says",
    { trust: [{ repository: "web", owner: "third" }], publish: { repositories: ["web", "other/api"] } },
    ["acme", "other"],
  ],
  ["none where publish is false", { trust: [{ repository: "web" }], publish: false }, []],
  ["none where there is no trust", {}, []],
  ["none of an entry that names no repository", { trust: [{ owner: "other", ...MAIN }, 5, null] }, []],
])("the organizations that a role can publish to are %s", (_, value, expected) => {
  expect(organizationsOf({ value, path: [] }, "acme")).toStrictEqual(expected);
});

test.each<[string, unknown, Partial<PublicationScope>]>([
  ["secrets in repositories, where nothing is said", undefined, {}],
  ["variables", { as: "variables" }, { as: "variables" }],
  ["secrets, if the kind is invalid", { as: "secret" }, {}],
  ["one level, not in a list", { to: "organization" }, { to: ["organization"] }],
  [
    "levels in their order, each once",
    { to: ["dependabot", "organization", "dependabot", "environment"] },
    { to: ["dependabot", "organization", "environment"] },
  ],
  [
    "the levels that are right among others",
    { to: [5, "organisation", "environment", null] },
    { to: ["environment"] },
  ],
  ["repositories, where no level is right", { to: ["organisation"] }, {}],
  ["repositories, if there is no level", { to: [] }, {}],
])("a role's values go to %s", (_, publish, expected) => {
  const value = { trust: [{ repository: "web", ...PROD }], ...(publish !== undefined && { publish }) };

  expect(publicationScope({ value, path: [] }, "acme")).toStrictEqual({
    as: "secrets",
    to: ["repository"],
    repositories: [{ owner: "acme", name: "web" }],
    environments: [{ owner: "acme", name: "web", environment: "prod" }],
    organizations: ["acme"],
    ...expected,
  } satisfies PublicationScope);
});

test("a role's subjects are those of its trust and those that its trust policy allows, each at its place", () => {
  const subject = (name: string) => `repo:acme/${name}:pull_request`;
  const value = {
    trust: [{ subject: subject("a") }, { repository: "web" }, { subject: 5 }, "x", { subject: null }],
    trustPolicy: {
      Statement: [
        {
          Effect: "Allow",
          Condition: {
            StringLike: { "x:sub": [subject("b"), 6] },
            StringEquals: { "Y:SUB": subject("c") },
          },
        },
        { Effect: "Deny", Condition: { StringLike: { "x:sub": subject("d") } } },
        {
          Effect: "Allow",
          Condition: {
            StringNotLike: { "x:sub": subject("e") },
            StringLike: { "x:aud": subject("f"), sub: subject("g") },
          },
        },
      ],
    },
  };
  const condition = ["roles", 0, "trustPolicy", "Statement", 0, "Condition"];

  expect(
    subjectsOf({ value, path: ["roles", 0] }).map(({ path, parsed }) => [parsed.repository, path]),
  ).toStrictEqual([
    ["a", ["roles", 0, "trust", 0, "subject"]],
    ["b", [...condition, "StringLike", "x:sub", 0]],
    ["c", [...condition, "StringEquals", "Y:SUB"]],
  ]);
});

test.each<[string, unknown]>([
  ["that is none", undefined],
  ["without trust", {}],
  ["with trust that names repositories", { trust: [{ repository: "web", branch: "main" }] }],
  ["with a trust policy of another form", { trustPolicy: { Statement: "x" } }],
])("a role %s has no subjects", (_, value) => {
  expect(subjectsOf({ value, path: [] })).toStrictEqual([]);
});
