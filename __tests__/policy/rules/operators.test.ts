import type { Claims } from "../../../lib/policy/claims";
import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import { ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  conditionPath,
  documentOf,
  documentWith,
  guardedDocument,
  type JsonMap,
  PUSH_WORKFLOW,
  readAs,
  reported,
  reportedSubject,
  SUB,
  SUBJECT,
  statementWith,
  subjectDocument,
  TESTED_AUD,
  WORKFLOW,
} from "./document";

const SUB_TEST = { StringLike: { [SUB]: SUBJECT } };

test.each<[string, readonly string[]]>([
  ["StringEquals", []],
  ["StringLike", []],
  ["StringEqualsIgnoreCase", []],
  ["ForAnyValue:StringEquals", []],
  ["ForAnyValue:StringLike", []],
  ["ForAllValues:StringEquals", ["R14"]],
  ["ForAllValues:StringLike", ["R14"]],
  ["ForAllValues:StringEqualsIgnoreCase", ["R14"]],
  ["StringEqualsIfExists", ["R15"]],
  ["StringLikeIfExists", ["R15"]],
  ["ForAnyValue:StringLikeIfExists", ["R15"]],
  ["ForAllValues:StringLikeIfExists", ["R14", "R15"]],
  ["StringNotEquals", ["R16"]],
  ["StringNotLike", ["R16"]],
  ["StringNotEqualsIgnoreCase", ["R16"]],
  ["ForAnyValue:StringNotLike", ["R16"]],
  ["StringNotLikeIfExists", ["R15", "R16"]],
  ["ForAllValues:StringNotEquals", ["R14", "R16"]],
])("a subject with %s violates %j", (operator, rules) => {
  expect(reported(subjectDocument(SUBJECT, operator))).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath(operator, SUB), given: operator })),
  );
});

test.each(["ArnLike", "ArnEquals", "Bool", "Null", "NumericEquals", "BinaryEquals", "ForAllValues:ArnLike"])(
  "reports a subject with %s for a statement that tests none",
  (operator) => {
    const rules = reported(subjectDocument(SUBJECT, operator)).map(({ rule }) => rule);

    expect(rules).toStrictEqual(operator.startsWith("ForAllValues:") ? ["R01", "R14"] : ["R01"]);
  },
);

test.each<[string, readonly string[], string | undefined]>([
  ["stringlike", ["R43"], "StringLike"],
  ["StringEqual", ["R43"], "StringEquals"],
  ["ForAnyValues:StringLike", ["R43"], "ForAnyValue:StringLike"],
  ["StringMatches", ["R43"], "StringLike"],
  ["Contains", ["R43"], "StringLike"],
  ["StringIn", ["R43"], undefined],
  // IAM may accept this one, so the danger of the statement is reported.
  ["NullIfExists", ["R01", "R15"], undefined],
])("the operator %s violates %j, with %s expected", (operator, rules, expected) => {
  const found = lintTrustPolicy(readAs("trust", subjectDocument(SUBJECT, operator)), EMPTY_CONTEXT);

  expect(found.map(({ rule }) => rule.id)).toStrictEqual(rules);
  const named = found
    .filter(({ rule }) => rule.id === "R43")
    .map(({ path, given, expected: meant }) => [path, given, meant]);
  expect(named).toStrictEqual(
    rules.includes("R43") ? [[["Statement", 0, "Condition", operator], operator, expected]] : [],
  );
});

/** Which of the two rules about ForAllValues: reports a statement. */
function forAllValuesRules(document: JsonMap): readonly string[] {
  return reported(document)
    .map(({ rule }) => rule)
    .filter((rule) => ["R14", "R46"].includes(rule));
}

test.each<[operator: string, claim: string, rules: readonly string[]]>([
  ["ForAllValues:StringEquals", "environment", ["R14"]],
  ["ForAllValues:StringNotEquals", "environment", ["R14"]],
  ["ForAllValues:StringEquals", "ref", ["R14"]],
  ["ForAllValues:StringEquals", "enterprise_id", ["R14"]],
  ["ForAllValues:StringEquals", "actor_id", ["R46"]],
  ["ForAllValues:StringLike", "workflow", ["R46"]],
  ["ForAllValues:StringNotEquals", "job_workflow_ref", ["R46"]],
  ["ForAllValues:StringEqualsIfExists", "repository_owner_id", ["R46"]],
  ["ForAllValues:StringEquals", "REPOSITORY_ID", ["R46"]],
  // AWS does not read this claim, so the condition never holds without ForAllValues:. R29 reports it.
  ["ForAllValues:StringEquals", "iss", []],
  ["StringEquals", "actor_id", []],
  ["ForAnyValue:StringEquals", "actor_id", []],
])("%s on the claim %s beside an exact subject violates %j", (operator, claim, rules) => {
  const key = `${ISSUER}:${claim}`;
  const beside = (sub: string) =>
    documentWith({ StringEquals: TESTED_AUD, StringLike: { [SUB]: sub }, [operator]: { [key]: "1" } });

  expect(forAllValuesRules(beside(SUBJECT))).toStrictEqual(rules);
  expect(forAllValuesRules(beside(`${SUBJECT}*`))).toStrictEqual(
    operator.startsWith("ForAllValues:") ? ["R14"] : [],
  );
});

const BY_ALL_VALUES = { "ForAllValues:StringEquals": TESTED_AUD };
const OTHER = "repo:acme@123456/api@1:ref:refs/heads/main";
const OPEN = "repo:acme@123456/web@456789:ref:refs/heads/release-*";

test.each<[string, JsonMap, readonly string[]]>([
  ["a second subject without wildcards", { StringLike: { [SUB]: [SUBJECT, OTHER] } }, ["R46"]],
  ["a second subject with a wildcard", { StringLike: { [SUB]: [SUBJECT, OPEN] } }, ["R14"]],
  [
    "a subject with a wildcard and another condition on one without",
    { StringLike: { [SUB]: OPEN.replace("release-", "") }, StringEquals: { [SUB]: SUBJECT } },
    ["R46"],
  ],
  [
    "two subjects, of which another condition leaves the one with a wildcard",
    { StringLike: { [SUB]: [SUBJECT, OPEN] }, StringNotEquals: { [SUB]: SUBJECT } },
    ["R14"],
  ],
  ["a subject that a token may lack", { StringLikeIfExists: { [SUB]: SUBJECT } }, ["R14"]],
  ["a subject that is excluded", { StringNotLike: { [SUB]: SUBJECT } }, ["R14"]],
  ["a reusable workflow without wildcards", { StringEquals: { [WORKFLOW]: PUSH_WORKFLOW } }, ["R14"]],
  ["no other condition", {}, ["R14"]],
])("ForAllValues: on aud beside %s violates %j", (_, conditions, rules) => {
  expect(forAllValuesRules(documentWith({ ...BY_ALL_VALUES, ...conditions }))).toStrictEqual(rules);
});

test("ForAllValues: on the subject violates R14, even beside another condition on a subject without wildcards", () => {
  const document = documentWith({
    StringEquals: { ...TESTED_AUD, [SUB]: SUBJECT },
    "ForAllValues:StringLike": { [SUB]: SUBJECT },
  });

  expect(forAllValuesRules(document)).toStrictEqual(["R14"]);
});

test("a statement violates R14 for one of its conditions with ForAllValues: and R46 for the other one", () => {
  const document = documentWith({
    ...SUB_TEST,
    "ForAllValues:StringEquals": { ...TESTED_AUD, [`${ISSUER}:environment`]: "prod" },
  });

  expect(reported(document).filter(({ rule }) => rule !== "R31")).toStrictEqual(
    [
      ["R14", `${ISSUER}:environment`],
      ["R46", `${ISSUER}:aud`],
    ].map(([rule, key = ""]) => ({
      rule,
      path: conditionPath("ForAllValues:StringEquals", key),
      given: "ForAllValues:StringEquals",
    })),
  );
});

const DENIED = { Effect: "Deny" };

test.each<[string, JsonMap, readonly string[]]>([
  ["denies nothing that the other one allows", { StringEquals: { [SUB]: OTHER } }, ["R46"]],
  ["denies all but the exact subject", { StringNotEquals: { [SUB]: SUBJECT } }, ["R46"]],
  ["has ForAllValues: itself", { "ForAllValues:StringEquals": { [`${ISSUER}:actor_id`]: "1" } }, ["R46"]],
  ["denies the subject", { StringEquals: { [SUB]: SUBJECT } }, []],
  ["denies everything", {}, []],
])(
  "of a statement with ForAllValues: beside an exact subject and a Deny that %s, %j are reported",
  (_, conditions, rules) => {
    const allowing = statementWith({ ...BY_ALL_VALUES, ...SUB_TEST });

    expect(forAllValuesRules(documentOf(allowing, statementWith(conditions, DENIED)))).toStrictEqual(rules);
  },
);

test.each<[string, string, readonly string[]]>([
  ["leaves the exact subject of two", "StringLike", ["R46"]],
  ["leaves the subject with a wildcard", "StringNotLike", ["R14"]],
])("a Deny that %s decides which rule reports ForAllValues:", (_, operator, rules) => {
  const allowing = statementWith({ ...BY_ALL_VALUES, StringLike: { [SUB]: [SUBJECT, OPEN] } });

  expect(
    forAllValuesRules(documentOf(allowing, statementWith({ [operator]: { [SUB]: OPEN } }, DENIED))),
  ).toStrictEqual(rules);
});

test("a Deny statement with ForAllValues: alone is not reported", () => {
  const denying = statementWith({ "ForAllValues:StringNotEquals": { [`${ISSUER}:actor_id`]: "1" } }, DENIED);
  const allowing = statementWith({ StringEquals: TESTED_AUD, ...SUB_TEST });

  expect(forAllValuesRules(documentOf(allowing, denying))).toStrictEqual([]);
});

test.each<[string, string]>([
  ["StringEqualsIfExists", "R15"],
  ["StringLikeIfExists", "R15"],
  ["StringNotEqualsIfExists", "R15"],
])("rejects %s on any claim beside a good subject by %s", (operator, rule) => {
  for (const claim of ["environment", "ref", "actor_id", "job_workflow_ref", "REPOSITORY_ID"]) {
    const key = `${ISSUER}:${claim}`;
    const document = documentWith({ StringEquals: TESTED_AUD, ...SUB_TEST, [operator]: { [key]: "1" } });

    expect(reported(document)).toStrictEqual([{ rule, path: conditionPath(operator, key), given: operator }]);
  }
});

test("ignores ForAllValues: and IfExists on keys that are not claims", () => {
  const keys = { "aws:TagKeys": ["team"], "aws:RequestTag/team": "a" };

  expect(
    reported(
      documentWith({
        StringEquals: TESTED_AUD,
        ...SUB_TEST,
        "ForAllValues:StringEquals": keys,
        StringEqualsIfExists: keys,
      }),
    ),
  ).toStrictEqual([]);
});

test.each<[string, JsonMap, readonly string[]]>([
  ["a subject excluded, and one listed", { StringNotLike: { [SUB]: "repo:acme/*" }, ...SUB_TEST }, []],
  [
    "two subjects excluded",
    { StringNotLike: { [SUB]: "repo:a/*" }, StringNotEquals: { [SUB]: "repo:b/web:pull_request" } },
    ["R16", "R16"],
  ],
  ["a workflow excluded", { StringNotEquals: { [WORKFLOW]: PUSH_WORKFLOW } }, ["R16"]],
  [
    "a subject and a workflow excluded",
    { StringNotEquals: { [WORKFLOW]: PUSH_WORKFLOW, [SUB]: SUBJECT } },
    ["R16", "R16"],
  ],
  [
    "a subject excluded, and a workflow listed",
    { StringNotLike: { [SUB]: "repo:evil/*" }, StringLike: { [WORKFLOW]: PUSH_WORKFLOW } },
    ["R20"],
  ],
  ["a workflow excluded, and a subject listed", { StringNotEquals: { [WORKFLOW]: "a" }, ...SUB_TEST }, []],
])("of a statement with %s, %j are reported", (_, conditions, rules) => {
  const document = documentWith({ "ForAnyValue:StringEquals": TESTED_AUD, ...conditions });

  expect(reported(document).map(({ rule }) => rule)).toStrictEqual(rules);
});

const MAIN = "repo:acme@123456/web@456789:ref:refs/heads/";

test.each<[string, string, readonly string[]]>([
  ["StringEquals", `${MAIN}*`, ["R18"]],
  ["StringEquals", `${MAIN}v?`, ["R18"]],
  ["StringEqualsIgnoreCase", `${MAIN}*`, ["R18"]],
  ["ForAnyValue:StringEquals", `${MAIN}*`, ["R18"]],
  ["StringEquals", `${MAIN}\${*}\${?}`, []],
  ["StringEquals", `${MAIN}\${*}*`, ["R18"]],
  ["StringLike", `${MAIN}\${*}\${?}`, []],
  ["StringLike", `${MAIN}*`, ["R10"]],
  ["StringEquals", "repo:acme@123456/*:ref:refs/heads/main", ["R18"]],
  ["StringEquals", "repo:acme@*/web@*:ref:refs/heads/main", ["R18"]],
  ["StringEquals", "repo:*", ["R18"]],
])("takes wildcards with %s for what they are there: %j violates %j", (operator, subject, rules) => {
  expect(reported(subjectDocument(subject, operator))).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath(operator, SUB), given: subject })),
  );
});

test.each<[Claims]>([
  [{ environment: ["a?b"] }],
  [{ environment: [`a$b\${aws:username}`] }],
  [{ environment: [`\${?}`, "?"], workflow: ["$", "?"] }],
])("reads no wildcard in what is written for the claims %j", (claims) => {
  const subject = `${SUBJECT.slice(0, SUBJECT.indexOf(":ref:"))}:*`;
  const document = trustPolicy({
    providerArn: PROVIDER_ARN,
    issuerHost: ISSUER,
    audience: "sts.amazonaws.com",
    entries: [{ kind: "subject", subject, claims }],
  });

  // Not R12, which reports a pattern of environments.
  expect(reported({ ...document })).toStrictEqual(reportedSubject(["R13"], subject));
});

test("reports a wildcard with StringEquals on every claim, of a list that value alone", () => {
  const document = guardedDocument({ actor_id: ["1", "2*", "3", "?"], environment: "prod*" });

  expect(reported(document)).toStrictEqual([
    { rule: "R18", path: [...conditionPath("StringEquals", `${ISSUER}:actor_id`), 1], given: "2*" },
    { rule: "R18", path: [...conditionPath("StringEquals", `${ISSUER}:actor_id`), 3], given: "?" },
    { rule: "R18", path: conditionPath("StringEquals", `${ISSUER}:environment`), given: "prod*" },
  ]);
});

test("ignores a wildcard with StringNotEquals", () => {
  const document = documentWith({
    StringEquals: TESTED_AUD,
    ...SUB_TEST,
    StringNotEquals: { [`${ISSUER}:actor_id`]: "*" },
  });

  expect(reported(document)).toStrictEqual([]);
});

test.each<[string, string, string, readonly string[]]>([
  ["2012-10-17", "StringLike", `${MAIN}\${aws:username}`, ["R10", "R28"]],
  ["2012-10-17", "StringEquals", `${MAIN}\${aws:username}`, ["R10", "R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${aws:username, 'main'}`, ["R10", "R28"]],
  ["2012-10-17", "StringLike", `repo:\${aws:username}/web:ref:refs/heads/main`, ["R05", "R28"]],
  ["2012-10-17", "StringLike", `repo:acme@123456/\${aws:username}:ref:refs/heads/main`, ["R07", "R28"]],
  ["2012-10-17", "StringLike", `repo:acme@\${aws:username}/web@4:ref:refs/heads/main`, ["R24", "R28"]],
  ["2012-10-17", "StringEquals", `\${${SUB}}`, ["R03", "R28"]],
  ["2012-10-17", "StringLike", `\${${SUB}}`, ["R03", "R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${$}{username}`, []],
  // No branch has a colon.
  ["2012-10-17", "StringLike", `${MAIN}\${$}{aws:username}`, ["R31"]],
  ["2012-10-17", "StringLike", `${MAIN}\${`, ["R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${aws:username`, ["R28"]],
  ["2012-10-17", "StringEquals", `${MAIN}\${aws:username`, ["R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${*`, ["R10", "R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${*}\${aws`, ["R28"]],
  ["2012-10-17", "StringLike", `${MAIN}a}\${aws`, ["R28"]],
  ["2012-10-17", "StringLike", `${MAIN}\${*}}`, []],
  ["2012-10-17", "StringLike", `${MAIN}$a}{`, []],
  ["2012-10-17", "StringLike", `${MAIN}$main{}`, []],
  ["2008-10-17", "StringLike", `${MAIN}\${aws:username}`, ["R28"]],
  ["2008-10-17", "StringLike", `${MAIN}\${$}`, ["R28"]],
  ["2008-10-17", "StringLike", `${MAIN}\${*}`, ["R10", "R28"]],
  ["2008-10-17", "StringLike", `repo:acme\${*}/web:ref:refs/heads/main`, ["R28"]],
  ["2008-10-17", "StringLike", `${MAIN}\${aws:username`, ["R28"]],
  ["2008-10-17", "StringLike", `${MAIN}main`, []],
])("in version %s with %s, %j violates %j", (Version, operator, subject, rules) => {
  expect(reported({ ...subjectDocument(subject, operator), Version })).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath(operator, SUB), given: subject })),
  );
});

test("reports a policy variable on a claim, of a list that value alone", () => {
  const given = `\${aws:PrincipalTag/id}`;

  expect(reported(guardedDocument({ actor_id: ["1", given] }))).toStrictEqual([
    { rule: "R28", path: [...conditionPath("StringEquals", `${ISSUER}:actor_id`), 1], given },
  ]);
});
