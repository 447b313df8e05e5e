import { findings } from "../../../lib/cli/resolve/findings";
import { pathText } from "../../../lib/config/problem";
import type { Answer, GithubApi } from "../../../lib/github/api";
import { compared, type Short } from "./compared";
import { apiOver, githubWith, type HostedOwners } from "./hosted-github";

const WEB: HostedOwners = { acme: { id: 1, repositories: { web: { id: 2 }, "team-a": { id: 3 } } } };

/** Findings as lines, what is behind marked by `<`. */
async function lines(...[file, owners, settings]: Parameters<typeof compared>): Promise<readonly string[]> {
  return findings(await compared(file, owners, settings)).map(
    ({ problem: { path, message, atKey }, isBehind }) =>
      `${isBehind ? "< " : ""}${pathText(path)}${atKey === true ? " (key)" : ""}: ${message}`,
  );
}

test.each<[string, Short, HostedOwners]>([
  ["a file that names nothing but its owner", {}, WEB],
  [
    "a file that names everything as GitHub does",
    {
      github: { owners: { acme: { id: 1 } }, repositories: { web: { id: 2 } } },
      trust: [{ owner: "acme", repository: ["web", "team-*"] }, { subject: "repo:acme/web:*" }],
      publish: ["acme/web"],
    },
    WEB,
  ],
])("nothing is found in %s", async (_, file, owners) => {
  expect(await lines(file, owners)).toStrictEqual([]);
});

const ABSENT = "does not exist on github.com, or GITHUB_TOKEN may not see it";
const OTHERWISE = "is written otherwise on github.com";
const RENAMED = "has another name on github.com by now";
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
      `github.owner: ${ABSENT}; needed: an owner that does; given: "acme"`,
      `github.owners.other (key): ${ABSENT}; needed: an owner that does; given: "other"`,
      `${TRUST}[1].owner: ${ABSENT}; needed: an owner that does; given: "third"`,
    ],
  ],
  [
    "repositories that do not exist, wherever they stand",
    {
      github: { repositories: { gone: {} } },
      trust: [{ repository: ["web", "gone"] }, { subject: "repo:acme/lost:*" }],
      publish: ["none", "other/api"],
    },
    WEB,
    [
      `github.repositories.gone (key): ${ABSENT}; needed: a repository that does; given: "acme/gone"`,
      `${TRUST}[0].repository[1]: ${ABSENT}; needed: a repository that does; given: "acme/gone"`,
      `accounts[0].roles[0].publish.repositories[0]: ${ABSENT}; needed: a repository that does; given: "acme/none"`,
      `accounts[0].roles[0].publish.repositories[1]: ${ABSENT}; needed: an owner that does; given: "other"`,
      `${TRUST}[1].subject: ${ABSENT}; needed: a repository that does; given: "acme/lost"`,
    ],
  ],
  [
    "names in another casing",
    { github: { owner: "Acme" }, trust: [{ repository: "Web" }, { owner: "acme", repository: "web" }] },
    WEB,
    [
      `< github.owner: ${OTHERWISE}; needed: acme; given: "Acme"`,
      `< ${TRUST}[0].repository: ${OTHERWISE}; needed: web; given: "Web"`,
    ],
  ],
  [
    "ids of others under the same name",
    { github: { owners: { acme: { id: 5 } }, repositories: { web: { id: 6 } } } },
    WEB,
    [
      "< github.owners.acme.id: is not the id of acme on github.com: that is 1, another owner under the same name; if the other is meant, delete this id and run resolve again; given: 5",
      "< github.repositories.web.id: is not the id of web on github.com: that is 2, another repository under the same name; if the other is meant, delete this id and run resolve again; given: 6",
    ],
  ],
  [
    "subjects that may not be read",
    { trust: [{ repository: "web" }, { repository: "team-*" }] },
    {
      acme: {
        id: 1,
        repositories: { web: { id: 2, forbidden: "No" }, "team-a": { id: 3, forbidden: "No, no" } },
      },
    },
    [
      `${TRUST}[0].repository: may not be read with GITHUB_TOKEN (403: No); needed: a token with the right Actions: read; given: "acme/web"`,
      `${TRUST}[1].repository: may not be read with GITHUB_TOKEN (403: No, no); needed: a token with the right Actions: read; given: "team-*"`,
    ],
  ],
])("rejects %s", async (_, file, owners, expected) => {
  expect(await lines(file, owners)).toStrictEqual(expected);
});

test("rejects names that repositories had before", async () => {
  const owners = {
    acme: { id: 1, repositories: { web: { id: 2 } } },
    other: { id: 8, repositories: { api: { id: 9 } } },
  };
  const renamed = { "acme/old": 2, "acme/api": 9 };
  const file = { github: { repositories: { old: { id: 3 } } }, trust: [{ repository: ["old", "api"] }] };

  expect(await lines(file, owners, { renamed })).toStrictEqual([
    `< github.repositories.old (key): ${RENAMED}; needed: web; given: "old"`,
    `< ${TRUST}[0].repository[0]: ${RENAMED}; needed: web; given: "old"`,
    `< ${TRUST}[0].repository[1]: ${RENAMED}; needed: other/api; given: "acme/api"`,
  ]);
});

test("rejects what may not be read at all", async () => {
  const forbidden = async (): Promise<Answer<never>> => ({ kind: "forbidden", reason: "No" });
  const rest = apiOver(githubWith(WEB));
  const trust = [{ repository: ["web", "team-*"] }];
  const cannot = (needed: string, given: string) =>
    `may not be read with GITHUB_TOKEN (403: No); needed: a token ${needed}; given: "${given}"`;
  const refused = (part: Partial<GithubApi>) => lines({ trust }, {}, { api: { ...rest, ...part } });

  expect(await refused({ owner: forbidden })).toStrictEqual([
    `github.owner: ${cannot("that may read it", "acme")}`,
  ]);
  expect(await refused({ repository: forbidden })).toStrictEqual([
    `${TRUST}[0].repository[0]: ${cannot("with the right Metadata: read", "acme/web")}`,
  ]);
  expect(await refused({ repositoriesOf: forbidden })).toStrictEqual([
    `${TRUST}[0].repository[1]: ${cannot("that may list the repositories of acme", "team-*")}`,
  ]);
  expect(await refused({ repositoriesOf: async () => ({ kind: "missing" }) })).toStrictEqual([
    `${TRUST}[0].repository[1]: ${cannot("that may list the repositories of acme", "team-*").replace("403: No", "404")}`,
  ]);
});
