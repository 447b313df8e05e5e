import { parseConfig } from "../../../lib/config/load";
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

const ISSUER = "token.actions.githubusercontent.com";

function ownDocument(branch: string, sid = "x") {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
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
const A60 = "a".repeat(59);

test("documents of a role are measured as they are made", () => {
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
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles",
        "11:31 accounts[0].roles[0].acceptRisks[0].rule: the role does not violate R08 any-context (high). The role violates R23. Remove the accepted risk",
      ],
    ],
    [
      "more than 10 policies",
      { 10: longNames(190) },
      [
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles",
      ],
    ],
    [
      "the name of a policy of 127 characters with a second policy",
      { 10: longNames(19), 11: `        policyName: ${"a".repeat(127)}` },
      [`${NO_ROOM}, got "${A60}… (129 characters)`],
    ],
    [
      "the name of a policy of 126 characters with a tenth policy",
      { 10: longNames(189), 11: `        policyName: ${"a".repeat(126)}` },
      [`${NO_ROOM}, got "${A60}… (129 characters)`],
    ],
    [
      "a trust policy that is too long and policies that are too many",
      { 8: trusted(62), 10: longNames(190) },
      [
        `${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`,
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles",
      ],
    ],
    [
      "them in a file with other problems too",
      { 8: trusted(62), 10: longNames(190), 11: "state: {}", 12: "owner: x" },
      [
        `${TRUST}: ${tooLong(2049, 2048, DIVIDE)}${RAISE}`,
        "10:25 accounts[0].roles[0].ecr.repositories: expected ECR repositories that fit into 10 policies, got 11 policies. Use patterns, or split the repositories over several roles",
        "11:8 state: expected exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial, got none",
        '12:1 owner: unknown key "owner", which belongs to github. Check the indentation. Allowed keys: github, state, accounts',
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
