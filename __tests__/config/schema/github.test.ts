import { accepting, fileWith, inFile, type Lines, problemLines } from "../access-file";
import { FILE_KEYS, GITHUB_KEYS, KNOWN_KEYS, OWNER, REPOSITORY_OF_OWNER } from "../file-keys";
import { empty, isNot, missing, unknownKey, type Wording } from "../problem-texts";

const GITHUB: Wording = [`a map with the keys ${GITHUB_KEYS}`];

const HOST: Wording = [
  "a host of GitHub",
  "github.com, SUBDOMAIN.ghe.com, or the host of a GitHub Enterprise Server in lower case, without https:// and without a port",
];
const ENTERPRISE: Wording = ["the slug of an enterprise", "1 to 100 letters, digits and _ -"];
const ID: Wording = ["a GitHub id", "a whole number from 1 to 9007199254740991"];
const FORMAT: Wording = ["one of name, immutable, both"];
const KNOWN: Wording = [`a map with the keys ${KNOWN_KEYS}`];
const A79 = "a".repeat(79);

/** Keys of github beside its owner, from line 3 on. */
const github = (...keys: readonly string[]): Lines => ({
  2: ["  owner: acme", ...keys.map((key) => `  ${key}`)].join("\n"),
});

describe("github", () => {
  test.each<[string, Lines, readonly string[]]>([
    ["a file without github", { 1: "", 2: "" }, [`3:1 github: ${missing(GITHUB)}`]],
    ["github without anything in it", { 2: "" }, [`1:8 github: ${empty(GITHUB)}`]],
    ["github as a list", { 1: "github: [acme]", 2: "" }, [`1:9 github: ${isNot(GITHUB, '["acme"]')}`]],
    [
      "an unknown key in github",
      { 2: "  owner: acme\n  ownr: acme" },
      [`3:3 github.ownr: ${unknownKey("ownr", "owner", GITHUB_KEYS)}`],
    ],
    [
      "a key of the file in another spelling",
      { 11: "Accounts: []" },
      [`11:1 Accounts: ${unknownKey("Accounts", "accounts", FILE_KEYS)}`],
    ],
    ["an owner left out", { 2: "  {}" }, [`2:3 github.owner: ${missing(OWNER)}`]],
    ["an owner left empty", { 2: "  owner:" }, [`2:9 github.owner: ${empty(OWNER)}`]],
    [
      "an owner that is no text",
      { 2: "  owner: 12" },
      [`2:10 github.owner: ${isNot(OWNER, "12. Put it in quotes")}`],
    ],
    [
      "an owner that is a list",
      { 2: "  owner: [acme]" },
      [
        `2:10 github.owner: ${isNot(OWNER, '["acme"]. Write one owner. Name others as OWNER/NAME in repository')}`,
      ],
    ],
    [
      "an owner with its address",
      { 2: "  owner: https://github.com/globex" },
      [`2:10 github.owner: ${isNot(OWNER, '"https://github.com/globex". Write the name only: globex')}`],
    ],
    ["an owner with a wildcard", { 2: "  owner: ac*" }, [`2:10 github.owner: ${isNot(OWNER, '"ac*"')}`]],
    [
      "an owner of 40 characters",
      { 2: `  owner: ${"a".repeat(40)}` },
      [`2:10 github.owner: ${isNot(OWNER, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"')}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("github.host", () => {
  test.each<[string, string]>([
    ["a URL", "https://git.example.com"],
    ["the URL of github.com", "https://github.com"],
    ["a port", "git.example.com:8443"],
    ["a path", "git.example.com/"],
    ["upper case", "Git.example.com"],
    ["github.com in upper case", "GitHub.com"],
    ["ghe.com without a subdomain", "ghe.com"],
    ["the API of github.com", "api.github.com"],
    ["GitHub's own subdomain", "www.github.com"],
    ["the issuer of github.com", "token.actions.githubusercontent.com"],
    ["two subdomains of ghe.com", "x.y.ghe.com"],
    ["a subdomain that begins with a hyphen", "-acme.ghe.com"],
    ["a subdomain that ends with a hyphen", "acme-.ghe.com"],
    ["a host without a dot", "localhost"],
    ["two dots", "git..example.com"],
    ["a dot at the end", "git.example.com."],
    ["an underscore", "git_1.example.com"],
  ])("rejects %s", (_, host) => {
    expect(problemLines(fileWith(github(`host: "${host}"`)))).toStrictEqual(
      inFile([`3:9 github.host: ${isNot(HOST, `"${host}"`)}`]),
    );
  });

  test.each<[string, Lines, readonly string[]]>([
    ["a host left empty", github("host:"), [`3:8 github.host: ${empty(HOST)}`]],
    ["a host without characters", github("host: ''"), [`3:9 github.host: ${isNot(HOST, '""')}`]],
    [
      "a host that is a number",
      github("host: 5"),
      [`3:9 github.host: ${isNot(HOST, "5. Put it in quotes")}`],
    ],
    ["several hosts", github("host: [github.com]"), [`3:9 github.host: ${isNot(HOST, '["github.com"]')}`]],
    [
      "a host of 232 characters, whose issuer is longer than IAM takes",
      github(`host: ${"a".repeat(228)}.com`),
      [`3:9 github.host: ${isNot(HOST, `"${A79}…" (232 characters)`)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each([
    "github.com",
    "acme.ghe.com",
    "a-1.ghe.com",
    "git.example.com",
    "github.example.com",
    "git.example",
    `${"a".repeat(227)}.com`,
  ])("accepts %s", (host) => {
    expect(problemLines(fileWith(github(`host: ${host}`)))).toStrictEqual([]);
  });
});

describe("what is known of GitHub", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "an enterprise with a space",
      github("enterprise: acme corp"),
      [`3:15 github.enterprise: ${isNot(ENTERPRISE, '"acme corp"')}`],
    ],
    [
      "an enterprise of 101 characters",
      github(`enterprise: ${"a".repeat(101)}`),
      [`3:15 github.enterprise: ${isNot(ENTERPRISE, `"${A79}…" (101 characters)`)}`],
    ],
    [
      "an enterprise that is a number",
      github("enterprise: 7"),
      [`3:15 github.enterprise: ${isNot(ENTERPRISE, "7. Put it in quotes")}`],
    ],
    [
      "owners in a list",
      github("owners: [acme]"),
      [
        '3:11 github.owners: expected a map of owners (each with the keys id, subject, formerly), got ["acme"]',
      ],
    ],
    [
      "repositories in a list",
      github("repositories: [web]"),
      [
        '3:17 github.repositories: expected a map of repositories (each with the keys id, subject, formerly), got ["web"]',
      ],
    ],
    [
      "owners and repositories left empty",
      github("owners:", "repositories:"),
      [
        "3:10 github.owners: expected a map of owners (each with the keys id, subject, formerly), got nothing",
        "4:16 github.repositories: expected a map of repositories (each with the keys id, subject, formerly), got nothing",
      ],
    ],
    [
      "an owner with a wildcard",
      github("owners: { ac*: {} }"),
      [`3:13 github.owners["ac*"]: ${isNot(OWNER, '"ac*"')}`],
    ],
    [
      "repositories by a pattern, by a path, and with .git",
      github("repositories: { w*: {}, a/b/c: {}, web.git: {} }"),
      [
        `3:19 github.repositories["w*"]: ${isNot(REPOSITORY_OF_OWNER, '"w*"')}`,
        `3:27 github.repositories["a/b/c"]: ${isNot(REPOSITORY_OF_OWNER, '"a/b/c"')}`,
        `3:38 github.repositories["web.git"]: ${isNot(REPOSITORY_OF_OWNER, '"web.git"')}`,
      ],
    ],
    [
      "an id in place of the map",
      github("owners: { acme: 5 }", "repositories: { web: 5 }"),
      [`3:19 github.owners.acme: ${isNot(KNOWN, "5")}`, `4:24 github.repositories.web: ${isNot(KNOWN, "5")}`],
    ],
    ["an owner left empty", github("owners: { acme: }"), [`3:19 github.owners.acme: ${empty(KNOWN)}`]],
    [
      "an unknown key of an owner, and of a repository",
      github("owners: { acme: { idd: 5 } }", "repositories: { web: { format: both } }"),
      [
        `3:21 github.owners.acme.idd: ${unknownKey("idd", "id", KNOWN_KEYS)}`,
        `4:26 github.repositories.web.format: ${unknownKey("format", undefined, KNOWN_KEYS)}`,
      ],
    ],
    [
      "an unknown subject format",
      github("owners: { acme: { subject: names } }", "repositories: { web: { subject: true } }"),
      [
        `3:30 github.owners.acme.subject: ${isNot(FORMAT, '"names", did you mean name?')}`,
        `4:35 github.repositories.web.subject: ${isNot(FORMAT, "true")}`,
      ],
    ],
    [
      "ids that are none",
      github(
        "owners: { a: { id: 0 }, b: { id: -1 }, c: { id: 1.5 }, d: { id: '5' }, e: { id: } }",
        "repositories: { web: { id: 9007199254740992 } }",
      ),
      [
        `3:22 github.owners.a.id: ${isNot(ID, "0")}`,
        `3:36 github.owners.b.id: ${isNot(ID, "-1")}`,
        `3:51 github.owners.c.id: ${isNot(ID, "1.5")}`,
        `3:67 github.owners.d.id: ${isNot(ID, '"5". Remove the quotes')}`,
        `3:83 github.owners.e.id: ${empty(ID)}`,
        `4:30 github.repositories.web.id: ${isNot(ID, "9007199254740992")}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["an enterprise of 100 characters", github(`enterprise: ${"a".repeat(100)}`)],
    ["no owners and no repositories", github("owners: {}", "repositories: {}")],
    ["an owner of whom nothing is known", github("owners: { acme: {}, other: {} }")],
    [
      "ids from 1 on",
      github("owners: { acme: { id: 1 } }", "repositories: { web: { id: 9007199254740991 } }"),
    ],
    [
      "each format",
      github("owners: { acme: { id: 1, subject: name } }", "repositories: { web: { id: 2, subject: both } }"),
    ],
    ["a repository of another owner", github("repositories: { other/api: { id: 3, subject: immutable } }")],
    [
      "an owner of an enterprise's users, and a repository with every sign",
      {
        ...github("owners: { jo_acme: {} }", "repositories: { jo_acme/.a-b_c.d: {} }"),
        11: `        ${accepting("R23")}`,
      },
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
