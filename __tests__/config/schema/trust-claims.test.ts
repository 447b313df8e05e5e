import { parseConfig } from "../../../lib/config/load";
import { RULES } from "../../../lib/policy/rules/index";
import { fileWith, inFile, type Lines, NAME, problemLines } from "../access-file";
import { CLAIM_KEYS, LIST, RISK_KEYS } from "../file-keys";
import { broken, empty, isNot, missing, onlyForGithub, unknownKey, type Wording } from "../problem-texts";

const CLAIMS: Wording = [`a map with the keys ${CLAIM_KEYS}`];
const named = (noun: string): Wording => [
  noun,
  "1 to 255 characters up to U+00FF, without control characters, * is a wildcard",
];
const WORKFLOW_REF: Wording = [
  "a reusable workflow",
  "OWNER/REPOSITORY/.github/workflows/FILE@REF with refs/heads/BRANCH, refs/tags/TAG or a full commit SHA as REF",
];
const REF: Wording = ["a ref", "refs/heads/BRANCH or refs/tags/TAG, * is a wildcard"];
const REPOSITORY: Wording = ["a repository with its owner", "OWNER/REPOSITORY, * is a wildcard"];
const ID_TEXT: Wording = ["a GitHub id", "digits, without wildcards"];
const TRUST_POLICY: Wording = ["a trust policy", "a map with the keys Version and Statement"];
const RULE: Wording = ["a rule", `R01 to ${RULES.at(-1)?.id}`];
const REASON: Wording = ["a reason", "why the role needs it, in 1 to 1000 characters"];
const RISK: Wording = [`a map with the keys ${RISK_KEYS}`];

const PLACE = "accounts[0].roles[0].trust[0].claims";
const RISKS = "accounts[0].roles[0].acceptRisks";
const A79 = "a".repeat(79);

/** An entry of trust with claims; their keys begin at column 56. */
const claims = (keys: string): Lines => ({
  8: `          - { repository: web, branch: main, claims: { ${keys} } }`,
});

/** Line 11, whose list begins at column 22. */
const risks = (list: string): Lines => ({ 11: `        acceptRisks: ${list}` });

describe("claims", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "claims in a list",
      { 8: "          - { repository: web, branch: main, claims: [actor] }" },
      [`8:54 ${PLACE}: ${isNot(CLAIMS, '["actor"]')}`],
    ],
    [
      "claims left empty",
      { 8: "          - { repository: web, branch: main, claims: }" },
      [`8:54 ${PLACE}: ${empty(CLAIMS)}`],
    ],
    [
      "claims by GitHub's own names, and one that AWS does not know",
      claims("job_workflow_ref: x, actorid: 5, runnerEnvironment: x"),
      [
        `8:56 ${PLACE}.job_workflow_ref: ${unknownKey("job_workflow_ref", "jobWorkflowRef", CLAIM_KEYS)}`,
        `8:77 ${PLACE}.actorid: ${unknownKey("actorid", "actorId", CLAIM_KEYS)}`,
        `8:89 ${PLACE}.runnerEnvironment: ${unknownKey("runnerEnvironment", undefined, CLAIM_KEYS)}`,
      ],
    ],
    ["no actor at all", claims("actor: ''"), [`8:63 ${PLACE}.actor: ${isNot(named("a GitHub user"), '""')}`]],
    [
      "an actor of 256 characters",
      claims(`actor: ${"a".repeat(256)}`),
      [`8:63 ${PLACE}.actor: ${isNot(named("a GitHub user"), `"${A79}…" (256 characters)`)}`],
    ],
    [
      "an environment past U+00FF",
      claims("environment: 배포"),
      [`8:69 ${PLACE}.environment: ${onlyForGithub(["the name of a GitHub environment"], '"배포"')}`],
    ],
    [
      "a workflow that is a number",
      claims("workflow: 5"),
      [`8:66 ${PLACE}.workflow: ${isNot(named("the name of a workflow"), "5. Put it in quotes")}`],
    ],
    [
      "a reusable workflow by its file alone",
      claims("jobWorkflowRef: push.yml"),
      [`8:72 ${PLACE}.jobWorkflowRef: ${isNot(WORKFLOW_REF, '"push.yml"')}`],
    ],
    ...["@main", "@v1", "@0123456", "@heads/main"].map(
      (ref): [string, Readonly<Record<number, string>>, string[]] => [
        `a reusable workflow with the ref ${ref}`,
        claims(`jobWorkflowRef: acme/ci/.github/workflows/push.yml${ref}`),
        [
          `8:72 ${PLACE}.jobWorkflowRef: ${isNot(WORKFLOW_REF, `"acme/ci/.github/workflows/push.yml${ref}"`)}`,
        ],
      ],
    ),
    [
      "a reusable workflow outside the folder of workflows",
      claims("jobWorkflowRef: acme/ci/push.yml@refs/heads/main"),
      [`8:72 ${PLACE}.jobWorkflowRef: ${isNot(WORKFLOW_REF, '"acme/ci/push.yml@refs/heads/main"')}`],
    ],
    [
      "a reusable workflow without its ref",
      claims("jobWorkflowRef: acme/ci/.github/workflows/push.yml"),
      [`8:72 ${PLACE}.jobWorkflowRef: ${isNot(WORKFLOW_REF, '"acme/ci/.github/workflows/push.yml"')}`],
    ],
    [
      "a ref that is a branch, in a list",
      claims("ref: [refs/heads/main, main]"),
      [`8:79 ${PLACE}.ref[1]: ${isNot(REF, '"main"')}`],
    ],
    ["an empty list of refs", claims("ref: []"), [`8:61 ${PLACE}.ref: ${isNot(LIST, "[]")}`]],
    [
      "repositories without an owner, and with a pattern for it",
      claims("repository: [web, '*/web', acme/web]"),
      [
        `8:69 ${PLACE}.repository[0]: ${isNot(REPOSITORY, '"web"')}`,
        `8:74 ${PLACE}.repository[1]: ${isNot(REPOSITORY, '"*/web"')}`,
      ],
    ],
    [
      "ids with a wildcard, with a zero before them, and of 19 digits",
      claims("actorId: '5*', enterpriseId: '05', repositoryId: '1234567890123456789'"),
      [
        `8:65 ${PLACE}.actorId: ${isNot(ID_TEXT, '"5*"')}`,
        `8:85 ${PLACE}.enterpriseId: ${isNot(ID_TEXT, '"05"')}`,
        `8:105 ${PLACE}.repositoryId: ${isNot(ID_TEXT, '"1234567890123456789"')}`,
      ],
    ],
    [
      "a reusable workflow on any branch",
      claims("jobWorkflowRef: 'acme/ci/.github/workflows/push.yml@*'"),
      [`8:13 accounts[0].roles[0].trust[0]: ${broken("R21", '"acme/ci/.github/workflows/push.yml@*"')}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, string]>([
    ["0", "0"],
    ["-1", "-1"],
    ["1.5", "1.5. Put it in quotes"],
    ["true", "true. Put it in quotes"],
    ["9007199254740992", "9007199254740992. Put it in quotes"],
    ["''", '""'],
    ["'*'", '"*"'],
  ])("rejects the id %s, alone and in a list", (id, given) => {
    const { length } = "[5, ";

    expect(problemLines(fileWith(claims(`repositoryOwnerId: ${id}`)))).toStrictEqual(
      inFile([`8:75 ${PLACE}.repositoryOwnerId: ${isNot(ID_TEXT, given)}`]),
    );
    expect(problemLines(fileWith(claims(`repositoryOwnerId: [5, ${id}, '6']`)))).toStrictEqual(
      inFile([`8:${75 + length} ${PLACE}.repositoryOwnerId[1]: ${isNot(ID_TEXT, given)}`]),
    );
  });

  test("rejects each wrong id of a list at its own place", () => {
    expect(problemLines(fileWith(claims("actorId: [0, 5, '5*', { a: b }, [7], null]")))).toStrictEqual(
      inFile([
        `8:66 ${PLACE}.actorId[0]: ${isNot(ID_TEXT, "0")}`,
        `8:72 ${PLACE}.actorId[2]: ${isNot(ID_TEXT, '"5*"')}`,
        `8:78 ${PLACE}.actorId[3]: ${isNot(ID_TEXT, '{"a":"b"}')}`,
        `8:88 ${PLACE}.actorId[4]: ${isNot(ID_TEXT, "[7]")}`,
        `8:93 ${PLACE}.actorId[5]: ${empty(ID_TEXT)}`,
      ]),
    );
  });

  test("rejects a map in place of ids", () => {
    expect(problemLines(fileWith(claims("actorId: { a: b }")))).toStrictEqual(
      inFile([
        `8:65 ${PLACE}.actorId: ${isNot(["ids", "one, or a list with at least one element"], '{"a":"b"}')}`,
      ]),
    );
  });

  test.each<[string, string, Readonly<Record<string, readonly string[]>>]>([
    [
      "one of each key",
      "actor: a, workflow: w, environment: e",
      { actor: ["a"], workflow: ["w"], environment: ["e"] },
    ],
    [
      "lists and patterns",
      "actor: [a, 'b*'], ref: ['refs/heads/*', refs/tags/v1], repository: acme/w*",
      { actor: ["a", "b*"], ref: ["refs/heads/*", "refs/tags/v1"], repository: ["acme/w*"] },
    ],
    [
      "ids as numbers and as text",
      "actorId: 5, enterpriseId: '6', repositoryId: [7, '8'], repositoryOwnerId: 9007199254740991",
      {
        actorId: ["5"],
        enterpriseId: ["6"],
        repositoryId: ["7", "8"],
        repositoryOwnerId: ["9007199254740991"],
      },
    ],
    ["an id of 18 digits", "actorId: '123456789012345678'", { actorId: ["123456789012345678"] }],
    [
      "a reusable workflow",
      "jobWorkflowRef: acme/ci/.github/workflows/push.yml@refs/heads/main",
      { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] },
    ],
    ["a name of 255 characters", `workflow: ${"a".repeat(255)}`, { workflow: ["a".repeat(255)] }],
    ["no claim", "", {}],
  ])("accepts %s", (_, keys, expected) => {
    const [role] = parseConfig(fileWith(claims(keys)), NAME).accounts[0].roles;

    expect(role.trust.kind === "entries" ? role.trust.entries.map((each) => each.claims) : []).toStrictEqual([
      expected,
    ]);
  });
});

describe("trustPolicy and acceptRisks", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a trust policy that is text",
      { 7: "      - trustPolicy: '{}'", 8: "" },
      [`7:22 accounts[0].roles[0].trustPolicy: ${isNot(TRUST_POLICY, '"{}"')}`],
    ],
    [
      "a trust policy that is a list",
      { 7: "      - trustPolicy: [{}]", 8: "" },
      [`7:22 accounts[0].roles[0].trustPolicy: ${isNot(TRUST_POLICY, "[{}]")}`],
    ],
    [
      "a trust policy left empty",
      { 7: "      - trustPolicy:", 8: "" },
      [`7:21 accounts[0].roles[0].trustPolicy: ${empty(TRUST_POLICY)}`],
    ],
    ["no risks in a list", risks("[]"), [`11:22 ${RISKS}: ${isNot(LIST, "[]")}`]],
    [
      "one risk, not in a list",
      risks("{ rule: R23, reason: x }"),
      [`11:22 ${RISKS}: ${isNot(LIST, '{"rule":"R23","reason":"x"}. Write a - before each element')}`],
    ],
    ["risks left empty", { 11: "        acceptRisks:" }, [`11:21 ${RISKS}: ${empty(LIST)}`]],
    ["a risk that is text", risks("[R23]"), [`11:23 ${RISKS}[0]: ${isNot(RISK, '"R23"')}`]],
    [
      "a risk without anything in it",
      risks("[{}]"),
      [`11:23 ${RISKS}[0].rule: ${missing(RULE)}`, `11:23 ${RISKS}[0].reason: ${missing(REASON)}`],
    ],
    [
      "an unknown key of a risk",
      risks("[{ rule: R23, reason: x, resaon: y }]"),
      [`11:47 ${RISKS}[0].resaon: ${unknownKey("resaon", "reason", RISK_KEYS)}`],
    ],
    [
      "rules that there are not",
      risks(
        "[{ rule: R00, reason: x }, { rule: r23, reason: x }, { rule: R99, reason: x }, { rule: 23, reason: x }]",
      ),
      [
        `11:31 ${RISKS}[0].rule: ${isNot(RULE, '"R00"')}`,
        `11:57 ${RISKS}[1].rule: ${isNot(RULE, '"r23", did you mean R23?')}`,
        `11:83 ${RISKS}[2].rule: ${isNot(RULE, '"R99"')}`,
        `11:109 ${RISKS}[3].rule: ${isNot(RULE, "23. Put it in quotes")}`,
      ],
    ],
    [
      "reasons that say nothing",
      risks("[{ rule: R23, reason: '' }, { rule: R23, reason: \"  \\n\" }, { rule: R23, reason: }]"),
      [
        `11:44 ${RISKS}[0].reason: ${isNot(REASON, '""')}`,
        `11:71 ${RISKS}[1].reason: ${isNot(REASON, '"  \\n"')}`,
        `11:102 ${RISKS}[2].reason: ${empty(REASON)}`,
      ],
    ],
    [
      "a reason of 1,001 characters",
      risks(`[{ rule: R23, reason: ${"a".repeat(1001)} }]`),
      [`11:44 ${RISKS}[0].reason: ${isNot(REASON, `"${A79}…" (1001 characters)`)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["a reason of 1,000 characters", risks(`[{ rule: R23, reason: ${"a".repeat(1000)} }]`)],
    [
      "a reason of several lines",
      {
        11: "        acceptRisks:\n          - rule: R23\n            reason: |\n              a\n              b",
      },
    ],
    ["a reason of one character", risks("[{ rule: R23, reason: x }]")],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
