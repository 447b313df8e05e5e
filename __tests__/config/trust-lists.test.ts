import { parseConfig } from "../../lib/config/load";
import { editTexts, explained, tokenWith } from "../explain/explained";
import { fileWith, inFile, type Lines, NAME, problemLines } from "./access-file";

const entries = (...keys: readonly string[]): Lines => ({
  8: keys.map((each) => `          - { ${each} }`).join("\n"),
});

/** A file whose owner `other` may be trusted. */
const withOther = (...keys: readonly string[]): string =>
  fileWith({ ...entries(...keys), 2: "  owner: acme\n  owners: { other: {} }" });

test.each<[string, string, readonly string[]]>([
  ["branches", "repository: web, branch: [main, dev]", ["branch: main", "branch: dev"]],
  ["tags", "repository: web, tag: [v1, v2]", ["tag: v1", "tag: v2"]],
  ["environments", "repository: web, environment: [prod, test]", ["environment: prod", "environment: test"]],
])("a list of %s gives what the entries give one by one, sources aside", (_, keys, contexts) => {
  const listed = parseConfig(fileWith(entries(keys)), NAME);
  const oneByOne = parseConfig(
    fileWith(entries(...contexts.map((context) => `repository: web, ${context}`))),
    NAME,
  );
  const [{ trustPolicy, publish }] = listed.accounts[0].roles;
  const [expected] = oneByOne.accounts[0].roles;

  expect(trustPolicy).toStrictEqual(expected.trustPolicy);
  expect(publish).toStrictEqual(expected.publish);
  expect(listed.owners).toStrictEqual(oneByOne.owners);
});

test("lists of repositories and branches give all combinations, in the order of the file", () => {
  const [{ trustPolicy }] = parseConfig(withOther("repository: [web, other/api], branch: [main, dev]"), NAME)
    .accounts[0].roles;

  expect(trustPolicy).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
          StringLike: {
            "token.actions.githubusercontent.com:sub": [
              "repo:acme/web:ref:refs/heads/main",
              "repo:acme/web:ref:refs/heads/dev",
              "repo:other/api:ref:refs/heads/main",
              "repo:other/api:ref:refs/heads/dev",
            ],
          },
        },
      },
    ],
  });
});

const LISTS = withOther(
  "repository: [web, other/api], branch: [main, dev]",
  "repository: docs, tag: ['v*', w1]",
  "repository: docs, environment: [prod, 'a:b']",
);

test.each([
  "repo:acme/web:ref:refs/heads/main",
  "repo:acme/web:ref:refs/heads/dev",
  "repo:other/api:ref:refs/heads/dev",
  "repo:acme/docs:ref:refs/tags/v7",
  "repo:acme/docs:ref:refs/tags/w1",
  "repo:acme/docs:environment:prod",
  "repo:acme/docs:environment:a%3Ab",
])("the token %s is allowed", (sub) => {
  expect(explained(LISTS, tokenWith(sub)).outcome).toBe("allowed");
});

test.each([
  "repo:acme/web:ref:refs/heads/main2",
  "repo:acme/web:ref:refs/heads/",
  "repo:acme/web:ref:refs/tags/main",
  "repo:acme/api:ref:refs/heads/main",
  "repo:other/web:ref:refs/heads/main",
  "repo:acme/other/api:ref:refs/heads/main",
  "repo:acme/docs:ref:refs/tags/w2",
  "repo:acme/docs:environment:pro",
  "repo:acme/docs:pull_request",
])("the token %s is denied", (sub) => {
  expect(explained(LISTS, tokenWith(sub)).outcome).toBe("denied");
});

test("OWNER/NAME is the same as the name with its owner", () => {
  const roleOf = (...keys: readonly string[]) => {
    const [{ trustPolicy, publish }] = parseConfig(withOther(...keys), NAME).accounts[0].roles;
    return { trustPolicy, publish };
  };

  expect(roleOf("repository: other/api, environment: prod")).toStrictEqual(
    roleOf("repository: api, owner: other, environment: prod"),
  );
  expect(roleOf("repository: acme/web, branch: main")).toStrictEqual(roleOf("repository: web, branch: main"));
  expect(roleOf("repository: other/api, owner: other, branch: main")).toStrictEqual(
    roleOf("repository: api, owner: other, branch: main"),
  );
});

test.each<[string, Lines, readonly string[]]>([
  [
    "a repository whose ids are missing, in a list and with its owner",
    {
      ...entries("repository: [web, other/api], branch: [main, dev]"),
      2: "  owner: acme\n  owners: { other: { id: 5, subject: immutable } }",
    },
    [
      "9:33 accounts[0].roles[0].trust[0].repository[1]: missing ids, which the tokens of other/api contain. Add github.repositories[\"other/api\"].id: run the command resolve, or gh api repos/other/api --jq '.owner.id, .id'. See docs/guide/ids.md",
    ],
  ],
  [
    "an environment in another spelling, at its place in the list",
    {
      ...entries("repository: web, environment: [test, Prod]"),
      2: "  owner: acme\n  environments: [{ name: prod, repositories: [web] }]",
    },
    [
      '9:52 accounts[0].roles[0].trust[0].environment[1]: expected one spelling of the environment, as on GitHub, got "Prod" and "prod". The other: access.yaml:3:26 github.environments[0].name',
    ],
  ],
  [
    "an owner in another spelling before a repository",
    entries("repository: ACME/web, branch: main"),
    [
      '8:27 accounts[0].roles[0].trust[0].repository: expected one spelling of the owner, as on GitHub, got "ACME" and "acme". The other: access.yaml:2:10 github.owner',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test("a branch in another spelling is edited at its place in the list", () => {
  const text = fileWith(entries("repository: web, branch: [dev, Main]"));

  expect(editTexts(explained(text, tokenWith("repo:acme/web:ref:refs/heads/main")))).toStrictEqual([
    '8:46 accounts[0].roles[0].trust[0].branch[1]: "main"',
  ]);
});

test("a repository in another spelling is edited behind its owner", () => {
  const text = withOther("repository: [web, other/API], branch: main");

  expect(editTexts(explained(text, tokenWith("repo:other/api:ref:refs/heads/main")))).toStrictEqual([
    '9:33 accounts[0].roles[0].trust[0].repository[1]: "other/api"',
  ]);
});

test("a further entry names the owner as the nearest entry does", () => {
  const text = withOther("repository: other/api, branch: main");

  expect(editTexts(explained(text, tokenWith("repo:other/api:environment:prod")))).toStrictEqual([
    '9:13 accounts[0].roles[0].trust[1]: {"repository":"other/api","environment":"prod"}',
  ]);
});
