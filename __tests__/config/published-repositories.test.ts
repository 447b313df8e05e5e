import { repositoriesOf } from "../../lib/config/published-repositories";

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
