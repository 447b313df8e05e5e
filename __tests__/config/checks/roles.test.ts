import { problemsOfParts, problemsOfRoles } from "../../../lib/config/checks/roles";
import { fileContext } from "../../../lib/config/context";
import { validValues } from "../../../lib/config/draft";
import { fileInput } from "../../../lib/config/input";
import { parseConfig } from "../../../lib/config/load";
import { pathText } from "../../../lib/config/problem";
import { FILE_FORM } from "../../../lib/config/read";
import { accessFile } from "../../../lib/config/schema/access-file";
import { schemaProblems } from "../../../lib/config/schema/schema-problems";
import { yamlFile } from "../../../lib/config/source/yaml-file";
import { ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  NAME,
  numbered,
  problemLines,
  secondAccount,
  secondRole,
} from "../access-file";
import { ACCOUNT_KEYS, ROLE_KEYS } from "../file-keys";
import { broken, isNot, unknownKey, type Wording } from "../problem-texts";

const PATTERN: Lines = { 8: "          - { repository: a-*, branch: main }" };
const R07 = `8:13 accounts[0].roles[0].trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"')}`;

const ACCOUNT_NAME: Wording = [
  "an account name",
  "1 to 64 letters, digits and . _ -, starting with a letter or digit",
];

/** Repositories of 254 characters each: 18 fill the first policy. */
const TWO_POLICIES = `          repositories: [${Array.from({ length: 19 }, (_, index) => `${"r".repeat(250)}-${100 + index}`).join(", ")}]`;
const TAKEN =
  '10:25 accounts[0].roles[0].ecr.repositories: the role\'s repositories need a further policy, and another role has a policy of its name, "GitHubActionsECRPolicy-2". Change policyName of one role';
const NAMED_SO = secondRole("name: B", "policyName: GitHubActionsECRPolicy-2");

/** The value of a text. */
function placeOf(text: string) {
  const file = yamlFile(text);
  if ("errors" in file) throw new TypeError("no YAML");
  return { value: file.value, path: [] };
}

/** The paths of the problems of valid roles, and of valid trust. */
function pathsOfParts(lines: Lines): readonly string[] {
  const file = placeOf(fileWith(lines));
  const context = fileContext(file);
  if (context === undefined) throw new TypeError("an invalid github");
  const { error } = accessFile.safeParse(file.value);
  const invalid = error === undefined ? [] : schemaProblems(error, { value: file.value, ...FILE_FORM });
  const valid = { value: validValues(file.value, invalid), path: [] };
  return problemsOfParts(fileInput(valid), context).map(({ path }) => pathText(path));
}

describe("roles of a file with other errors", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a role whose account has a wrong name",
      { ...PATTERN, 11: "    name: a b" },
      [R07, `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`],
    ],
    [
      "a role whose account has an unknown key",
      { ...PATTERN, 11: "    nme: a" },
      [R07, `11:5 accounts[0].nme: ${unknownKey("nme", "name", ACCOUNT_KEYS)}`],
    ],
    [
      "what a role may do, if only its publish is wrong",
      {
        8: "          - { repository: web, pullRequest: true }",
        11: "        publish: { as: secret }",
      },
      [
        `8:13 accounts[0].roles[0].trust[0]: ${broken("R09", '"repo:acme/web:pull_request"')}`,
        '11:24 accounts[0].roles[0].publish.as: expected one of secrets, variables, got "secret", did you mean secrets?',
      ],
    ],
    [
      "a role beside an invalid one",
      { ...PATTERN, 11: secondRole("name: B", "polcyName: x") },
      [R07, `14:9 accounts[0].roles[1].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`],
    ],
    [
      "a role of another account than the one that is wrong",
      {
        4: '  - id: "12"',
        11: secondAccount("210987654321", "b", "trust: [{ repository: b-*, branch: main }]"),
      },
      [
        '4:9 accounts[0].id: expected an AWS account id (12 digits in quotes), got "12"',
        `16:17 accounts[1].roles[0].trust[0]: ${broken("R07", '"repo:acme/b-*:ref:refs/heads/main"')}`,
      ],
    ],
    [
      "a role in a file whose values are right by themselves and wrong together",
      { ...PATTERN, 11: secondRole("trust: [{ repository: web, tag: v1 }]", "policyName: x") },
      [
        R07,
        '11:9 accounts[0].roles[1]: duplicate role name "GitHubActionsECRRole" in this account (case is ignored). Add name: to this role. A role without name is GitHubActionsECRRole. The other: access.yaml:7:9 accounts[0].roles[0]',
      ],
    ],
    [
      "a role by the length that its account allows, though its account has a wrong name",
      {
        8: `          - { subject: "${"repo:acme/web:environment:".padEnd(1695, "a")}" }`,
        11: "    name: a b\n    trustPolicyCharacters: 2049",
      },
      [
        "8:11 accounts[0].roles[0].trust: expected a trust policy of at most 2049 characters, got 2050. Split the entries over several roles, or use repository patterns. If AWS has raised the account's quota, set trustPolicyCharacters (at most 8192)",
        `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`,
      ],
    ],
    [
      "only the form of a custom trust policy",
      {
        7: "      - trustPolicy: { Version: 1 }",
        8: `        ${accepting("R08")}`,
        11: "    name: a b",
      },
      [
        "7:22 accounts[0].roles[0].trustPolicy.Statement: missing. Expected a statement or a list of statements",
        "7:33 accounts[0].roles[0].trustPolicy.Version: expected a policy version (2012-10-17), got 1",
        `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`,
      ],
    ],
    [
      "a further policy by the name of another role's, though their account has a wrong name",
      { 10: TWO_POLICIES, 11: `${NAMED_SO}\n    name: a b` },
      [TAKEN, `16:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`],
    ],
    [
      "a further policy by the name of another role's, though a third role is wrong",
      { 10: TWO_POLICIES, 11: `${NAMED_SO}\n${secondRole("name: C", "polcyName: x")}` },
      [TAKEN, `19:9 accounts[0].roles[2].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines, readonly string[]]>([
    ["one that violates no rule", { 11: "    name: a b" }, []],
    ["one that violates a rule", { ...PATTERN, 11: "    name: a b" }, ["accounts[0].roles[0].trust[0]"]],
    ["none with an unknown key, which may be acceptRisks", { ...PATTERN, 11: "        polcyName: x" }, []],
    ["none with invalid accepted risks", { ...PATTERN, 11: "        acceptRisks: R07" }, []],
    ["none with an invalid entry of trust", { 8: `${PATTERN[8]}\n          - { repository: b-* }` }, []],
    [
      "the trust of one with another invalid value",
      { ...PATTERN, 10: "          repositories: [W]", 11: "        maxSessionSeconds: 1" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust of one with another invalid value, not what it accepts",
      { ...PATTERN, 10: "          repositories: [W]", 11: `        ${accepting("R07", "R35")}` },
      [],
    ],
    [
      "the trust in an account with an invalid id",
      { ...PATTERN, 4: "  - id: 12" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid region",
      { ...PATTERN, 5: "    region: mars" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid audience",
      { ...PATTERN, 11: "    audience: '*'" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid quota",
      { ...PATTERN, 11: "    trustPolicyCharacters: 1" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "none without an id that its tokens contain",
      {
        2: "  owner: acme\n  owners: { acme: { id: 1, subject: immutable } }",
        8: "          - { repository: [web, a-*], branch: main }",
      },
      [],
    ],
    [
      "another beside one without an id",
      {
        2: "  owner: acme\n  repositories: { web: { subject: immutable } }",
        11: secondRole("name: B", "trust: [{ repository: a-*, branch: main }]"),
      },
      ["accounts[0].roles[1].trust[0]"],
    ],
    [
      "each, without the policy names of an invalid role",
      {
        10: TWO_POLICIES,
        11: secondRole("name: B", "policyName: GitHubActionsECRPolicy-2", "polcyName: x"),
      },
      [],
    ],
    [
      "no further policy by the name of another account's",
      {
        10: TWO_POLICIES,
        11: secondAccount("210987654321", "b", "policyName: GitHubActionsECRPolicy-2"),
      },
      [],
    ],
  ])("are checked: %s", (_, lines, paths) => {
    expect(pathsOfParts(lines)).toStrictEqual(paths);
  });

  test.each<[string, unknown]>([
    ["no accounts", {}],
    ["accounts of other kinds", { accounts: ["x", 5, { roles: ["x", null] }, { roles: 5 }] }],
  ])("are not checked if there are none: %s", (_, keys) => {
    const file = { value: { github: { owner: "acme" }, ...(keys as object) }, path: [] };
    const context = fileContext(file);
    if (context === undefined) throw new TypeError("an invalid github");

    expect(problemsOfParts(fileInput(file), context)).toStrictEqual([]);
  });
});

describe("roles of a file without other errors", () => {
  test("have no problems in a valid file, in whole or in part", () => {
    const text = fileWith();
    const { accounts, github } = parseConfig(text, NAME);

    expect(problemsOfRoles(accounts, github, fileInput(placeOf(text)))).toStrictEqual([]);
    expect(pathsOfParts({})).toStrictEqual([]);
  });

  test.each<[string, Lines, readonly string[]]>([
    ["by the rules they break", PATTERN, [R07]],
    ["by the names of their further policies", { 10: TWO_POLICIES, 11: NAMED_SO }, [TAKEN]],
    [
      "in each account, at their own places",
      {
        ...PATTERN,
        11: secondAccount("210987654321", "b", "trust: [{ repository: b-*, branch: main }]"),
      },
      [R07, `16:17 accounts[1].roles[0].trust[0]: ${broken("R07", '"repo:acme/b-*:ref:refs/heads/main"')}`],
    ],
  ])("rejects them %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

/** Entries that come to 1,987 characters and those of the last name. */
const trusted = (last: number): string =>
  `          - { repository: [${[...numbered(35, "repository-"), "r".repeat(last)].join(", ")}], branch: main }`;

/** An entry with a subject of so many characters, which come to 355 more in a trust policy. */
const subjectOf = (characters: number): string =>
  `          - { subject: "${"repo:acme/web:environment:".padEnd(characters, "a")}" }`;

/** Repositories that come to 5,898 characters and those of the last name, in one policy. */
const pushed = (last: number): string =>
  `          repositories: [${[...numbered(82, "repository-"), "r".repeat(last)].join(", ")}]`;

/** Repositories of 254 characters each: 18 fill the first policy, 19 each of the others. */
const longNames = (count: number): string =>
  `          repositories: [${Array.from({ length: count }, (_, index) => `${"r".repeat(250)}-${100 + index}`).join(", ")}]`;

function ownDocument(branch: string, sid = "x") {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
            [`${ISSUER}:sub`]: `repo:acme/web:ref:refs/heads/${branch}`,
          },
        },
      },
    ],
  };
}

/** A role with a custom trust policy of this many characters. */
function ownDocumentOf(characters: number, sid?: string): Lines {
  const shortest = JSON.stringify(ownDocument("", sid)).replaceAll(" ", "").length;
  const document = ownDocument("b".repeat(characters - shortest), sid);
  return { 7: `      - trustPolicy: ${JSON.stringify(document)}`, 8: "" };
}

const TRUST = "8:11 accounts[0].roles[0].trust";
const OWN = "7:22 accounts[0].roles[0].trustPolicy";
const tooLong = (characters: number, allowed: number, fix: string): string =>
  `expected a trust policy of at most ${allowed} characters, got ${characters}. ${fix}`;
const DIVIDE = "Split the entries over several roles, or use repository patterns";
const SHORTEN = "Shorten it";
const RAISE = ". If AWS has raised the account's quota, set trustPolicyCharacters (at most 8192)";
const NO_ROOM =
  "11:21 accounts[0].roles[0].policyName: expected at most 128 characters with the number of each further policy";
const A79 = "a".repeat(79);

test("the length of a role's documents is measured as they are written", () => {
  const [{ trustPolicy, policies }] = parseConfig(fileWith({ 8: trusted(61), 10: pushed(246) }), NAME)
    .accounts[0].roles;

  expect(JSON.stringify(trustPolicy)).toHaveLength(2048);
  expect(policies.map(({ document }) => JSON.stringify(document).length)).toStrictEqual([6144]);
});

test("an ECR policy of more than 6,144 characters is split, without an error", () => {
  const [{ policies }] = parseConfig(fileWith({ 10: pushed(247) }), NAME).accounts[0].roles;

  expect(policies.map(({ name }) => name)).toStrictEqual([
    "GitHubActionsECRPolicy",
    "GitHubActionsECRPolicy-2",
  ]);
});

describe("lengths", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a trust policy of 2,049 characters",
      { 8: trusted(62) },
      [`${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`],
    ],
    [
      "a trust policy of 2,049 characters where 2,048 are said",
      { 8: trusted(62), 11: "    trustPolicyCharacters: 2048" },
      [`${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`],
    ],
    [
      "a document of 2,049 characters",
      ownDocumentOf(2049),
      [`${OWN}: ${tooLong(2049, 2048, SHORTEN)}${RAISE}`],
    ],
    [
      "a document of 4,097 characters where 4,096 are allowed",
      { ...ownDocumentOf(4097), 11: "    trustPolicyCharacters: 4096" },
      [`${OWN}: ${tooLong(4097, 4096, SHORTEN)}${RAISE}`],
    ],
    [
      "a document of 8,193 characters where as many are allowed as AWS ever does",
      { ...ownDocumentOf(8193), 11: "    trustPolicyCharacters: 8192" },
      [`${OWN}: ${tooLong(8193, 8192, SHORTEN)}`],
    ],
    [
      "entries of 8,193 characters where as many are allowed as AWS ever does",
      { 8: subjectOf(7838), 11: "    trustPolicyCharacters: 8192" },
      [`${TRUST}: ${tooLong(8193, 8192, DIVIDE)}`],
    ],
    [
      "a policy that is too long, and what it allows",
      {
        ...ownDocumentOf(2049),
        10: longNames(190),
        11: "        acceptRisks: [{ rule: R08, reason: wanted }]",
      },
      [
        `${OWN}: ${tooLong(2049, 2048, SHORTEN)}${RAISE}`,
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles. If AWS has raised the account's quota, set policiesPerRole (at most 20)",
        "11:31 accounts[0].roles[0].acceptRisks[0].rule: the role does not violate R08 any-context (high). The role violates R23. Remove the accepted risk",
      ],
    ],
    [
      "more than 10 policies",
      { 10: longNames(190) },
      [
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles. If AWS has raised the account's quota, set policiesPerRole (at most 20)",
      ],
    ],
    [
      "the name of a policy of 127 characters with a second policy",
      { 10: longNames(19), 11: `        policyName: ${"a".repeat(127)}` },
      [`${NO_ROOM}, got "${A79}…" (129 characters)`],
    ],
    [
      "the name of a policy of 126 characters with a tenth policy",
      { 10: longNames(189), 11: `        policyName: ${"a".repeat(126)}` },
      [`${NO_ROOM}, got "${A79}…" (129 characters)`],
    ],
    [
      "a trust policy that is too long and policies that are too many",
      { 8: trusted(62), 10: longNames(190) },
      [
        `${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`,
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles. If AWS has raised the account's quota, set policiesPerRole (at most 20)",
      ],
    ],
    [
      "them in a file with other problems too",
      { 8: trusted(62), 10: longNames(190), 11: "state: {}", 12: "owner: x" },
      [
        `${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`,
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles. If AWS has raised the account's quota, set policiesPerRole (at most 20)",
        "11:8 state: expected exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial, got none",
        '12:1 owner: unknown key "owner", which belongs to github. Check the indentation. Allowed keys: github, state, providers, accounts',
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["a trust policy of 2,048 characters", { 8: trusted(61) }],
    [
      "a trust policy of 2,049 characters where AWS has raised the quota",
      {
        8: trusted(62),
        11: "    trustPolicyCharacters: 2049",
      },
    ],
    ["a document of 2,048 characters", ownDocumentOf(2048)],
    ["a document of 2,048 characters and many spaces", ownDocumentOf(2048, " ".repeat(500))],
    [
      "a document of 8,192 characters where AWS has raised the quota",
      {
        ...ownDocumentOf(8192),
        11: "    trustPolicyCharacters: 8192",
      },
    ],
    [
      "entries of 8,192 characters where AWS has raised the quota",
      { 8: subjectOf(7837), 11: "    trustPolicyCharacters: 8192" },
    ],
    ["10 policies", { 10: longNames(189) }],
    [
      "the name of a policy of 126 characters with a second policy",
      { 10: longNames(19), 11: `        policyName: ${"a".repeat(126)}` },
    ],
    [
      "the name of a policy of 128 characters with one policy",
      { 10: longNames(18), 11: `        policyName: ${"a".repeat(128)}` },
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });

  test("white space is not counted", () => {
    const spaced = (count: number): string =>
      `${trusted(1)}\n          - { repository: r, environment: "${"a ".repeat(count)}" }`;

    expect(problemLines(fileWith({ 8: spaced(33) }))).toStrictEqual([]);
    expect(problemLines(fileWith({ 8: spaced(34) }))).toStrictEqual(
      inFile([`${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`]),
    );
  });
});

describe("names of further policies", () => {
  const taken = (place: string, given: string): string =>
    `${place}: the role's repositories need a further policy, and another role has a policy of its name, "${given}". Change policyName of one role`;

  test.each<[string, Lines, readonly string[]]>([
    [
      "a second policy by the name of another role's",
      { 10: longNames(19), 11: secondRole("name: B", "policyName: GitHubActionsECRPolicy-2") },
      [taken("10:25 accounts[0].roles[0].ecr.repositories", "GitHubActionsECRPolicy-2")],
    ],
    [
      "a third policy by the name of another role's, case not counted",
      { 10: longNames(38), 11: secondRole("name: B", "policyName: githubactionsecrpolicy-3") },
      [taken("10:25 accounts[0].roles[0].ecr.repositories", "GitHubActionsECRPolicy-3")],
    ],
    [
      "a second policy of a later role by the default name of an earlier one's",
      {
        11: [
          "        name: Push",
          "        policyName: Own-2",
          `      - name: Other\n        policyName: own\n        trust: [{ repository: 'team-*', branch: main }]`,
          `        ${accepting("R07")}\n        ecr:\n${longNames(19)}`,
        ].join("\n"),
      },
      [taken("18:25 accounts[0].roles[1].ecr.repositories", "own-2")],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    [
      "a number that is not reached",
      { 10: longNames(37), 11: secondRole("name: B", "policyName: GitHubActionsECRPolicy-3") },
    ],
    [
      "the name of another account's policy",
      {
        10: longNames(19),
        11: secondAccount("210987654321", "b", "policyName: GitHubActionsECRPolicy-2"),
      },
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
