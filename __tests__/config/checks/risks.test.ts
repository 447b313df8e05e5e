import { RULES } from "../../../lib/policy/rules/index";
import type { Severity } from "../../../lib/policy/rules/rule";
import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  otherWarnings,
  problemLines,
  secondAccount,
  secondRole,
  WITH_IDS,
} from "../access-file";
import { ROLE_KEYS } from "../file-keys";
import { broken, ruleOf, unknownKey, warned } from "../problem-texts";

const ROLE = "accounts[0].roles[0]";

/** Entries of trust, from line 8 on. */
const entries = (...keys: readonly string[]): Lines => ({
  8: keys.map((each) => `          - { ${each} }`).join("\n"),
});

const accepted = (...rules: readonly string[]): Lines => ({ 11: `        ${accepting(...rules)}` });

const subject = (text: string): string => `subject: '${text}'`;

describe("violations of a role", () => {
  test.each<[string, Severity, string]>([
    ["R02", "critical", "*"],
    ["R03", "critical", "repo:*/web:ref:refs/heads/main"],
    ["R04", "critical", "repo:acme*"],
    ["R05", "critical", "repo:a*e/web:ref:refs/heads/main"],
    ["R05", "critical", "repo:other/web:ref:refs/heads/main"],
    ["R06", "high", "repo:acme/*:ref:refs/heads/main"],
    ["R07", "high", "repo:acme/w*:ref:refs/heads/main"],
    ["R08", "high", "repo:acme/web:*"],
    ["R09", "high", "repo:acme/web:pull_request"],
    ["R12", "high", "repo:acme/web:environment:*"],
    ["R19", "high", "environment:prod"],
    ["R24", "high", "repo:acme@1/web@*:ref:refs/heads/main"],
  ])("rejects %s, which is %s, by the subject %s", (id, severity, given) => {
    expect(ruleOf(id).severity).toBe(severity);
    expect(problemLines(fileWith(entries(subject(given))))).toStrictEqual(
      inFile([`8:13 ${ROLE}.trust[0]: ${broken(id, `"${given}"`)}`]),
    );
  });

  test.each<[string, string]>([
    ["the owner's", "repo:acme@9/web@2:ref:refs/heads/main"],
    ["the owner's, without names", "repository_owner_id:9:repository_id:2:ref:refs/heads/main"],
    ["the repository's, without names", "repository_id:9:ref:refs/heads/main"],
  ])("rejects an id that contradicts the file: %s", (_, given) => {
    const lines = { 2: WITH_IDS, ...entries(subject(given)) };

    expect(problemLines(fileWith(lines))).toStrictEqual(
      inFile([`10:13 ${ROLE}.trust[0]: ${broken("R05", `"${given}"`)}`]),
    );
  });

  test.each<[string, string, string]>([
    ["those of the file", WITH_IDS, "repo:acme@1/web@2:ref:refs/heads/main"],
    ["those that the file does not say", "  owner: acme", "repo:acme@9/web@8:ref:refs/heads/main"],
    ["the owner's of the file, without names", WITH_IDS, "repository_id:2:ref:refs/heads/main"],
  ])("accepts ids in a subject: %s", (_, owner, given) => {
    expect(problemLines(fileWith({ 2: owner, ...entries(subject(given)) }))).toStrictEqual([]);
  });

  test.each<[string, Severity, Lines, string]>([
    ["R10", "medium", entries(subject("repo:acme@1/web@2:ref:refs/heads/*")), "trust[0]"],
    ["R23", "medium", entries(subject("repo:acme/web:ref:refs/heads/main")), "trust[0]"],
    [
      "R23",
      "medium",
      {
        ...entries("repository: [web, api], branch: main", "repository: [docs, lib], branch: main"),
        11: `        ${accepting("R39")}`,
      },
      "trust[0] and 1 more",
    ],
    [
      "R39",
      "low",
      {
        2: `${WITH_IDS.replace("{ web", "{ api: { id: 3 }, web")}`,
        ...entries("repository: [web, api], branch: main"),
      },
      "ecr",
    ],
    ["R35", "low", { 2: WITH_IDS, 11: "        maxSessionSeconds: 7200" }, "maxSessionSeconds"],
    ["R27", "low", { 2: WITH_IDS, ...entries(subject("repo:acme/web:ref:refs/heads/main")) }, "trust[0]"],
  ])("warns about %s, which is %s, with its place", (id, severity, lines, place) => {
    expect(ruleOf(id).severity).toBe(severity);
    expect(otherWarnings(fileWith(lines))).toStrictEqual([
      warned(id, `role GitHubActionsECRRole in 123456789012, ${place}`),
    ]);
  });

  test.each<[string, Lines, readonly string[]]>([
    [
      "a pattern in one entry of several",
      entries("repository: web, branch: main", "repository: [api, team-*], branch: main"),
      [`9:13 ${ROLE}.trust[1]: ${broken("R07", '"repo:acme/team-*:ref:refs/heads/main"')}`],
    ],
    [
      "several rules in one entry, in the order of the rules",
      entries("repository: web, branch: main", "repository: '*', pullRequest: true"),
      ["R06", "R09"].map((id) => `9:13 ${ROLE}.trust[1]: ${broken(id, '"repo:acme/*:pull_request"')}`),
    ],
    [
      "one rule in several entries, at each of them",
      entries("repository: a-*, branch: main", "repository: web, branch: main", "repository: b-*, tag: v1"),
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"')}`,
        `10:13 ${ROLE}.trust[2]: ${broken("R07", '"repo:acme/b-*:ref:refs/tags/v1"')}`,
      ],
    ],
    [
      "entries of which some have claims, each in its own place",
      entries(
        "repository: web, branch: main, claims: { actorId: 5 }",
        "repository: api, branch: main",
        "repository: [docs, team-*], tag: v1, claims: { actorId: 5 }",
        "repository: lib-*, tag: v1, claims: { actorId: 6 }",
      ),
      [
        `10:13 ${ROLE}.trust[2]: ${broken("R07", '"repo:acme/team-*:ref:refs/tags/v1"')}`,
        `11:13 ${ROLE}.trust[3]: ${broken("R07", '"repo:acme/lib-*:ref:refs/tags/v1"')}`,
      ],
    ],
    [
      "claims by a pattern, at the first entry that has them",
      entries(
        "repository: web, branch: main",
        "repository: api, tag: v1, claims: { jobWorkflowRef: 'acme/ci/.github/workflows/push.yml@*' }",
      ),
      [`9:13 ${ROLE}.trust[1]: ${broken("R21", '"acme/ci/.github/workflows/push.yml@*"')}`],
    ],
    [
      "a violation that is not accepted, beside one that is",
      { ...entries("repository: '*', pullRequest: true"), ...accepted("R06") },
      [`8:13 ${ROLE}.trust[0]: ${broken("R09", '"repo:acme/*:pull_request"')}`],
    ],
    [
      "several violations of one rule in one entry, once",
      entries("repository: [a-*, b-*, c-*], branch: main", "repository: [d-*, web, e-*], tag: v1"),
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"', " and 2 more")}`,
        `9:13 ${ROLE}.trust[1]: ${broken("R07", '"repo:acme/d-*:ref:refs/tags/v1"', " and 1 more")}`,
      ],
    ],
    [
      "an entry without claims beside one with claims, at the entry that allows more",
      entries(
        "repository: docs, branch: main",
        "repository: web, branch: main",
        "repository: web, branch: main, claims: { actorId: 5 }",
      ),
      [`9:13 ${ROLE}.trust[1]: ${broken("R32", '"repo:acme/web:ref:refs/heads/main"')}`],
    ],
    [
      "roles of several accounts",
      {
        ...entries("repository: a-*, branch: main"),
        11: secondAccount("210987654321", "b", "trust: [{ repository: b-*, branch: main }]"),
      },
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"')}`,
        `16:17 accounts[1].roles[0].trust[0]: ${broken("R07", '"repo:acme/b-*:ref:refs/heads/main"')}`,
      ],
    ],
    [
      "roles in a file where something else is wrong too, in another role and in themselves",
      {
        ...entries("repository: a-*, branch: main"),
        11: [
          "    name: a b",
          secondAccount("210987654321", "b", "polcyName: x", "trust: [{ repository: b-*, branch: main }]"),
          secondRole("name: C", "trust: [{ repository: c-*, branch: main }]", accepting("R08")),
        ].join("\n"),
        12: "state: {}",
      },
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"')}`,
        '11:11 accounts[0].name: expected an account name (1 to 64 letters, digits and . _ -, starting with a letter or digit), got "a b"',
        `17:9 accounts[1].roles[0].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`,
        `21:17 accounts[1].roles[1].trust[0]: ${broken("R07", '"repo:acme/c-*:ref:refs/heads/main"')}`,
        "22:31 accounts[1].roles[1].acceptRisks[0].rule: the role does not violate R08 any-context (high). The role violates R07, R23. Remove the accepted risk",
        "23:8 state: expected exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial, got none",
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("accepted risks", () => {
  const titleOf = (id: string): string => `${id} ${ruleOf(id).name} (${ruleOf(id).severity})`;
  const notViolated = (id: string, violated: string): string =>
    `the role does not violate ${titleOf(id)}${violated === "" ? "" : `. The role violates ${violated}`}. Remove the accepted risk`;
  const critical = (id: string): string =>
    `a critical rule cannot be accepted, got ${titleOf(id)}. See docs/rules.md#${id.toLowerCase()}`;
  const duplicate = (id: string): string =>
    `duplicate rule ${id} in acceptRisks. The other: access.yaml:11:31 ${ROLE}.acceptRisks[0].rule`;

  test.each<[string, Lines, readonly string[]]>([
    [
      "a rule that the role does not violate",
      accepted("R07"),
      [`11:31 ${ROLE}.acceptRisks[0].rule: ${notViolated("R07", "R23")}`],
    ],
    [
      "a rule that the role does not violate, beside one that it violates",
      { ...entries("repository: w*, branch: main"), ...accepted("R07", "R08") },
      [`11:62 ${ROLE}.acceptRisks[1].rule: ${notViolated("R08", "R07, R23")}`],
    ],
    [
      "a rule in a role that violates none",
      { 2: WITH_IDS, ...accepted("R23") },
      [`13:31 ${ROLE}.acceptRisks[0].rule: ${notViolated("R23", "")}`],
    ],
    ["a rule twice", accepted("R23", "R23"), [`11:62 ${ROLE}.acceptRisks[1].rule: ${duplicate("R23")}`]],
    [
      "a rule three times, each with the first as the other place",
      accepted("R23", "R23", "R23"),
      [1, 2].map((index) => `11:${31 + 31 * index} ${ROLE}.acceptRisks[${index}].rule: ${duplicate("R23")}`),
    ],
    [
      "a rule that the role does not violate twice, once for each reason",
      accepted("R07", "R07"),
      [
        `11:31 ${ROLE}.acceptRisks[0].rule: ${notViolated("R07", "R23")}`,
        `11:62 ${ROLE}.acceptRisks[1].rule: ${duplicate("R07")}`,
      ],
    ],
    [
      "a critical rule that the role does not violate",
      accepted("R01"),
      [`11:31 ${ROLE}.acceptRisks[0].rule: ${critical("R01")}`],
    ],
    [
      "a critical rule that the role violates, which stays an error",
      { ...entries(subject("repo:acme*")), ...accepted("R04") },
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R04", '"repo:acme*"')}`,
        `11:31 ${ROLE}.acceptRisks[0].rule: ${critical("R04")}`,
      ],
    ],
    [
      "a rule that the role does not violate, without suggesting a critical one",
      { ...entries(subject("repo:acme*")), ...accepted("R08") },
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R04", '"repo:acme*"')}`,
        `11:31 ${ROLE}.acceptRisks[0].rule: ${notViolated("R08", "")}`,
      ],
    ],
    [
      "an accepted risk in another role",
      {
        ...entries("repository: w*, branch: main"),
        11: secondRole("name: B", "trust: [{ repository: api, branch: main }]", accepting("R07")),
      },
      [
        `8:13 ${ROLE}.trust[0]: ${broken("R07", '"repo:acme/w*:ref:refs/heads/main"')}`,
        `14:31 accounts[0].roles[1].acceptRisks[0].rule: ${notViolated("R07", "R23")}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test("rejects every critical rule that is accepted", () => {
    const rules = RULES.filter(({ severity }) => severity === "critical").map(({ id }) => id);

    expect(problemLines(fileWith(accepted(...rules)))).toStrictEqual(
      inFile(
        rules.map((id, index) => `11:${31 + 31 * index} ${ROLE}.acceptRisks[${index}].rule: ${critical(id)}`),
      ),
    );
  });

  test.each<[string, Lines]>([
    ["a high rule", { ...entries("repository: w*, branch: main"), ...accepted("R07") }],
    [
      "one rule for all places that violate it",
      { ...entries("repository: [a-*, b-*], branch: main", "repository: c-*, tag: v1"), ...accepted("R07") },
    ],
    ["several rules", { ...entries("repository: '*', pullRequest: true"), ...accepted("R09", "R06") }],
    ["a medium rule", accepted("R23")],
    ["a low rule", { 11: `        maxSessionSeconds: 7200\n        ${accepting("R35")}` }],
  ])("accepts %s that is violated and accepted", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
