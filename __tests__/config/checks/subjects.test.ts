import { accepting, fileWith, inFile, type Lines, problemLines } from "../access-file";
import { empty, isNot, type Wording } from "../problem-texts";

/** Keys of github beside its owner, from line 3 on; `line` is that of the entry of trust then. */
function github(keys: readonly string[], entry = "repository: web, branch: main"): Lines {
  return { 2: ["  owner: acme", ...keys.map((key) => `  ${key}`)].join("\n"), 8: `          - { ${entry} }` };
}

const ENTRY = "accounts[0].roles[0].trust[0]";
const lacking = (ids: string, command: string, repositories: string): string =>
  `missing ids, which the tokens of ${repositories} contain. Add ${ids}: run the command resolve, or ${command}. See docs/guide/ids.md`;
const both = (repository: string): string => `gh api repos/${repository} --jq '.owner.id, .id'`;
const OWNERS = "gh api users/acme --jq .id";

const ID: Wording = ["a GitHub id", "a whole number from 1 to 9007199254740991"];
const HOST: Wording = [
  "a host of GitHub",
  "github.com, SUBDOMAIN.ghe.com, or the host of a GitHub Enterprise Server in lower case, without https:// and without a port",
];

const IMMUTABLE = "owners: { acme: { subject: immutable } }";
const IMMUTABLE_1 = "owners: { acme: { id: 1, subject: immutable } }";

describe("ids", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "the ids of owner and repository, where the owner's tokens carry them",
      github([IMMUTABLE]),
      [
        `9:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id, github.repositories.web.id", both("acme/web"), "acme/web")}`,
      ],
    ],
    [
      "the id of the repository alone",
      github([IMMUTABLE_1]),
      [`9:27 ${ENTRY}.repository: ${lacking("github.repositories.web.id", both("acme/web"), "acme/web")}`],
    ],
    [
      "the id of the owner alone",
      github(["repositories: { web: { id: 2, subject: immutable } }"]),
      [`9:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id", both("acme/web"), "acme/web")}`],
    ],
    [
      "the ids of a repository that is to be trusted in both formats",
      github(["repositories: { web: { subject: both } }"]),
      [
        `9:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id, github.repositories.web.id", both("acme/web"), "acme/web")}`,
      ],
    ],
    [
      "the ids of each repository of a list that needs them",
      github(
        ["repositories: { web: { subject: immutable }, docs: { subject: name } }", IMMUTABLE_1],
        "repository: [web, docs, api], branch: main",
      ),
      [
        `10:28 ${ENTRY}.repository[0]: ${lacking("github.repositories.web.id, github.repositories.api.id", both("acme/web"), "acme/web, acme/api")}`,
      ],
    ],
    [
      "the ids of another owner and its repository",
      github(
        [
          IMMUTABLE_1.replace("} }", "}, other: { subject: immutable } }"),
          "repositories: { web: { id: 2 } }",
        ],
        "repository: web, owner: other, branch: main",
      ),
      [
        `10:27 ${ENTRY}.repository: ${lacking('github.owners.other.id, github.repositories["other/web"].id', both("other/web"), "other/web")}`,
      ],
    ],
    [
      "the owner's id for a pattern",
      { ...github([IMMUTABLE], "repository: team-*, branch: main"), 11: `        ${accepting("R07")}` },
      [`9:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id", OWNERS, "acme/team-*")}`],
    ],
    [
      "the id of a repository that a pattern matches, with that repository's command",
      {
        ...github(
          ["owners: { acme: { id: 1 } }", "repositories: { team-new: { subject: immutable } }"],
          "repository: team-*, branch: main",
        ),
        11: `        ${accepting("R07")}`,
      },
      [
        `10:27 ${ENTRY}.repository: ${lacking("github.repositories.team-new.id", both("acme/team-new"), "acme/team-new")}`,
      ],
    ],
    [
      "the ids of owner and repositories that a pattern matches, with the first one's command",
      {
        ...github(
          [
            "repositories: { team-a: { subject: immutable }, web: { subject: both }, team-b: { subject: both } }",
          ],
          "repository: team-*, branch: main",
        ),
        11: `        ${accepting("R07")}`,
      },
      [
        `9:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id, github.repositories.team-a.id, github.repositories.team-b.id", both("acme/team-a"), "acme/team-a, acme/team-b")}`,
      ],
    ],
    [
      "ids on ghe.com, with the host in the command",
      github(["host: acme.ghe.com", IMMUTABLE]),
      [
        `10:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id, github.repositories.web.id", "gh api --hostname acme.ghe.com repos/acme/web --jq '.owner.id, .id'", "acme/web")}`,
      ],
    ],
    [
      "the owner's id for a pattern on ghe.com",
      {
        ...github(["host: acme.ghe.com", IMMUTABLE], "repository: team-*, branch: main"),
        11: `        ${accepting("R07")}`,
      },
      [
        `10:27 ${ENTRY}.repository: ${lacking("github.owners.acme.id", "gh api --hostname acme.ghe.com users/acme --jq .id", "acme/team-*")}`,
      ],
    ],
    [
      "ids on github.com, where that is said",
      github(["host: github.com", IMMUTABLE_1]),
      [`10:27 ${ENTRY}.repository: ${lacking("github.repositories.web.id", both("acme/web"), "acme/web")}`],
    ],
    [
      "an id beside one that is wrong",
      github(["owners: { acme: { id: '1', subject: immutable } }"]),
      [
        `3:25 github.owners.acme.id: ${isNot(ID, '"1". Remove the quotes')}`,
        `9:27 ${ENTRY}.repository: ${lacking("github.repositories.web.id", both("acme/web"), "acme/web")}`,
      ],
    ],
    [
      "an id of a repository of the same name of another owner",
      github([IMMUTABLE_1, "repositories: { other/web: { id: 2 } }"]),
      [`10:27 ${ENTRY}.repository: ${lacking("github.repositories.web.id", both("acme/web"), "acme/web")}`],
    ],
  ])("rejects a file that lacks %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test("rejects ids that several roles need once, in a file with other problems too", () => {
    const lines = {
      ...github([IMMUTABLE_1]),
      11: "        polcyName: x\n      - name: B\n        trust: [{ repository: [api], tag: v1 }]\n        ecr: { repositories: [web] }",
    };
    const [missingIds, ...others] = problemLines(fileWith(lines));

    expect(missingIds).toBe(
      `access.yaml:9:27 ${ENTRY}.repository: ${lacking("github.repositories.web.id, github.repositories.api.id", both("acme/web"), "acme/web, acme/api")}`,
    );
    expect(others.map((line) => line.slice(0, line.indexOf(": ")))).toStrictEqual(
      inFile(["12:9 accounts[0].roles[0].polcyName"]),
    );
  });

  test.each<[string, Lines, readonly string[]]>([
    [
      "ids of a wrong type, once",
      github(["owners: { acme: { id: '1', subject: immutable } }", "repositories: { web: { id: true } }"]),
      [
        `3:25 github.owners.acme.id: ${isNot(ID, '"1". Remove the quotes')}`,
        `4:30 github.repositories.web.id: ${isNot(ID, "true")}`,
      ],
    ],
    [
      "ids left empty, once",
      github(["owners: { acme: { id: , subject: immutable } }", "repositories: { web: { id: } }"]),
      [`3:25 github.owners.acme.id: ${empty(ID)}`, `4:30 github.repositories.web.id: ${empty(ID)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["no ids, where tokens carry none", github(["owners: { acme: { subject: name } }"])],
    ["no id of an owner without trusted repositories", github(["owners: { other: { subject: immutable } }"])],
    ["no id of a repository that is not trusted", github(["repositories: { api: { subject: both } }"])],
    ["ids of owner and repository", github([IMMUTABLE_1, "repositories: { web: { id: 2 } }"])],
    ["the owner with the repository", github([IMMUTABLE_1, "repositories: { acme/web: { id: 2 } }"])],
    [
      "no ids of a repository whose own format is by names",
      github([IMMUTABLE, "repositories: { web: { subject: name } }"]),
    ],
    [
      "no id of a repository that a pattern matches",
      {
        ...github(
          [IMMUTABLE_1, "repositories: { team-a: { subject: immutable } }"],
          "repository: team-*, branch: main",
        ),
        11: `        ${accepting("R07")}`,
      },
    ],
    [
      "no ids of a subject that is written out",
      github([IMMUTABLE], "subject: 'repo:acme@1/web@2:ref:refs/heads/main'"),
    ],
  ])("accepts a file with %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});

describe("hosts and repositories", () => {
  const foreign = (host: string): string =>
    `expected no enterprise, because ${host} has its own issuer, got "acme-corp"`;
  const notSent = (given: string): string =>
    `expected name, because a GitHub Enterprise Server sends no ids, got "${given}"`;
  const again = (given: string, other: string): string =>
    `duplicate repository "${given}". The other: access.yaml:${other}`;

  test.each<[string, Lines, readonly string[]]>([
    [
      "an enterprise on ghe.com",
      github(["host: acme.ghe.com", "enterprise: acme-corp"]),
      [`4:15 github.enterprise: ${foreign("acme.ghe.com")}`],
    ],
    [
      "an enterprise on a GitHub Enterprise Server",
      github(["enterprise: acme-corp", "host: git.example.com"]),
      [`3:15 github.enterprise: ${foreign("git.example.com")}`],
    ],
    [
      "ids on a GitHub Enterprise Server, of owners and repositories",
      github([
        "host: git.example.com",
        "owners: { acme: { id: 1, subject: immutable } }",
        "repositories: { web: { id: 2, subject: both }, api: { subject: name } }",
      ]),
      [`4:37 github.owners.acme.subject: ${notSent("immutable")} and 1 more`],
    ],
    [
      "ids on a GitHub Enterprise Server, of an owner without its id",
      github(["host: git.example.com", "owners: { acme: { subject: immutable } }"]),
      [`4:30 github.owners.acme.subject: ${notSent("immutable")}`],
    ],
    [
      "names and ids on a GitHub Enterprise Server, of a repository without its id",
      github(["host: git.example.com", "owners: { acme: { id: 1, subject: both } }"]),
      [`4:37 github.owners.acme.subject: ${notSent("both")}`],
    ],
    [
      "ids on a GitHub Enterprise Server, of a repository of an owner without its id",
      github(["host: git.example.com", "repositories: { web: { id: 2, subject: both } }"]),
      [`4:42 github.repositories.web.subject: ${notSent("both")}`],
    ],
    [
      "an invalid host, and nothing that follows from it",
      github([
        "host: https://git.example.com",
        "enterprise: acme-corp",
        "owners: { acme: { id: 1, subject: immutable } }",
        "repositories: { web: { id: 2, subject: both } }",
      ]),
      [`3:9 github.host: ${isNot(HOST, '"https://git.example.com"')}`],
    ],
    [
      "a host that is not a string, and nothing that follows from it",
      github([
        "host: 5",
        "enterprise: acme-corp",
        "owners: { acme: { id: 1, subject: immutable } }",
        "repositories: { web: { id: 2 } }",
      ]),
      [`3:9 github.host: ${isNot(HOST, "5. Put it in quotes")}`],
    ],
    [
      "a repository with its owner and without",
      github(["repositories: { web: { id: 2 }, api: {}, acme/web: { id: 2 } }"]),
      [`3:44 github.repositories["acme/web"]: ${again("acme/web", "3:24 github.repositories.web")}`],
    ],
    [
      "a repository without its owner and with it, the other way round",
      github(["repositories: { acme/web: { id: 2 }, web: { id: 2 } }"]),
      [`3:40 github.repositories.web: ${again("web", '3:29 github.repositories["acme/web"]')}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["an enterprise on github.com", github(["enterprise: acme-corp"])],
    ["an enterprise on github.com, which is named", github(["host: github.com", "enterprise: acme-corp"])],
    [
      "ids on ghe.com",
      github(["host: acme.ghe.com", IMMUTABLE_1, "repositories: { web: { id: 2, subject: both } }"]),
    ],
    [
      "names and ids that are known on a server",
      github(["host: git.example.com", "owners: { acme: { id: 1, subject: name } }"]),
    ],
    ["one name of two owners", github(["repositories: { web: {}, other/web: {}, third/web: {} }"])],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
