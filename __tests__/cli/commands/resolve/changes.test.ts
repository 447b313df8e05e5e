import { changes } from "../../../../lib/cli/commands/resolve/changes";
import { pathText } from "../../../../lib/config/problem";
import { compared, type Short } from "./compared";
import type { HostedOwners } from "./hosted-github";

const NAME = { id: 2 } as const;
const IDS = { id: 3, format: "immutable" } as const;

/** Changes as lines: `owners.acme.id: 1`, with the old value if there is one. */
async function lines(file: Short, owners: HostedOwners, isServer = false): Promise<readonly string[]> {
  return changes(await compared(file, owners, { isServer })).map(
    ({ path, from, to }) =>
      `${pathText(path).replace("github.", "")}: ${from === undefined ? "" : `${from} -> `}${to}`,
  );
}

test.each<[string, Short, HostedOwners, readonly string[]]>([
  ["the id of the owner", {}, { acme: { id: 1 } }, ["owners.acme.id: 1"]],
  [
    "only ids, if GitHub sends name subjects",
    { trust: [{ repository: "web" }] },
    { acme: { id: 1, repositories: { web: NAME } } },
    ["owners.acme.id: 1", "repositories.web.id: 2"],
  ],
  [
    "the format of the owner, if GitHub sends ids",
    { trust: [{ repository: ["web"] }] },
    { acme: { id: 1, repositories: { web: IDS } } },
    ["owners.acme.id: 1", "owners.acme.subject: immutable", "repositories.web.id: 3"],
  ],
  [
    "the most frequent format for the owner, and the other one for the repositories that send it",
    { trust: [{ repository: ["a", "b", "c"] }] },
    { acme: { id: 1, repositories: { a: NAME, b: { id: 3 }, c: { id: 4, format: "immutable" } } } },
    [
      "owners.acme.id: 1",
      "repositories.a.id: 2",
      "repositories.b.id: 3",
      "repositories.c.id: 4",
      "repositories.c.subject: immutable",
    ],
  ],
  [
    "immutable for the owner, if both formats are equally frequent",
    { trust: [{ repository: ["a", "b"] }] },
    { acme: { id: 1, repositories: { a: NAME, b: IDS } } },
    [
      "owners.acme.id: 1",
      "owners.acme.subject: immutable",
      "repositories.a.id: 2",
      "repositories.a.subject: name",
      "repositories.b.id: 3",
    ],
  ],
  [
    "nothing, if the file is complete",
    {
      github: {
        owners: { acme: { id: 1, subject: "immutable" } },
        repositories: { a: { id: 2, subject: "name" }, b: { id: 3 } },
      },
    },
    { acme: { id: 1, repositories: { a: NAME, b: IDS } } },
    [],
  ],
  [
    "no format that is the default",
    { github: { owners: { acme: { id: 1 } }, repositories: { a: { id: 2 } } } },
    { acme: { id: 1, repositories: { a: NAME } } },
    [],
  ],
  [
    "no other format for the owner, while one repository sends the one in the file",
    {
      github: {
        owners: { acme: { id: 1, subject: "name" } },
        repositories: {
          a: { id: 2 },
          b: { id: 3, subject: "immutable" },
          c: { id: 4, subject: "immutable" },
        },
      },
    },
    { acme: { id: 1, repositories: { a: NAME, b: IDS, c: { id: 4, format: "immutable" } } } },
    [],
  ],
  [
    "another format for the owner, if no repository sends the one in the file",
    { github: { owners: { acme: { id: 1, subject: "name" } }, repositories: { b: { id: 3 } } } },
    { acme: { id: 1, repositories: { b: IDS } } },
    ["owners.acme.subject: name -> immutable"],
  ],
  [
    "name for the owner, although it is the default, if the file has another format",
    { github: { owners: { acme: { id: 1, subject: "immutable" } }, repositories: { a: { id: 2 } } } },
    { acme: { id: 1, repositories: { a: NAME } } },
    ["owners.acme.subject: immutable -> name"],
  ],
  [
    "another format for a repository that changed its format",
    {
      github: {
        owners: { acme: { id: 1 } },
        repositories: { a: { id: 2 }, b: { id: 3, subject: "name" }, c: { id: 4 } },
      },
    },
    { acme: { id: 1, repositories: { a: NAME, b: IDS, c: { id: 4 } } } },
    ["repositories.b.subject: name -> immutable"],
  ],
  [
    "nothing instead of both, which is a choice of the user",
    {
      github: {
        owners: { acme: { id: 1, subject: "both" }, other: { id: 8 } },
        repositories: { a: { id: 2 }, b: { id: 3 }, "other/c": { id: 9, subject: "both" } },
      },
    },
    { acme: { id: 1, repositories: { a: NAME, b: IDS } }, other: { id: 8, repositories: { c: { id: 9 } } } },
    [],
  ],
  [
    "the format of a repository whose owner has both",
    {
      github: {
        owners: { acme: { id: 1, subject: "both" } },
        repositories: { a: { id: 2, subject: "immutable" } },
      },
    },
    { acme: { id: 1, repositories: { a: NAME } } },
    ["repositories.a.subject: immutable -> name"],
  ],
  [
    "the repositories of a pattern with another format than the owner",
    { trust: [{ repository: ["team-*", "web"] }] },
    {
      acme: {
        id: 1,
        repositories: {
          web: IDS,
          "team-a": { id: 4 },
          "team-b": { id: 5, format: "immutable" },
          "team-c": { id: 6, format: "immutable" },
          api: { id: 7 },
        },
      },
    },
    [
      "owners.acme.id: 1",
      "owners.acme.subject: immutable",
      "repositories.web.id: 3",
      "repositories.team-a.id: 4",
      "repositories.team-a.subject: name",
    ],
  ],
  [
    "nothing for the repositories of a pattern, if the owner has both",
    { github: { owners: { acme: { id: 1, subject: "both" } } }, trust: [{ repository: "*" }] },
    { acme: { id: 1, repositories: { a: NAME, b: IDS } } },
    [],
  ],
  [
    "repositories of another owner with their owner",
    { trust: [{ owner: "other", repository: "api" }], publish: ["other/web"] },
    {
      acme: { id: 1 },
      other: {
        id: 8,
        repositories: { api: { id: 9, format: "immutable" }, web: { id: 10, format: "immutable" } },
      },
    },
    [
      "owners.acme.id: 1",
      "owners.other.id: 8",
      "owners.other.subject: immutable",
      'repositories["other/api"].id: 9',
      'repositories["other/web"].id: 10',
    ],
  ],
  [
    "a repository that a subject names",
    { trust: [{ subject: "repo:acme/web:*" }, { subject: "repo:acme@1/api@4:ref:refs/heads/main" }] },
    { acme: { id: 1, repositories: { web: NAME, api: { id: 4 } } } },
    ["owners.acme.id: 1", "repositories.web.id: 2", "repositories.api.id: 4"],
  ],
  [
    "nothing for owners that occur only in subjects and publish, because entries may be trusted",
    { trust: [{ subject: "repo:partner/web:*" }], publish: ["other/api"] },
    {
      acme: { id: 1 },
      partner: { id: 7, repositories: { web: NAME } },
      other: { id: 8, repositories: { api: IDS } },
    },
    ["owners.acme.id: 1"],
  ],
  [
    "at existing keys in any casing",
    { github: { owners: { Acme: {} }, repositories: { "ACME/Web": {}, API: { id: 4 } } } },
    { acme: { id: 1, repositories: { web: NAME, api: { id: 4 } } } },
    ["owners.Acme.id: 1", 'repositories["ACME/Web"].id: 2'],
  ],
  [
    "at new keys in GitHub's casing",
    { github: { owner: "ACME" }, trust: [{ repository: "WEB" }] },
    { acme: { id: 1, repositories: { web: NAME } } },
    ["owners.acme.id: 1", "repositories.web.id: 2"],
  ],
  [
    "no format that GitHub does not report",
    { trust: [{ repository: "web" }] },
    { acme: { id: 1, repositories: { web: { id: 2, customization: null } } } },
    ["owners.acme.id: 1", "repositories.web.id: 2"],
  ],
  [
    "the previous format for a repository without a reported format, if the owner's changes",
    { trust: [{ repository: ["a", "b"] }] },
    { acme: { id: 1, repositories: { a: { id: 2, customization: null }, b: IDS } } },
    [
      "owners.acme.id: 1",
      "owners.acme.subject: immutable",
      "repositories.a.id: 2",
      "repositories.a.subject: name",
      "repositories.b.id: 3",
    ],
  ],
  [
    "nothing for owners and repositories whose name belongs to someone else now",
    {
      github: {
        owners: { acme: { id: 1 }, other: { id: 5 } },
        repositories: { web: { id: 6 }, api: { id: 7 } },
      },
      trust: [{ owner: "other", repository: "app" }],
    },
    {
      acme: { id: 1, repositories: { web: IDS, api: { id: 7 } } },
      other: { id: 8, repositories: { app: { id: 9, format: "immutable" } } },
    },
    [],
  ],
  [
    "nothing for what does not exist",
    { trust: [{ repository: "web" }, { owner: "other", repository: "api" }] },
    { acme: { id: 1 } },
    ["owners.acme.id: 1"],
  ],
])("the file gets %s", async (_, file, owners, expected) => {
  expect(await lines(file, owners)).toStrictEqual(expected);
});

test("a GitHub Enterprise Server without formats sends names", async () => {
  const github = { owners: { acme: { id: 1, subject: "immutable" } } };
  const owners = {
    acme: {
      id: 1,
      repositories: {
        web: { id: 2, customization: null },
        api: { id: 3, customization: { sub_claim_prefix: null, use_immutable_subject: null } },
      },
    },
  };

  expect(await lines({ github, trust: [{ repository: ["web", "api"] }] }, owners, true)).toStrictEqual([
    "owners.acme.subject: immutable -> name",
    "repositories.web.id: 2",
    "repositories.api.id: 3",
  ]);
});
