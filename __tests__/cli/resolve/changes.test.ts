import { changes } from "../../../lib/cli/resolve/changes";
import { pathText } from "../../../lib/config/problem";
import { compared, type Short } from "./compared";
import type { HostedOwners } from "./hosted-github";

const NAME = { id: 2 } as const;
const IDS = { id: 3, format: "immutable" } as const;

/** Changes as lines: `owners.acme.id: 1`, with what stood there before. */
async function lines(file: Short, owners: HostedOwners, isServer = false): Promise<readonly string[]> {
  return changes(await compared(file, owners, { isServer })).map(
    ({ path, from, to }) =>
      `${pathText(path).replace("github.", "")}: ${from === undefined ? "" : `${from} -> `}${to}`,
  );
}

test.each<[string, Short, HostedOwners, readonly string[]]>([
  ["the id of the owner", {}, { acme: { id: 1 } }, ["owners.acme.id: 1"]],
  [
    "ids alone, where names are sent",
    { trust: [{ repository: "web" }] },
    { acme: { id: 1, repositories: { web: NAME } } },
    ["owners.acme.id: 1", "repositories.web.id: 2"],
  ],
  [
    "the format of the owner, where ids are sent",
    { trust: [{ repository: ["web"] }] },
    { acme: { id: 1, repositories: { web: IDS } } },
    ["owners.acme.id: 1", "owners.acme.subject: immutable", "repositories.web.id: 3"],
  ],
  [
    "what most repositories send for the owner, and the other where it is sent",
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
    "ids for the owner, where it is even",
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
    "nothing, where the file says it all",
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
    "nothing of a format that is the default",
    { github: { owners: { acme: { id: 1 } }, repositories: { a: { id: 2 } } } },
    { acme: { id: 1, repositories: { a: NAME } } },
    [],
  ],
  [
    "nothing else for the owner, as long as one repository sends what is written",
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
    "another format for the owner, when no repository sends what is written",
    { github: { owners: { acme: { id: 1, subject: "name" } }, repositories: { b: { id: 3 } } } },
    { acme: { id: 1, repositories: { b: IDS } } },
    ["owners.acme.subject: name -> immutable"],
  ],
  [
    "names for the owner, though they are the default, where something else is written",
    { github: { owners: { acme: { id: 1, subject: "immutable" } }, repositories: { a: { id: 2 } } } },
    { acme: { id: 1, repositories: { a: NAME } } },
    ["owners.acme.subject: immutable -> name"],
  ],
  [
    "another format for a repository that was switched over",
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
    "nothing in place of both formats, which are a choice",
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
    "a repository's own format where its owner says both",
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
    "of a pattern's repositories those with another format than the owner",
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
    "nothing of a pattern's repositories where the owner says both",
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
    "nothing of owners that only subjects and publications name: it would let them be trusted",
    { trust: [{ subject: "repo:stranger/web:*" }], publish: ["other/api"] },
    {
      acme: { id: 1 },
      stranger: { id: 7, repositories: { web: NAME } },
      other: { id: 8, repositories: { api: IDS } },
    },
    ["owners.acme.id: 1"],
  ],
  [
    "at the keys that are there, whatever their casing",
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
    "no format that GitHub does not say",
    { trust: [{ repository: "web" }] },
    { acme: { id: 1, repositories: { web: { id: 2, customization: null } } } },
    ["owners.acme.id: 1", "repositories.web.id: 2"],
  ],
  [
    "what the file says of a format that GitHub does not, where the owner's changes",
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
    "nothing of owners and repositories that are others under the same name",
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
    "nothing of what does not exist",
    { trust: [{ repository: "web" }, { owner: "other", repository: "api" }] },
    { acme: { id: 1 } },
    ["owners.acme.id: 1"],
  ],
])("the file gets %s", async (_, file, owners, expected) => {
  expect(await lines(file, owners)).toStrictEqual(expected);
});

test("the file gets names from a server that says nothing of formats", async () => {
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
