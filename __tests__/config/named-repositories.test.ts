import { fileInput } from "../../lib/config/input";
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
