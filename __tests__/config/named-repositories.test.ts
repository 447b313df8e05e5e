import { fileInput } from "../../lib/config/input";
import { parseConfig } from "../../lib/config/load";
import { namedRepositories } from "../../lib/config/named-repositories";
import { pathText } from "../../lib/config/problem";

/** What a file names, as lines: `owner/name at its place`, with `?` for an owner that is not said to be trusted. */
function lines(value: unknown): readonly string[] {
  return namedRepositories(fileInput({ value, path: [] })).map(
    ({ owner, name, place: { path, atKey }, mayBeTrusted }) =>
      `${owner}${name === undefined ? "" : `/${name}`}${mayBeTrusted ? "" : "?"} at ${atKey === true ? "key " : ""}${pathText(path)}`,
  );
}

test("a file's owners and repositories are found wherever it names them, with the place", () => {
  const file = {
    github: {
      owner: "acme",
      owners: { acme: {}, other: { id: 1 } },
      repositories: { web: {}, "other/api": {} },
    },
    accounts: [
      {
        roles: [
          {
            trust: [
              { repository: "web" },
              { repository: ["api", "team-*"], owner: "other" },
              { subject: "repo:acme@1/infra@2:*" },
              { subject: "repo:acme/*:*" },
            ],
            publish: { repositories: ["web", "third/app"] },
          },
        ],
      },
      {
        roles: [
          {
            trustPolicy: {
              Statement: {
                Effect: "Allow",
                Condition: {
                  StringLike: { "token.actions.githubusercontent.com:sub": ["repo:fourth/x:ref:*"] },
                },
              },
            },
            publish: false,
          },
        ],
      },
    ],
  };

  expect(lines(file)).toStrictEqual([
    "acme at github.owner",
    "acme at key github.owners.acme",
    "other at key github.owners.other",
    "acme/web at key github.repositories.web",
    'other/api at key github.repositories["other/api"]',
    "acme/web at accounts[0].roles[0].trust[0].repository",
    "other at accounts[0].roles[0].trust[1].owner",
    "other/api at accounts[0].roles[0].trust[1].repository[0]",
    "other/team-* at accounts[0].roles[0].trust[1].repository[1]",
    "acme/web? at accounts[0].roles[0].publish.repositories[0]",
    "third/app? at accounts[0].roles[0].publish.repositories[1]",
    "acme/infra? at accounts[0].roles[0].trust[2].subject",
    'fourth/x? at accounts[1].roles[0].trustPolicy.Statement.Condition.StringLike["token.actions.githubusercontent.com:sub"]'.concat(
      "[0]",
    ),
  ]);
});

test.each([
  [undefined],
  ["acme"],
  [{}],
  [{ github: { owner: 5, owners: [], repositories: "web" }, accounts: [{ roles: [{}] }] }],
])("a file like %j names nothing", (file) => {
  expect(lines(file)).toStrictEqual([]);
});

/** The warnings about names of a file with a role for each repository. */
function warned(repositories: readonly string[], known = ""): readonly string[] {
  const roles = repositories.map(
    (repository, index) => `
      - name: role-${index}
        trust: [{ repository: ${JSON.stringify(repository)}, environment: prod }]
        ecr: { repositories: [web] }
        publish: false${repository.includes("*") ? "\n        acceptRisks: [{ rule: R07, reason: tested }]" : ""}`,
  );
  const text = `github:
  owner: acme
  repositories: { ${known} }
accounts:
  - id: "123456789012"
    region: eu-west-1
    roles:${roles.join("")}
`;
  return parseConfig(text, "access.yaml").similarNames;
}

const place = (role: number): string => `accounts[0].roles[${role}].trust[0].repository`;
const SIMILAR =
  "have nearly the same name. If both exist, add the ids of both. See docs/guide/ids.md#write-the-ids-by-hand";

test.each([
  ["Payment-API", "Payments-API"],
  ["payment-api", "paymnet-api"],
  ["frontend", "fontend"],
  ["shop-checkout", "shop-checkuot"],
  ["partner/checkout", "partner/checkouts"],
  ["billing2-api", "biling2-api"],
])("warns of %s beside %s, with both places", (one, other) => {
  const name = (text: string): string => (text.includes("/") ? text : `acme/${text}`);
  const warning = `the repositories ${name(one)} (${place(0)}) and ${name(other)} (${place(1)}) ${SIMILAR}`;
  expect(warned([one, other])).toStrictEqual([warning]);
  expect(parseWarnings([one, other])).toContain(warning);
});

function parseWarnings(repositories: readonly string[]): readonly string[] {
  const trust = repositories.map((repository) => `{ repository: ${repository}, environment: prod }`);
  const text = `github: { owner: acme }
accounts:
  - id: "123456789012"
    region: eu-west-1
    roles:
${trust.map((entry, index) => `      - { name: role-${index}, trust: [${entry}], ecr: { repositories: [web] }, publish: false }`).join("\n")}
`;
  return parseConfig(text, "access.yaml").warnings;
}

test.each<[string, readonly string[]]>([
  ["other digits", ["service1", "service2"]],
  ["short names", ["shop", "shops"]],
  ["a short part", ["service-a", "service-b"]],
  ["another short part", ["images-eu", "images-us"]],
  ["another first letter", ["import-job", "export-job"]],
  ["another word", ["payment-api", "payment-web"]],
  ["two owners", ["acme/payment", "partner/payments"]],
  ["a pattern", ["payment-*", "payments-*"]],
  ["the same name twice", ["payment-api", "payment-api"]],
])("does not warn of %s", (_, repositories) => {
  expect(warned(repositories)).toStrictEqual([]);
});

test("the ids of both silence the warning, the id of one does not", () => {
  const names = ["payment-api", "payments-api"];
  expect(warned(names, "payment-api: { id: 1 }, payments-api: { id: 2 }")).toStrictEqual([]);
  expect(warned(names, "payment-api: { id: 1 }")).toStrictEqual([
    `the repositories acme/payment-api (github.repositories.payment-api) and acme/payments-api (${place(1)}) ${SIMILAR}`,
  ]);
});

test("compares three names in pairs", () => {
  expect(warned(["payment-api", "payments-api", "paymentz-api"])).toHaveLength(3);
});
