import type { GithubValue, Owner, ValueTarget } from "../../../lib/config/config";
import { parseConfig } from "../../../lib/config/load";
import { accepting, fileWith, type Lines, NAME, secondAccount, secondRole } from "../access-file";

function ownersOf(lines: Lines): readonly Owner[] {
  return parseConfig(fileWith(lines), NAME).owners;
}

function owner(name: string, parts: Partial<Owner>): Owner {
  return {
    name,
    stack: `github-${name}`,
    values: [],
    environments: [],
    templates: [],
    accountStacks: ["aws-123456789012"],
    ...parts,
  };
}

/** The region of the smallest file in a place on GitHub. */
function region(target: ValueTarget, as: GithubValue["as"] = "secrets", name = "A"): GithubValue {
  return { as, target, name, value: "ap-northeast-2" };
}

const WEB = { level: "repository", repository: "web" } as const;
const PROD = { level: "environment", repository: "web", environment: "prod" } as const;
const ORGANIZATION = { level: "organization", visibility: "private" } as const;

const publish = (keys: string): string => `        publish: { ${keys}, values: { A: region } }`;
const IN_PROD = "          - { repository: web, environment: prod }";

test.each<[string, Lines, readonly Owner[]]>([
  ["its repositories", { 11: publish("to: repository") }, [owner("acme", { values: [region(WEB)] })]],
  [
    "variables of its repositories",
    { 11: publish("as: variables") },
    [owner("acme", { values: [region(WEB, "variables")] })],
  ],
  [
    "its environments",
    { 8: IN_PROD, 11: publish("to: environment") },
    [owner("acme", { values: [region(PROD)] })],
  ],
  [
    "itself, for private repositories by default",
    { 11: publish("to: organization") },
    [owner("acme", { values: [region(ORGANIZATION)] })],
  ],
  [
    "itself, for all",
    { 11: publish("to: organization, visibility: all, as: variables") },
    [owner("acme", { values: [region({ level: "organization", visibility: "all" }, "variables")] })],
  ],
  [
    "itself, for selected repositories, each owner with its own ids",
    {
      2: "  owner: acme\n  repositories: { acme/web: { id: 2 }, api: { id: 3 }, other/web: { id: 4 }, lib: { id: 5 } }",
      8: "          - { repository: [api, web], branch: main }\n          - { repository: web, owner: other, branch: main }",
      11: publish("to: [organization, dependabot], visibility: selected"),
    },
    ["acme", "other"].map((name) => {
      const repositoryIds = name === "acme" ? ([3, 2] as const) : ([4] as const);
      const target = {
        level: "organization",
        visibility: "selected",
        repositoryIds: [...repositoryIds] as [number],
      } as const;
      return owner(name, { values: [region(target), region(target, "dependabot secrets")] });
    }),
  ],
  [
    "Dependabot in its repositories",
    { 11: publish("to: dependabot") },
    [owner("acme", { values: [region(WEB, "dependabot secrets")] })],
  ],
  [
    "every level, in the order of the file",
    { 8: IN_PROD, 11: publish("to: [organization, environment, dependabot, repository]") },
    [
      owner("acme", {
        values: [region(ORGANIZATION), region(PROD), region(ORGANIZATION, "dependabot secrets"), region(WEB)],
      }),
    ],
  ],
  [
    "roles and accounts, one after the other, each account once",
    {
      11: [
        publish("to: repository"),
        secondRole("name: B", "publish: { values: { B: region }, repositories: [web] }"),
        secondAccount(
          "210987654321",
          "b",
          "publish: { values: { C: region }, repositories: [web, other/web] }",
        ),
      ].join("\n"),
    },
    [
      owner("acme", {
        values: [
          region(WEB),
          region(WEB, "secrets", "B"),
          { as: "secrets", target: WEB, name: "C", value: "us-east-1" },
        ],
        accountStacks: ["aws-123456789012", "aws-b"],
      }),
      owner("other", {
        values: [{ as: "secrets", target: WEB, name: "C", value: "us-east-1" }],
        accountStacks: ["aws-b"],
      }),
    ],
  ],
])("an owner gets the values of %s", (_, lines, expected) => {
  expect(ownersOf(lines)).toStrictEqual(expected);
});

const ENVIRONMENT = {
  repository: "web",
  name: "prod",
  branches: [],
  tags: [],
  reviewers: { users: [], teams: [] },
  preventSelfReview: false,
  waitMinutes: 0,
  administratorsMayBypass: false,
};

test("environments and templates lie with their owners, and an owner without values waits for no account", () => {
  expect(
    ownersOf({
      2: [
        "  owner: acme",
        "  environments:",
        "    - { name: prod, repositories: [other/web, web] }",
        "    - { name: test, repositories: web, protectedElsewhere: true }",
        "  subjectTemplates:",
        "    - { claims: [repo, context], repositories: [web, third/web], organization: other }",
      ].join("\n"),
      11: publish("to: repository"),
    }),
  ).toStrictEqual([
    owner("acme", {
      values: [region(WEB)],
      environments: [ENVIRONMENT],
      templates: [{ repository: "web", claims: ["repo", "context"] }],
    }),
    owner("other", {
      environments: [ENVIRONMENT],
      templates: [{ repository: undefined, claims: ["repo", "context"] }],
      accountStacks: [],
    }),
    owner("third", {
      templates: [{ repository: "web", claims: ["repo", "context"] }],
      accountStacks: [],
    }),
  ]);
});

test.each<[string, Lines]>([
  ["publish: false", { 11: "        publish: false" }],
  [
    "values that no repository gets",
    {
      8: "          - { repository: team-*, branch: main }",
      11: `        publish: { to: [repository, dependabot] }\n        ${accepting("R07")}`,
    },
  ],
  [
    "an environment that is protected elsewhere",
    {
      2: "  owner: acme\n  environments: [{ name: prod, repositories: '*', protectedElsewhere: true }]",
      11: "        publish: false",
    },
  ],
])("%s gives no owner a stack", (_, lines) => {
  expect(ownersOf(lines)).toStrictEqual([]);
});
