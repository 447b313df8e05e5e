import { ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  ACTION,
  documentOf,
  type JsonMap,
  providerArn,
  reported,
  SERVER_HOST,
  SUB,
  SUB_PATH,
  SUBJECT,
  statementWith,
  subjectDocument,
  TESTED_AUD,
} from "./document";

const EVERY = "repo:acme@123456/*:ref:refs/heads/main";
const API = "repo:acme@123456/api@1:ref:refs/heads/main";

/** Conditions of the statement, those of a Deny, and whether every repository of the owner is left. */
const R06_CASES: readonly (readonly [string, JsonMap, JsonMap | undefined, boolean])[] = [
  ["alone", {}, undefined, true],
  ["beside the same subject in any casing", { StringEqualsIgnoreCase: { [SUB]: SUBJECT } }, undefined, false],
  [
    "beside a subject in another casing, for any casing",
    { StringEqualsIgnoreCase: { [SUB]: SUBJECT.toUpperCase() } },
    undefined,
    false,
  ],
  ["beside a list in any casing", { StringEqualsIgnoreCase: { [SUB]: [SUBJECT, API] } }, undefined, false],
  ["beside an excluded subject", { StringNotEqualsIgnoreCase: { [SUB]: SUBJECT } }, undefined, true],
  [
    "with a subject that it need not have",
    { StringEqualsIgnoreCaseIfExists: { [SUB]: SUBJECT } },
    undefined,
    true,
  ],
  [
    "with a Deny for all other subjects in any casing",
    {},
    { StringNotEqualsIgnoreCase: { [SUB]: SUBJECT.toUpperCase() } },
    false,
  ],
  ["with a Deny for all other subjects", {}, { StringNotEquals: { [SUB]: SUBJECT } }, false],
  [
    "with a Deny for a pattern of other subjects",
    {},
    { StringNotLike: { [SUB]: EVERY.replace("/*", "/web@*") } },
    false,
  ],
  ["with a Deny for one subject in any casing", {}, { StringEqualsIgnoreCase: { [SUB]: SUBJECT } }, true],
  [
    "with a Deny for all other subjects that needs a second condition",
    {},
    { StringNotEqualsIgnoreCase: { [SUB]: SUBJECT }, StringEquals: { [`${ISSUER}:actor_id`]: "1" } },
    true,
  ],
  ["with a Deny of the pattern itself", {}, { StringLike: { [SUB]: EVERY } }, false],
];

test.each(R06_CASES)("every repository of the owner %s", (_, conditions, denied, isReported) => {
  const allow = statementWith({ StringEquals: TESTED_AUD, StringLike: { [SUB]: EVERY }, ...conditions });
  const deny = denied === undefined ? [] : [statementWith(denied, { Effect: "Deny" })];
  for (const statements of [
    [allow, ...deny],
    [...deny, allow],
  ]) {
    const rules = reported(documentOf(...statements)).map(({ rule }) => rule);

    expect(rules.includes("R06")).toBe(isReported);
  }
});

const GOOD = { StringEquals: TESTED_AUD, StringLike: { [SUB]: SUBJECT } };
const OPEN = { StringEquals: TESTED_AUD, StringLike: { [SUB]: "repo:acme*" } };

/** What is reported of a statement without conditions, at a path. */
function untested(host: string, path: readonly (string | number)[] = ["Statement", 0]) {
  return [
    { rule: "R01", path, given: `no condition on ${host}:sub` },
    { rule: "R17", path, given: `no condition on ${host}:aud` },
  ];
}

test.each<[JsonMap]>([
  [{ Principal: { Federated: PROVIDER_ARN } }],
  [{ Principal: { Federated: [PROVIDER_ARN] } }],
  [{ Principal: { Federated: providerArn(ISSUER, "210987654321", "aws-us-gov") } }],
  [{ Principal: { Federated: PROVIDER_ARN, Service: "ec2.amazonaws.com" } }],
  [{ Action: "*" }],
  [{ Action: "sts:*" }],
  [{ Action: "sts:AssumeRole*" }],
  [{ Action: "sts:AssumeRoleWithWebIdentit?" }],
  [{ Action: "STS:assumerolewithwebidentity" }],
  [{ Action: ["sts:TagSession", ACTION] }],
  [{ Action: undefined, NotAction: "sts:AssumeRole" }],
])("rejects a statement without conditions that says %j, and takes it with good ones", (own) => {
  expect(reported(documentOf(statementWith({}, own)))).toStrictEqual(untested(ISSUER));
  expect(reported(documentOf(statementWith(GOOD, own)))).toStrictEqual([]);
});

test.each<[JsonMap]>([
  [{ Effect: "Deny" }],
  [{ Effect: "Deny", Principal: "*", Action: "*" }],
  [{ Principal: "*", Action: undefined, NotAction: "sts:*" }],
  [{ Principal: { Federated: "*" }, Action: ["sts:TagSession", "ecr:*"] }],
  [{ Principal: { Service: "ec2.amazonaws.com" } }],
  [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
  [{ Principal: { Federated: "accounts.google.com" } }],
  [{ Principal: { Federated: "arn:aws:iam::123456789012:saml-provider/acme" } }],
  [{ Principal: { Federated: providerArn("gitlab.com") } }],
  [{ Principal: { Federated: PROVIDER_ARN.replace("token.", "evil-token.") } }],
])("ignores a statement that allows no token of a GitHub: %j", (own) => {
  expect(reported(documentOf(statementWith({}, own)))).toStrictEqual([]);
  expect(reported(documentOf(statementWith(OPEN, own)))).toStrictEqual([]);
});

test.each<[JsonMap, string, string]>([
  [{ Action: "sts:AssumeRole" }, "R44", "Action"],
  [{ Action: "sts:AssumeRoleWithWebIdentity?" }, "R44", "Action"],
  [{ Action: "sts:TagSession" }, "R44", "Action"],
  [{ Action: "ecr:*" }, "R44", "Action"],
  [{ Action: undefined, NotAction: ACTION }, "R44", "NotAction"],
  [{ Action: undefined, NotAction: "sts:*" }, "R44", "NotAction"],
  [{ Principal: "*", Action: "sts:AssumeRole" }, "R40", "Principal"],
  [{ Principal: undefined, NotPrincipal: "*", Action: "sts:AssumeRole" }, "R40", "NotPrincipal"],
])("reports %j by %s, with or without conditions on claims of a token", (own, rule, element) => {
  const found = reported(documentOf(statementWith({}, own)));
  expect(found.map((each) => [each.rule, each.path])).toStrictEqual([[rule, ["Statement", 0, element]]]);
  // Only AssumeRoleWithWebIdentity has claims, so these conditions hold for no other action.
  expect(reported(documentOf(statementWith(OPEN, own)))).toStrictEqual(rule === "R40" ? [] : found);
});

test("ignores another action beside a statement with the right one, unless it assumes the role too", () => {
  const beside = (Action: string) =>
    reported(documentOf(statementWith(GOOD), statementWith(GOOD, { Action }))).map(({ rule }) => rule);

  expect([beside("sts:TagSession"), beside("sts:AssumeRole")]).toStrictEqual([[], ["R44"]]);
});

test("reports a provider whose host is not in lower case, which is another one for IAM", () => {
  const Principal = { Federated: providerArn("Token.Actions.GitHubUserContent.com") };

  for (const conditions of [{}, GOOD]) {
    expect(reported(documentOf(statementWith(conditions, { Principal })))).toStrictEqual([
      { rule: "R41", path: ["Statement", 0, "Principal", "Federated"], given: Principal.Federated },
    ]);
  }
});

test("checks a statement without a list", () => {
  expect(reported({ Version: "2012-10-17", Statement: statementWith(OPEN) })).toStrictEqual([
    { rule: "R04", path: ["Statement", "Condition", "StringLike", SUB], given: "repo:acme*" },
  ]);
  expect(reported({ Version: "2012-10-17", Statement: statementWith({}) })).toStrictEqual(
    untested(ISSUER, ["Statement"]),
  );
});

test("reports of several statements that which is wrong", () => {
  const document = documentOf(
    statementWith(OPEN, { Effect: "Deny" }),
    statementWith(GOOD),
    statementWith(OPEN, { Principal: { Service: "ec2.amazonaws.com" } }),
    statementWith({ ...OPEN, StringLike: { [SUB]: "repo:other*" } }),
  );

  expect(reported(document)).toStrictEqual([
    { rule: "R04", path: ["Statement", 3, "Condition", "StringLike", SUB], given: "repo:other*" },
  ]);
});

test("reports of several subjects each that is wrong, in the order of the rules", () => {
  const values = [SUBJECT, "repo:acme*", "*", SUBJECT.replace("main", "*"), "repo:*"];

  expect(reported(subjectDocument(values))).toStrictEqual(
    (
      [
        ["R02", 2],
        ["R03", 4],
        ["R04", 1],
        ["R10", 3],
      ] as const
    ).map(([rule, at]) => ({ rule, path: [...SUB_PATH, at], given: values[at] })),
  );
});

test("reports what is missing for each GitHub that a statement allows", () => {
  const Principal = { Federated: [PROVIDER_ARN, providerArn(SERVER_HOST), "accounts.google.com"] };

  expect(reported(documentOf(statementWith({}, { Principal })))).toStrictEqual([
    { rule: "R01", path: ["Statement", 0], given: `no condition on ${SUB}` },
    { rule: "R01", path: ["Statement", 0], given: `no condition on ${SERVER_HOST}:sub` },
    { rule: "R17", path: ["Statement", 0], given: `no condition on ${ISSUER}:aud` },
    { rule: "R17", path: ["Statement", 0], given: `no condition on ${SERVER_HOST}:aud` },
  ]);
});
