import Ajv from "ajv";
import { checkedRole, ownersOf, report } from "../../../../lib/cli/commands/check/report";
import { sarifReport } from "../../../../lib/cli/commands/check/sarif-report";
import { MAX_RESULTS } from "../../../../lib/cli/sarif";
import { jsonRegions } from "../../../../lib/policy/json-text";
import { RULES } from "../../../../lib/policy/rules/index";
import { found } from "../../../inventory/fixture";
import { documentWith, type JsonMap, SUB, SUBJECT, subjectDocument } from "../../../policy/rules/document";
import { NEIGHBOURS, SEED } from "../../../policy/rules/neighbours";
import { WRAPPED } from "./wrapped";

const ajv = new Ajv({ schemaId: "id", meta: false, unknownFormats: ["uri-reference"] });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const isSarif = ajv.compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly JsonMap[] } };
      readonly invocations: readonly [JsonMap & { readonly toolExecutionNotifications: readonly JsonMap[] }];
      readonly results: readonly (JsonMap & { readonly partialFingerprints: JsonMap })[];
    },
  ];
}

/** The SARIF for a file with this value, validated by the schema. */
function sarifOf(value: unknown, file = "roles.json", indent = 2): Sarif["runs"][0] {
  const text = JSON.stringify(value, undefined, indent);
  const inventory = found(value);
  const checked = inventory.roles.map((role) => checkedRole(role, ownersOf([])));
  const log = JSON.parse(
    sarifReport(
      report({ name: file, regions: (paths) => jsonRegions(text, paths), found: inventory }, checked),
    ),
  );
  isSarif(log);
  expect(isSarif.errors).toBeNull();
  return (log as Sarif).runs[0];
}

test.each(Object.entries(WRAPPED))("every rule's results in %s are SARIF 2.1.0", (_, wrapped) => {
  const files = Object.values(NEIGHBOURS).map(({ bad }) => wrapped(bad));

  expect(sarifOf(files.flat()).results.length).toBeGreaterThan(30);
});

test("a file without findings and without roles is SARIF 2.1.0 too", () => {
  expect([sarifOf(SEED).results, sarifOf([]).results]).toStrictEqual([[], []]);
});

test("the schema rejects a log without its required keys", () => {
  expect(isSarif({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
});

test("a result has rule, role, place and the given value", () => {
  const { results } = sarifOf({
    Role: {
      RoleName: "web",
      Arn: "arn:web",
      AssumeRolePolicyDocument: subjectDocument("environment:{b}[c]"),
    },
  });

  expect(results.find(({ ruleId }) => ruleId === "R19")).toStrictEqual({
    ruleId: "R19",
    ruleIndex: 18,
    level: "error",
    message: {
      text: `web: R19 subject-without-repository (high): "environment:{{b}}\\[c\\]": ${RULES[18]?.impact}. Fix: ${RULES[18]?.fix}. See docs/rules.md#r19`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "roles.json" },
          region: { startLine: 19, startColumn: 58, endLine: 19, endColumn: 78 },
        },
        logicalLocations: [{ name: "web", fullyQualifiedName: "arn:web", kind: "resource" }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
  });
});

test("a rule has what code scanning shows", () => {
  const { rules } = sarifOf(SEED).tool.driver;

  expect(rules.map(({ id }) => id)).toStrictEqual(RULES.map(({ id }) => id));
  expect(rules[7]).toStrictEqual({
    id: "R08",
    name: "any-context",
    shortDescription: { text: "The subject names a branch, a tag, an environment or pull_request." },
    fullDescription: {
      text: "Requirement: The subject names a branch, a tag, an environment or pull_request. Impact: Every branch, tag, pull request and environment of the repository can assume the role.",
    },
    help: {
      text: "Impact: Every branch, tag, pull request and environment of the repository can assume the role. Fix: Name the context, such as ref:refs/heads/main. See docs/rules.md#r08",
      markdown:
        "**Requirement:** The subject names a branch, a tag, an environment or pull_request.\n\n**Impact:** Every branch, tag, pull request and environment of the repository can assume the role.\n\n**Fix:** Name the context, such as ref:refs/heads/main.\n\nSee docs/rules.md#r08",
    },
    defaultConfiguration: { level: "error" },
    properties: { "security-severity": "8.0", tags: ["security"], precision: "high" },
  });
});

test("fingerprints stay when lines move, and no two results have the same", () => {
  const twice = [
    {
      Role: { RoleName: "a", AssumeRolePolicyDocument: documentWith({ StringLike: { [SUB]: ["*", "*"] } }) },
    },
    subjectDocument("*"),
  ];
  const prints = [0, 2].map((indent) =>
    sarifOf(twice, "roles.json", indent).results.map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    ),
  );

  expect(prints[0]).toStrictEqual(prints[1]);
  expect(new Set(prints[0]).size).toBe(prints[0]?.length);
});

test.each([
  ["roles.json", "roles.json"],
  ["a b/ä#.json", "a%20b/%C3%A4%23.json"],
  ["../x.json", "../x.json"],
  ["/tmp/a b.json", "file:///tmp/a%20b.json"],
  ["standard input", "standard%20input"],
])("the file %s is the artifact %s", (file, uri) => {
  expect(JSON.stringify(sarifOf(subjectDocument("*"), file).results)).toContain(
    `"artifactLocation":{"uri":"${uri}"}`,
  );
});

test("notifies of roles that cannot be checked", () => {
  const { invocations } = sarifOf([{ Role: { RoleName: "a" } }, { module: { m: {} } }]);

  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [
      {
        level: "error",
        message: {
          text: "a cannot be checked: missing. Expected a policy document (a map or its JSON text)",
        },
      },
      {
        level: "warning",
        message: {
          text: "module.m cannot be checked: the resources of a module are not in this file. Check a plan instead: terraform show -json PLAN",
        },
      },
    ],
  });
});

test("limits the results to what code scanning accepts, the most severe first", () => {
  const role = (subject: string) => ({ Role: { AssumeRolePolicyDocument: subjectDocument(subject) } });
  const good = role("repo:acme/web:ref:refs/heads/main");
  const { results, invocations } = sarifOf([
    ...Array.from({ length: MAX_RESULTS + 5 }, () => good),
    role("*"),
  ]);

  expect([
    results.length,
    results[0]?.ruleId,
    new Set(results.slice(1).map(({ ruleId }) => ruleId)),
  ]).toStrictEqual([MAX_RESULTS, "R02", new Set(["R23"])]);
  expect(invocations[0].toolExecutionNotifications).toStrictEqual([
    {
      level: "warning",
      message: {
        text: `6 more results are left out, because code scanning accepts ${MAX_RESULTS}. The most severe are included. --json has all.`,
      },
    },
  ]);
});

test("a good subject gives no result", () => {
  expect(sarifOf(subjectDocument(SUBJECT)).results).toStrictEqual([]);
});
