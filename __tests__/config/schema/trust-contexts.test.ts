import { accepting, fileWith, inFile, type Lines, problemLines } from "../access-file";
import { CONTEXT_KEYS, NO_CONTEXT } from "../file-keys";
import { empty, isNot, onlyForGithub, type Wording } from "../problem-texts";

const BRANCH: Wording = [
  "the name of a branch",
  "a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/, without wildcards",
];
const SUBJECT: Wording = [
  "a subject pattern",
  "1 to 8192 characters up to U+00FF, without control characters, * and ? are wildcards, such as repo:acme/web:ref:refs/heads/main",
];
const TRUE: Wording = ["true"];
const ENTRY = "accounts[0].roles[0].trust[0]";
const ALONE = "not allowed beside subject. The subject names the";

/** An entry of trust, for line 8. */
const entry = (keys: string): Lines => ({ 8: `          - { ${keys} }` });

describe("contexts and subjects", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "trust beside a trust policy",
      { 11: "        trustPolicy: {}" },
      ["7:9 accounts[0].roles[0]: expected exactly one of trust, trustPolicy, got trust and trustPolicy"],
    ],
    [
      "a repository and an owner beside a subject",
      entry("repository: web, owner: acme, subject: 'repo:acme/web:ref:refs/heads/main'"),
      [`8:27 ${ENTRY}.repository: ${ALONE} repository`, `8:39 ${ENTRY}.owner: ${ALONE} owner`],
    ],
    [
      "a list of repositories beside a subject",
      entry("repository: [web, api], subject: 'repo:acme/web:ref:refs/heads/main'"),
      [`8:27 ${ENTRY}.repository: ${ALONE} repository`],
    ],
    [
      "a context beside a subject",
      entry("subject: 'repo:acme/web:ref:refs/heads/main', branch: main"),
      [
        `8:13 ${ENTRY}: expected exactly one of ${CONTEXT_KEYS}, got branch and subject. subject replaces repository, owner and the context`,
      ],
    ],
    [
      "every context",
      entry(
        "repository: web, branch: b, tag: t, environment: e, pullRequest: true, mergeQueue: m, anyContext: true",
      ),
      [
        `8:13 ${ENTRY}: expected exactly one of ${CONTEXT_KEYS}, got branch and tag and environment and pullRequest and mergeQueue and anyContext. They are alternatives: write one entry for each`,
      ],
    ],
    [
      "claims in place of a context",
      entry("repository: web, claims: { ref: refs/heads/main }"),
      [`8:13 ${ENTRY}: ${NO_CONTEXT}`],
    ],
    [
      "a subject without characters",
      entry("subject: ''"),
      [`8:24 ${ENTRY}.subject: ${isNot(SUBJECT, '""')}`],
    ],
    ["a subject left empty", entry("subject:"), [`8:24 ${ENTRY}.subject: ${empty(SUBJECT)}`]],
    [
      "a subject that is a number",
      entry("subject: 5"),
      [`8:24 ${ENTRY}.subject: ${isNot(SUBJECT, "5. Put it in quotes")}`],
    ],
    [
      "several subjects",
      entry("subject: ['repo:a/b:*']"),
      [`8:24 ${ENTRY}.subject: ${isNot(SUBJECT, '["repo:a/b:*"]')}`],
    ],
    [
      "a subject past U+00FF",
      entry("subject: 'repo:acme/web:environment:배포'"),
      [`8:24 ${ENTRY}.subject: ${onlyForGithub(SUBJECT, '"repo:acme/web:environment:배포"')}`],
    ],
    [
      "a subject of 8,193 characters",
      entry(`subject: '${"a".repeat(8193)}'`),
      [`8:24 ${ENTRY}.subject: ${isNot(SUBJECT, `"${"a".repeat(79)}…" (8193 characters)`)}`],
    ],
    [
      "a subject of 8,192 characters for what it makes of the trust policy alone",
      entry(`subject: 'repo:acme/web:environment:${"a".repeat(8166)}'`),
      [
        "8:11 accounts[0].roles[0].trust: expected a trust policy of at most 2048 characters, got 8547. Split the entries over several roles, or use repository patterns. If AWS has raised the account's quota, set trustPolicyCharacters (at most 8192)",
      ],
    ],
    [
      "a merge queue with a wildcard",
      entry("repository: web, mergeQueue: rel*"),
      [`8:44 ${ENTRY}.mergeQueue: ${isNot(BRANCH, '"rel*"')}`],
    ],
    [
      "a merge queue without its branch",
      entry("repository: web, mergeQueue: true"),
      [`8:44 ${ENTRY}.mergeQueue: ${isNot(BRANCH, "true. Put it in quotes")}`],
    ],
    [
      "a merge queue with refs/heads/",
      entry("repository: web, mergeQueue: refs/heads/main"),
      [`8:44 ${ENTRY}.mergeQueue: ${isNot(BRANCH, '"refs/heads/main", did you mean main?')}`],
    ],
    [
      "anyContext: false",
      entry("repository: web, anyContext: false"),
      [`8:44 ${ENTRY}.anyContext: ${isNot(TRUE, "false")}`],
    ],
    [
      "anyContext that is text",
      entry("repository: web, anyContext: '*'"),
      [`8:44 ${ENTRY}.anyContext: ${isNot(TRUE, '"*"')}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["a branch", entry("repository: web, branch: main")],
    ["a tag", entry("repository: web, tag: v1")],
    ["an environment", entry("repository: web, environment: prod")],
    ["a merge queue", entry("repository: web, mergeQueue: release/1.0")],
    ["a subject", entry("subject: 'repo:acme/web:ref:refs/heads/main'")],
    [
      "pull requests, where the role only pulls",
      { ...entry("repository: web, pullRequest: true"), 11: "          access: pull" },
    ],
    [
      "every context, where that is accepted",
      { ...entry("repository: web, anyContext: true"), 11: `        ${accepting("R08")}` },
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
