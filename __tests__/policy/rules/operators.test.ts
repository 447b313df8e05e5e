import type { Claims } from "../../../lib/policy/claims";
import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import {
  conditionPath,
  documentWith,
  guardedDocument,
  HOST,
  type JsonMap,
  PROVIDER_ARN,
  PUSH_WORKFLOW,
  readAs,
  reported,
  reportedSubject,
  SUB,
  SUBJECT,
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
  // Without a near operator, the statement may be one of a later version of IAM, so its danger is reported too.
  ["StringMatches", ["R01", "R43"], undefined],
])("the operator %s violates %j, with %s expected", (operator, rules, expected) => {
  const found = lintTrustPolicy(readAs("trust", subjectDocument(SUBJECT, operator)), EMPTY_CONTEXT);

  expect(found.map(({ rule }) => rule.id)).toStrictEqual(rules);
  expect(found.at(-1)).toMatchObject({
    path: ["Statement", 0, "Condition", operator],
    given: operator,
    ...(expected !== undefined && { expected }),
  });
});

test.each<[operator: string, claim: string, rules: readonly string[]]>([
  ["ForAllValues:StringEquals", "environment", ["R14"]],
  ["ForAllValues:StringNotEquals", "environment", ["R14"]],
  ["ForAllValues:StringEquals", "ref", ["R14"]],
  ["ForAllValues:StringEquals", "actor_id", []],
  ["ForAllValues:StringNotEquals", "job_workflow_ref", []],
  ["ForAllValues:StringEquals", "REPOSITORY_ID", []],
])("%s on the claim %s beside an exact subject violates %j", (operator, claim, rules) => {
  const key = `${HOST}:${claim}`;
  const beside = (sub: string) =>
    documentWith({ StringEquals: TESTED_AUD, StringLike: { [SUB]: sub }, [operator]: { [key]: "1" } });
  const ofRule = (sub: string) => reported(beside(sub)).filter(({ rule }) => rule === "R14");

  expect(ofRule(SUBJECT).map(({ rule }) => rule)).toStrictEqual(rules);
  expect(ofRule(`${SUBJECT}*`)).toHaveLength(1);
});

test.each<[string, string]>([
  ["StringEqualsIfExists", "R15"],
  ["StringLikeIfExists", "R15"],
  ["StringNotEqualsIfExists", "R15"],
])("rejects %s on any claim beside a good subject by %s", (operator, rule) => {
  for (const claim of ["environment", "ref", "actor_id", "job_workflow_ref", "REPOSITORY_ID"]) {
    const key = `${HOST}:${claim}`;
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
  [{ environment: [`\${?}`, "?"], actor: ["$", "?"] }],
])("reads no wildcard in what is written for the claims %j", (claims) => {
  const subject = `${SUBJECT.slice(0, SUBJECT.indexOf(":ref:"))}:*`;
  const document = trustPolicy({
    providerArn: PROVIDER_ARN,
    issuerHost: HOST,
    audience: "sts.amazonaws.com",
    entries: [{ kind: "subject", subject, claims }],
  });

  // Not R12, which reports a pattern of environments.
  expect(reported({ ...document })).toStrictEqual(reportedSubject(["R13"], subject));
});

test("reports a wildcard with StringEquals on every claim, of a list that value alone", () => {
  const document = guardedDocument({ actor_id: ["1", "2*", "3", "?"], environment: "prod*" });

  expect(reported(document)).toStrictEqual([
    { rule: "R18", path: [...conditionPath("StringEquals", `${HOST}:actor_id`), 1], given: "2*" },
    { rule: "R18", path: [...conditionPath("StringEquals", `${HOST}:actor_id`), 3], given: "?" },
    { rule: "R18", path: conditionPath("StringEquals", `${HOST}:environment`), given: "prod*" },
  ]);
});

test("ignores a wildcard with StringNotEquals", () => {
  const document = documentWith({
    StringEquals: TESTED_AUD,
    ...SUB_TEST,
    StringNotEquals: { [`${HOST}:actor_id`]: "*" },
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
  ["2012-10-17", "StringLike", `${MAIN}\${$}{aws:username}`, []],
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
    { rule: "R28", path: [...conditionPath("StringEquals", `${HOST}:actor_id`), 1], given },
  ]);
});
