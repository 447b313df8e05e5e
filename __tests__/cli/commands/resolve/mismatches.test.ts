import { mismatches } from "../../../../lib/cli/commands/resolve/mismatches";
import { pathText } from "../../../../lib/config/problem";
import type { Answer, GithubApi } from "../../../../lib/github/api";
import { compared, type Short } from "./compared";
import { apiOver, githubWith, type HostedOwners } from "./hosted-github";

const WEB: HostedOwners = { acme: { id: 1, repositories: { web: { id: 2 }, "team-a": { id: 3 } } } };

/** Mismatches as lines, outdated ones with `<`. */
async function lines(...[file, owners, settings]: Parameters<typeof compared>): Promise<readonly string[]> {
  return mismatches(await compared(file, owners, settings)).map(
    ({ problem: { path, message, atKey }, isOutdated }) =>
      `${isOutdated ? "< " : ""}${pathText(path)}${atKey === true ? " (key)" : ""}: ${message}`,
  );
}

test.each<[string, Short, HostedOwners]>([
  ["a file that only names its owner", {}, WEB],
  [
    "a file that names everything as GitHub does",
    {
      github: { owners: { acme: { id: 1 } }, repositories: { web: { id: 2 } } },
      trust: [{ owner: "acme", repository: ["web", "team-*"] }, { subject: "repo:acme/web:*" }],
      publish: ["acme/web"],
    },
    WEB,
  ],
])("no mismatch in %s", async (_, file, owners) => {
  expect(await lines(file, owners)).toStrictEqual([]);
});

/** The message for something that GitHub does not have. */
function absent(noun: string, given: string): string {
  return `expected ${noun} that exists on github.com, got "${given}". If it exists, use a GITHUB_TOKEN that can read it`;
}

function casing(name: string, given: string): string {
  return `expected ${name} in the casing of github.com, got "${given}"`;
}

function renamedTo(name: string, given: string): string {
  return `expected ${name}, its current name on github.com, got "${given}"`;
}

const TRUST = "accounts[0].roles[0].trust";

test.each<[string, Short, HostedOwners, readonly string[]]>([
  [
    "owners that do not exist, without their repositories",
    {
      github: { owners: { other: {} } },
      trust: [{ repository: ["web", "*"] }, { owner: "third", repository: "api" }],
    },
    {},
    [
      `github.owner: ${absent("an owner", "acme")}`,
      `github.owners.other (key): ${absent("an owner", "other")}`,
      `${TRUST}[1].owner: ${absent("an owner", "third")}`,
    ],
  ],
  [
    "repositories that do not exist, anywhere in the file",
    {
      github: { repositories: { gone: {} } },
      trust: [{ repository: ["web", "gone"] }, { subject: "repo:acme/lost:*" }],
      publish: ["none", "other/api"],
    },
    WEB,
    [
      `github.repositories.gone (key): ${absent("a repository", "acme/gone")}`,
      `${TRUST}[0].repository[1]: ${absent("a repository", "acme/gone")}`,
      `accounts[0].roles[0].publish.repositories[0]: ${absent("a repository", "acme/none")}`,
      `accounts[0].roles[0].publish.repositories[1]: ${absent("an owner", "other")}`,
      `${TRUST}[1].subject: ${absent("a repository", "acme/lost")}`,
    ],
  ],
  [
    "names in another casing",
    { github: { owner: "Acme" }, trust: [{ repository: "Web" }, { owner: "acme", repository: "web" }] },
    WEB,
    [`< github.owner: ${casing("acme", "Acme")}`, `< ${TRUST}[0].repository: ${casing("web", "Web")}`],
  ],
  [
    "ids of others under the same name",
    { github: { owners: { acme: { id: 5 } }, repositories: { web: { id: 6 } } } },
    WEB,
    [
      "< github.owners.acme.id: expected 1, the id of acme on github.com, got 5. Another owner has this name now. If you mean it, delete the id and run resolve again",
      "< github.repositories.web.id: expected 2, the id of web on github.com, got 6. Another repository has this name now. If you mean it, delete the id and run resolve again",
    ],
  ],
  [
    "subjects that the token cannot read",
    { trust: [{ repository: "web" }, { repository: "team-*" }] },
    {
      acme: {
        id: 1,
        repositories: { web: { id: 2, forbidden: "No" }, "team-a": { id: 3, forbidden: "No, no" } },
      },
    },
    [
      `${TRUST}[0].repository: GITHUB_TOKEN cannot read "acme/web" (403: No). Use a token with the permission Actions: read`,
      `${TRUST}[1].repository: GITHUB_TOKEN cannot read "team-*" (403: No, no). Use a token with the permission Actions: read`,
    ],
  ],
])("rejects %s", async (_, file, owners, expected) => {
  expect(await lines(file, owners)).toStrictEqual(expected);
});

test("rejects old names of renamed repositories", async () => {
  const owners = {
    acme: { id: 1, repositories: { web: { id: 2 } } },
    other: { id: 8, repositories: { api: { id: 9 } } },
  };
  const renamed = { "acme/old": 2, "acme/api": 9 };
  const file = { github: { repositories: { old: { id: 3 } } }, trust: [{ repository: ["old", "api"] }] };

  expect(await lines(file, owners, { renamed })).toStrictEqual([
    `< github.repositories.old (key): ${renamedTo("web", "old")}`,
    `< ${TRUST}[0].repository[0]: ${renamedTo("web", "old")}`,
    `< ${TRUST}[0].repository[1]: ${renamedTo("other/api", "acme/api")}`,
  ]);
});

test.each<[string, Short, readonly string[]]>([
  [
    "with its entry, once for all places",
    {
      github: { repositories: { web: { id: 2 }, shop: { id: 2 } } },
      trust: [{ repository: ["web", "shop"] }],
      publish: ["web"],
    },
    [
      `< github.repositories.web (key): ${renamedTo("shop", "web")} (3 times). The file has both names: write formerly: web in github.repositories.shop, and remove web, or write shop in its place where shop is missing`,
    ],
  ],
  [
    "with its owner, once for one place",
    { github: { repositories: { "other/api": {} } }, trust: [{ owner: "other", repository: "lib" }] },
    [
      `< ${TRUST}[0].repository: ${renamedTo("api", "lib")}. The file has both names: write formerly: lib in github.repositories["other/api"], and remove lib, or write api in its place where api is missing`,
    ],
  ],
])("says what to do if the file has the old and the new name: %s", async (_, file, expected) => {
  const owners = {
    acme: { id: 1, repositories: { shop: { id: 2 } } },
    other: { id: 8, repositories: { api: { id: 9 } } },
  };
  const renamed = { "acme/web": 2, "other/lib": 9 };
  expect(await lines(file, owners, { renamed })).toStrictEqual(expected);
});

test("rejects what the token cannot read", async () => {
  const forbidden = async (): Promise<Answer<never>> => ({ kind: "forbidden", reason: "No" });
  const rest = apiOver(githubWith(WEB));
  const trust = [{ repository: ["web", "team-*"] }];
  const cannot = (needed: string, given: string) =>
    `GITHUB_TOKEN cannot read "${given}" (403: No). Use a token ${needed}`;
  const denied = (part: Partial<GithubApi>) => lines({ trust }, {}, { api: { ...rest, ...part } });

  expect(await denied({ owner: forbidden })).toStrictEqual([
    `github.owner: ${cannot("that can read it", "acme")}`,
  ]);
  expect(await denied({ repository: forbidden })).toStrictEqual([
    `${TRUST}[0].repository[0]: ${cannot("with the permission Metadata: read", "acme/web")}`,
  ]);
  expect(await denied({ repositoriesOf: forbidden })).toStrictEqual([
    `${TRUST}[0].repository[1]: ${cannot("that can list the repositories of acme", "team-*")}`,
  ]);
  expect(await denied({ repositoriesOf: async () => ({ kind: "missing" }) })).toStrictEqual([
    `${TRUST}[0].repository[1]: ${cannot("that can list the repositories of acme", "team-*").replace("403: No", "404")}`,
  ]);
});
