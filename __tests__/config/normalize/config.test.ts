import { parseConfig } from "../../../lib/config/load";
import type { GithubValue, Owner, State, ValueTarget } from "../../../lib/config/types";
import { accepting, fileWith, type Lines, NAME, secondAccount, secondRole } from "../access-file";

test.each<[string, Lines, string, string]>([
  ["both by default", {}, "GitHubActionsECRRole", "GitHubActionsECRPolicy"],
  ["the policy after the role", { 11: "        name: Push" }, "Push", "PushPolicy"],
  [
    "the policy after the role, in its case",
    { 11: "        name: githubactionsecrrole" },
    "githubactionsecrrole",
    "githubactionsecrrolePolicy",
  ],
  ["the policy by itself", { 11: "        policyName: Both" }, "GitHubActionsECRRole", "Both"],
])("role and policy are named: %s", (_, lines, name, policyName) => {
  const [role] = roles(lines);

  expect([role?.name, role?.policyName]).toStrictEqual([name, policyName]);
});

test("a role carries its account's tags and its own, which win", () => {
  const [first, second] = roles({
    11: `        tags: { a: role, b: role }\n${secondRole("name: B")}\n    tags: { c: account, a: account }`,
  });

  expect([first?.tags, second?.tags]).toStrictEqual([
    { c: "account", a: "role", b: "role" },
    { c: "account", a: "account" },
  ]);
});

test.each<[string, string, string]>([
  ["ap-northeast-2", "aws", "sts.amazonaws.com"],
  ["cn-north-1", "aws-cn", "sts.amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "sts.amazonaws.com"],
  ["eusc-de-east-1", "aws-eusc", "sts.amazonaws.com"],
])("an account in %s is in the partition %s and accepts tokens for %s", (region, partition, audience) => {
  const [account] = parseConfig(fileWith({ 5: `    region: ${region}` }), NAME).accounts;

  expect([account.partition, account.audience]).toStrictEqual([partition, audience]);
});

test("each owner has a stack with the values of all accounts, and depends on theirs", () => {
  const { owners } = parseConfig(
    fileWith({
      8: "          - { repository: web, branch: main }\n          - { repository: api, owner: other, tag: v* }",
      11: secondAccount(
        "210987654321",
        "b",
        "trust: [{ repository: web, tag: v* }]",
        "publish: { prefix: B_ }",
      ),
    }),
    NAME,
  );

  expect(
    owners.map(({ values, ...owner }) => ({
      ...owner,
      values: values.map(({ as, target, name, value }) => [as, target, name, value]),
    })),
  ).toStrictEqual([
    {
      name: "acme",
      stack: "github-acme",
      environments: [],
      templates: [],
      accountStacks: ["aws-123456789012", "aws-b"],
      formerNames: [],
      renamed: [],
      elsewhere: [],
      values: [
        ["secrets", { level: "repository", repository: "web" }, "AWS_REGION", "ap-northeast-2"],
        ["secrets", { level: "repository", repository: "web" }, "AWS_ACCOUNT_ID", "123456789012"],
        ["secrets", { level: "repository", repository: "web" }, "AWS_ROLE_NAME", "GitHubActionsECRRole"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_REGION", "us-east-1"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_ACCOUNT_ID", "210987654321"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_ROLE_NAME", "GitHubActionsECRRole"],
      ],
    },
    {
      name: "other",
      stack: "github-other",
      environments: [],
      templates: [],
      accountStacks: ["aws-123456789012"],
      formerNames: [],
      renamed: [],
      elsewhere: [],
      values: [
        ["secrets", { level: "repository", repository: "api" }, "AWS_REGION", "ap-northeast-2"],
        ["secrets", { level: "repository", repository: "api" }, "AWS_ACCOUNT_ID", "123456789012"],
        ["secrets", { level: "repository", repository: "api" }, "AWS_ROLE_NAME", "GitHubActionsECRRole"],
      ],
    },
  ]);
});

test("an owner to whom nothing is published has no stack", () => {
  expect(parseConfig(fileWith({ 11: "        publish: false" }), NAME).owners).toStrictEqual([]);
});

function roles(lines: Lines) {
  return parseConfig(fileWith(lines), NAME).accounts[0].roles;
}

const S3: State = {
  kind: "s3",
  bucket: "abc",
  region: "us-gov-west-1",
  partition: "aws-us-gov",
  keyPrefix: "github-actions-ecr",
  kmsKeyId: undefined,
  assumeRoleArn: undefined,
  bucketStack: undefined,
};

test.each<[string, State]>([
  ["", { kind: "local", directory: "." }],
  ["state: { local: {} }", { kind: "local", directory: "." }],
  ["state: { local: { directory: /srv/tf } }", { kind: "local", directory: "/srv/tf" }],
  ["state: { s3: { bucket: abc, region: us-gov-west-1 } }", S3],
  ["state: { s3: { bucket: abc, region: us-gov-west-1, create: false } }", S3],
  [
    "state: { s3: { bucket: abc, region: us-gov-west-1, create: migrated } }",
    { ...S3, bucketStack: { ownState: "bucket", accountIds: ["123456789012"] } },
  ],
  [
    "state: { gcs: { bucket: b } }",
    { kind: "gcs", settings: { prefix: "github-actions-ecr/{stack}", bucket: "b" } },
  ],
  ["state: { gcs: { prefix: 'x/{stack}' } }", { kind: "gcs", settings: { prefix: "x/{stack}" } }],
  ["state: { azurerm: {} }", { kind: "azurerm", settings: { key: "github-actions-ecr/{stack}.tfstate" } }],
  [
    "state: { http: { address: 'https://x/{stack}', retry_max: 3, skip_cert_verification: false } }",
    {
      kind: "http",
      settings: { address: "https://x/{stack}", retry_max: 3, skip_cert_verification: false },
    },
  ],
  ["state: { pg: {} }", { kind: "pg", settings: { schema_name: "{stack}" } }],
  ["state: { cloud: {} }", { kind: "cloud", settings: { workspaces: { name: "{stack}" } } }],
  [
    "state: { cloud: { workspaces: { name: 'ecr-{stack}', tags: [a] } } }",
    { kind: "cloud", settings: { workspaces: { name: "ecr-{stack}", tags: ["a"] } } },
  ],
  ["state: { remote: {} }", { kind: "remote", settings: { workspaces: { name: "{stack}" } } }],
  ["state: { partial: kubernetes }", { kind: "partial", backend: "kubernetes" }],
])("%p keeps the state there", (line, state) => {
  expect(parseConfig(fileWith({ 11: line }), NAME).state).toStrictEqual(state);
});

test.each<[string, string, readonly string[]]>([
  ["the file has, without a role", "", ["123456789012", "210987654321"]],
  ["the role names", ", assumeRoleArn: 'arn:aws-us-gov:iam::333333333333:role/x'", ["333333333333"]],
])("the bucket may lie in the accounts that %s", (_, key, accountIds) => {
  const { state } = parseConfig(
    fileWith({
      11: secondAccount("210987654321", "b"),
      12: `state: { s3: { bucket: abc, region: us-gov-west-1, create: true${key} } }`,
    }),
    NAME,
  );

  expect(state.kind === "s3" ? state.bucketStack : undefined).toStrictEqual({
    ownState: "local",
    accountIds,
  });
});

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
    formerNames: [],
    renamed: [],
    elsewhere: [],
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
        formerNames: [],
        renamed: [],
        elsewhere: [],
      }),
      owner("other", {
        values: [{ as: "secrets", target: WEB, name: "C", value: "us-east-1" }],
        accountStacks: ["aws-b"],
        formerNames: [],
        renamed: [],
        elsewhere: [],
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

test("environments and templates belong to their owners, and an owner without values depends on no account", () => {
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
      elsewhere: [{ repository: "web", name: "test" }],
    }),
    owner("other", {
      environments: [ENVIRONMENT],
      templates: [{ repository: undefined, claims: ["repo", "context"] }],
      accountStacks: [],
      formerNames: [],
      renamed: [],
      elsewhere: [],
    }),
    owner("third", {
      templates: [{ repository: "web", claims: ["repo", "context"] }],
      accountStacks: [],
      formerNames: [],
      renamed: [],
      elsewhere: [],
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
