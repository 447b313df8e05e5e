import type { DocumentPath } from "../../../lib/policy/policy-document";
import { ISSUER } from "../../support/github";
import {
  documentOf,
  documentWith,
  type JsonMap,
  PUSH_WORKFLOW,
  type Reported,
  reported,
  SUB,
  SUBJECT,
  statementWith,
  TESTED_AUD,
  WORKFLOW,
} from "./document";

const GOOD = subject(SUBJECT);
const GUARDED = guarded([PUSH_WORKFLOW]);
const OTHER = "repo:acme@123456/api@1:ref:refs/heads/main";

/** Where a statement tests the subject. */
function subAt(statement: number, operator = "StringLike", ...at: readonly number[]): DocumentPath {
  return ["Statement", statement, "Condition", operator, SUB, ...at];
}

test.each<[string, JsonMap, JsonMap, DocumentPath, string]>([
  ["no guard", GOOD, GUARDED, subAt(0), SUBJECT],
  ["no guard, last", GUARDED, GOOD, subAt(1), SUBJECT],
  [
    "a list that holds the other's subject",
    subject([OTHER, SUBJECT]),
    GUARDED,
    subAt(0, "StringLike", 1),
    SUBJECT,
  ],
  [
    "a list whose last value alone covers the other's subject",
    subject([OTHER, `${OTHER}s`, "repo:acme@123456/web@*"]),
    GUARDED,
    subAt(0, "StringLike", 2),
    "repo:acme@123456/web@*",
  ],
  [
    "a list of two that cover it, the first of these",
    subject([`${SUBJECT}*`, SUBJECT]),
    GUARDED,
    subAt(0, "StringLike", 0),
    `${SUBJECT}*`,
  ],
  [
    "a pattern that covers the other's subject",
    subject(SUBJECT.replace("main", "ma*")),
    GUARDED,
    subAt(0),
    SUBJECT.replace("main", "ma*"),
  ],
  [
    "a pattern that covers all of the other's subjects",
    subject("repo:acme@123456/*"),
    { ...GUARDED, StringLike: { [SUB]: [SUBJECT, OTHER] } },
    subAt(0),
    "repo:acme@123456/*",
  ],
  [
    "a subject in any casing",
    caseless(SUBJECT.toUpperCase()),
    GUARDED,
    subAt(0, "StringEqualsIgnoreCase"),
    SUBJECT.toUpperCase(),
  ],
  [
    "the subject beside a guard that is for any casing of it",
    GOOD,
    { ...caseless(SUBJECT.toUpperCase()), StringLike: { [WORKFLOW]: PUSH_WORKFLOW } },
    subAt(0),
    SUBJECT,
  ],
  [
    "a pattern that matches the other's subject in another casing",
    subject("repo:ACME@123456/*"),
    { ...caseless(SUBJECT), StringLike: { [WORKFLOW]: PUSH_WORKFLOW } },
    subAt(0),
    "repo:ACME@123456/*",
  ],
  [
    "a claim in any casing",
    { ...GOOD, StringEqualsIgnoreCase: { [WORKFLOW]: PUSH_WORKFLOW.toUpperCase() } },
    { ...GUARDED, StringEqualsIgnoreCase: { [`${ISSUER}:actor`]: "octocat" } },
    subAt(0),
    SUBJECT,
  ],
  [
    "the subject with ForAnyValue:, which is the same for one value",
    { StringEquals: TESTED_AUD, "ForAnyValue:StringLike": { [SUB]: SUBJECT } },
    GUARDED,
    subAt(0, "ForAnyValue:StringLike"),
    SUBJECT,
  ],
  ["a guard with a wider list", guarded([PUSH_WORKFLOW, `${PUSH_WORKFLOW}2`]), GUARDED, subAt(0), SUBJECT],
  ["no test of a subject", withoutSubject([PUSH_WORKFLOW]), GUARDED, ["Statement", 0], "Statement 0"],
  ["no test of a subject, last", GUARDED, withoutSubject([PUSH_WORKFLOW]), ["Statement", 1], "Statement 1"],
  ["no test of a claim", {}, GUARDED, ["Statement", 0], "Statement 0"],
])("reports the weaker of two statements, with %s", (_, first, second, path, given) => {
  expect(reportedOfR32(documentOf(statementWith(first), statementWith(second)))).toStrictEqual([
    { rule: "R32", path, given },
  ]);
});

test.each<[string, JsonMap, JsonMap]>([
  ["the same twice", GOOD, GOOD],
  ["another subject", subject(OTHER), GUARDED],
  ["a pattern that does not cover the other's", subject(SUBJECT.replace("main", "x*")), GUARDED],
  [
    "a list that holds one of the other's subjects alone",
    GOOD,
    { ...GUARDED, StringLike: { [SUB]: [SUBJECT, OTHER] } },
  ],
  ["a subject in another casing", subject(SUBJECT.toUpperCase()), GUARDED],
  ["another subject in any casing", caseless(OTHER), GUARDED],
  ["the same in any casing", GOOD, caseless(SUBJECT.toUpperCase())],
  ["the same with another operator", GOOD, { StringEquals: { ...TESTED_AUD, [SUB]: SUBJECT } }],
  ["one of two subjects, with another operator", subject([SUBJECT, OTHER]), caseless(SUBJECT)],
  ["a subject that the other's pattern matches", subject("repo:acme@123456/*"), GOOD],
  [
    "two conditions on the subject, which the other's pattern matches",
    subject("repo:acme@123456/*"),
    { ...GOOD, StringEquals: { ...TESTED_AUD, [SUB]: SUBJECT } },
  ],
  [
    "the guard in another casing",
    guarded([PUSH_WORKFLOW]),
    { ...GOOD, StringEqualsIgnoreCase: { [WORKFLOW]: PUSH_WORKFLOW.toUpperCase() } },
  ],
  ["another guard", { ...GOOD, StringNotEquals: { [`${ISSUER}:actor_id`]: "1" } }, GUARDED],
  ["another audience", { ...GOOD, StringEquals: { [`${ISSUER}:aud`]: "acme" } }, GUARDED],
  ["a condition that no token says", { ...GOOD, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, GUARDED],
])("takes none of two statements for the weaker one, with %s", (_, first, second) => {
  expect(reportedOfR32(documentOf(statementWith(first), statementWith(second)))).toStrictEqual([]);
  expect(reportedOfR32(documentOf(statementWith(second), statementWith(first)))).toStrictEqual([]);
});

test.each<[string, JsonMap, JsonMap, readonly string[]]>([
  [
    "fewer workflows",
    guarded([PUSH_WORKFLOW, `${PUSH_WORKFLOW}2`]),
    { ...GOOD, StringEqualsIgnoreCase: { [WORKFLOW]: PUSH_WORKFLOW } },
    [SUBJECT],
  ],
  ["a network", GOOD, { ...GOOD, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, [SUBJECT]],
])(
  "a statement that repeats another one's subject and asks for %s is a restriction",
  (_, weaker, other, given) => {
    const document = documentOf(statementWith(weaker), statementWith(other));

    expect(reportedOfR32(document).map((each) => each.given)).toStrictEqual(given);
  },
);

test("reports a weaker statement at its subject, with any Sid", () => {
  const document = documentOf(statementWith(GOOD, { Sid: "Old" }), statementWith(GUARDED, { Sid: "New" }));

  expect(reported(document)).toStrictEqual([{ rule: "R32", path: subAt(0), given: SUBJECT }]);
});

test("reports each of several weaker statements, once", () => {
  const document = documentOf(
    ...[GOOD, GUARDED, GOOD, guarded([`${PUSH_WORKFLOW}2`])].map((each) => statementWith(each)),
  );

  expect(reported(document)).toStrictEqual(
    [0, 2].map((at) => ({ rule: "R32", path: subAt(at), given: SUBJECT })),
  );
});

test("ignores a weaker statement for another action or another GitHub", () => {
  for (const own of [{ Action: "sts:TagSession" }, { Effect: "Deny" }, { Principal: { Service: "*" } }]) {
    expect(reported(documentOf(statementWith(GOOD, own), statementWith(GUARDED)))).toStrictEqual([]);
  }
});

test("ignores a single statement", () => {
  expect(reported(documentWith(GOOD))).toStrictEqual([]);
});

test("rejects a statement without conditions for the weaker one, too", () => {
  expect(reported(documentOf(statementWith({}), statementWith(GOOD)))).toStrictEqual([
    { rule: "R01", path: ["Statement", 0], given: `no condition on ${ISSUER}:sub` },
    { rule: "R17", path: ["Statement", 0], given: `no condition on ${ISSUER}:aud` },
    { rule: "R32", path: ["Statement", 0], given: "Statement 0" },
  ]);
});

function reportedOfR32(document: JsonMap): readonly Reported[] {
  return reported(document).filter(({ rule }) => rule === "R32");
}

function subject(value: unknown): JsonMap {
  return { StringEquals: TESTED_AUD, StringLike: { [SUB]: value } };
}

function caseless(value: string): JsonMap {
  return { StringEquals: TESTED_AUD, StringEqualsIgnoreCase: { [SUB]: value } };
}

function guarded(workflows: readonly string[]): JsonMap {
  return { ...subject(SUBJECT), ...withoutSubject(workflows) };
}

function withoutSubject(workflows: readonly string[]): JsonMap {
  return { StringEquals: { ...TESTED_AUD, [WORKFLOW]: workflows } };
}
