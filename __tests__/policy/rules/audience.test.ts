import { EMPTY_CONTEXT, type LintContext } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { ISSUER } from "../../support/github";
import {
  AUD,
  conditionPath,
  documentOf,
  documentWith,
  providerArn,
  readAs,
  reported,
  SUB,
  SUBJECT,
  statementWith,
} from "./document";

const SUB_TEST = { StringLike: { [SUB]: SUBJECT } };
const NONE = { rule: "R17", path: ["Statement", 0], given: `no condition on ${AUD}` };

test.each<[string, unknown]>([
  ["StringEquals", "sts.amazonaws.com"],
  ["StringEqualsIgnoreCase", "sts.amazonaws.com"],
  ["ForAnyValue:StringEquals", "sts.amazonaws.com"],
  ["ForAnyValue:StringLike", "sts.amazonaws.com"],
])("no rule reports an audience with %s: %j", (operator, aud) => {
  expect(reported(documentWith({ ...SUB_TEST, [operator]: { [AUD]: aud } }))).toStrictEqual([]);
});

test.each<[string, string]>([
  ["ForAnyValue:StringLike", "*"],
  ["ForAnyValue:StringLike", "?*"],
  ["ForAnyValue:StringLike", "sts*"],
  ["ForAnyValue:StringLike", "sts.amazonaws.com*"],
  ["ForAnyValue:StringLike", "st?.amazonaws.com"],
])("reports an audience that is a pattern, with %s: %j", (operator, given) => {
  const path = conditionPath(operator, AUD);

  expect(reported(documentWith({ ...SUB_TEST, [operator]: { [AUD]: given } }))).toStrictEqual([
    { rule: "R17", path, given },
  ]);
  expect(
    reported(documentWith({ ...SUB_TEST, [operator]: { [AUD]: ["sts.amazonaws.com", given] } })),
  ).toStrictEqual([{ rule: "R17", path: [...path, 1], given }]);
});

test("rejects a statement without a condition on the audience", () => {
  expect(reported(documentWith(SUB_TEST))).toStrictEqual([NONE]);
});

test.each<[string, string, string]>([
  ["one excluded", "StringNotEquals", "evil"],
  ["any that there may be", "Null", "false"],
  ["one compared as an ARN", "ArnLike", "*"],
])("rejects a condition that names no audience: %s", (_, operator, value) => {
  expect(reported(documentWith({ ...SUB_TEST, [operator]: { [AUD]: value } }))).toStrictEqual([
    { rule: "R17", path: conditionPath(operator, AUD), given: operator },
  ]);
});

test.each([
  ["aws", "sts.amazonaws.com.cn", "sts.amazonaws.com"],
  ["aws-cn", "sts.amazonaws.com", "sts.amazonaws.com.cn"],
  ["aws-us-gov", "sts.us-gov-west-1.amazonaws.com", "sts.amazonaws.com"],
] as const)("in the partition %s, %s is no audience of AWS STS, and %s is", (partition, other, own) => {
  const found = (aud: string, known: Partial<LintContext> = {}) =>
    lintTrustPolicy(
      readAs(
        "trust",
        documentOf(
          statementWith(
            { ...SUB_TEST, StringEquals: { [AUD]: aud } },
            { Principal: { Federated: providerArn(ISSUER, "123456789012", partition) } },
          ),
        ),
      ),
      { ...EMPTY_CONTEXT, ...known },
    )
      .filter(({ rule }) => rule.id === "R45")
      .map(({ given, expected }) => [given, expected]);

  expect(found(own)).toStrictEqual([]);
  expect(found(other)).toStrictEqual([[other, own]]);
  const account = { partition, accountId: "123456789012" };
  expect(found(other, { account })).toStrictEqual([[other, own]]);
});

test("without a partition, the audience can be that of any", () => {
  const document = (aud: string) =>
    documentOf(statementWith({ ...SUB_TEST, StringEquals: { [AUD]: aud } }, { Principal: "*" }));
  const rules = (aud: string) => reported(document(aud)).map(({ rule }) => rule);

  expect([rules("sts.amazonaws.com"), rules("sts.amazonaws.com.cn"), rules("sigstore")]).toStrictEqual([
    ["R34"],
    ["R34"],
    ["R34", "R45"],
  ]);
});

test("reports a condition on another issuer's audience, which no GitHub token fulfills, by R42", () => {
  const key = "graph.facebook.com:app_id";
  expect(reported(documentWith({ ...SUB_TEST, StringEquals: { [key]: "sts.amazonaws.com" } }))).toStrictEqual(
    [{ rule: "R42", path: conditionPath("StringEquals", key), given: key }],
  );
});

test.each<[string, readonly string[]]>([
  // Every token has an audience, and the subject decides.
  ["ForAllValues:StringEquals", ["R46"]],
  ["StringEqualsIfExists", ["R15"]],
])("reports an audience with %s by %j", (operator, rules) => {
  expect(reported(documentWith({ ...SUB_TEST, [operator]: { [AUD]: "sts.amazonaws.com" } }))).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath(operator, AUD), given: operator })),
  );
});

test("reports a wildcard with StringEquals, which never matches, by R18", () => {
  expect(reported(documentWith({ ...SUB_TEST, StringEquals: { [AUD]: "*" } }))).toStrictEqual([
    { rule: "R18", path: conditionPath("StringEquals", AUD), given: "*" },
  ]);
});

test("reports a policy variable", () => {
  const given = `\${${AUD}}`;

  expect(reported(documentWith({ ...SUB_TEST, StringEquals: { [AUD]: given } }))).toStrictEqual(
    ["R17", "R28"].map((rule) => ({ rule, path: conditionPath("StringEquals", AUD), given })),
  );
});

test.each<[string, unknown, readonly (number | string)[]]>([
  ["https://github.com/acme", "https://github.com/acme", []],
  ["sigstore", "sigstore", []],
  ["sts.amazonaws.com:acme", "sts.amazonaws.com:acme", []],
  ["https://github.com/acme", ["sts.amazonaws.com", "https://github.com/acme"], [1]],
])("reports the audience %j of %j, which is not that of AWS STS", (given, aud, at) => {
  const document = documentWith({ ...SUB_TEST, StringEquals: { [AUD]: aud } });
  const violation = { rule: "R45", path: [...conditionPath("StringEquals", AUD), ...at], given };

  expect(reported(document)).toStrictEqual([violation]);
  expect(reported(document, { isExpectedAudience: (text) => text === given })).toStrictEqual([]);
});
