import { pathText } from "../../../lib/config/problem";
import type { Edit } from "../../../lib/explain/fixes/edit";
import { ownerRenamed, repositoryRenamed } from "../../../lib/explain/fixes/names-and-ids";

const FILE = {
  github: {
    owner: "acme",
    owners: { acme: { id: 1 }, other: { id: 5 } },
    repositories: { web: { id: 2 }, "acme/api": { id: 3 }, "other/web": { id: 6 } },
  },
  accounts: [
    {
      roles: [
        {
          trust: [
            { repository: "web", branch: "main" },
            { repository: ["api", "web"], owner: "acme", branch: "main" },
            { repository: "web", owner: "other", branch: "main" },
            { subject: "repo:acme@1/web@2:ref:refs/heads/main" },
            { subject: "repo:other/web:pull_request" },
            { subject: "repo:acme/*", claims: { repository: ["acme/web", "other/web"] } },
            { repository: ["acme/web", "other/web"], branch: "main" },
          ],
          publish: { repositories: ["web", "acme/web", "other/web"] },
        },
        { trustPolicy: {} },
      ],
    },
  ],
};

function texts(edits: readonly Edit[]): readonly string[] {
  return edits.map(({ path, value }) => `${pathText(path)}: ${JSON.stringify(value)}`);
}

const ROLE = "accounts[0].roles[0]";

test("an owner is renamed everywhere in the file", () => {
  expect(texts(ownerRenamed(FILE, "acme", "Acme"))).toStrictEqual([
    'github.owner: "Acme"',
    'github.owners: {"Acme":{"id":1},"other":{"id":5}}',
    'github.repositories: {"web":{"id":2},"Acme/api":{"id":3},"other/web":{"id":6}}',
    `${ROLE}.trust[1].owner: "Acme"`,
    `${ROLE}.trust[3].subject: "repo:Acme@1/web@2:ref:refs/heads/main"`,
    `${ROLE}.trust[5].subject: "repo:Acme/*"`,
    `${ROLE}.trust[5].claims.repository[0]: "Acme/web"`,
    `${ROLE}.trust[6].repository[0]: "Acme/web"`,
    `${ROLE}.publish.repositories[1]: "Acme/web"`,
  ]);
});

test("a repository is renamed everywhere in the file, but not a repository of another owner with the same name", () => {
  expect(texts(repositoryRenamed(FILE, "acme", "WEB", "shop"))).toStrictEqual([
    'github.repositories: {"shop":{"id":2},"acme/api":{"id":3},"other/web":{"id":6}}',
    `${ROLE}.trust[0].repository: "shop"`,
    `${ROLE}.trust[1].repository[1]: "shop"`,
    `${ROLE}.trust[3].subject: "repo:acme@1/shop@2:ref:refs/heads/main"`,
    `${ROLE}.trust[5].claims.repository[0]: "acme/shop"`,
    `${ROLE}.trust[6].repository[0]: "acme/shop"`,
    `${ROLE}.publish.repositories[0]: "shop"`,
    `${ROLE}.publish.repositories[1]: "acme/shop"`,
  ]);
});

test("a name that is already correct stays", () => {
  expect(ownerRenamed(FILE, "ACME", "acme")).toStrictEqual([]);
  expect(repositoryRenamed(FILE, "acme", "Web", "web")).toStrictEqual([]);
  expect(ownerRenamed({}, "acme", "Acme")).toStrictEqual([]);
});
