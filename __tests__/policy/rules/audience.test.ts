import { AUD, conditionPath, documentWith, type JsonMap, reported, SUB, SUBJECT } from "./document";

const SUB_TEST = { StringLike: { [SUB]: SUBJECT } };
const NONE = { rule: "R17", path: ["Statement", 0], given: `no condition on ${AUD}` };

test.each<[string, unknown]>([
  ["StringEquals", "sts.amazonaws.com"],
  ["StringEquals", "sts.amazonaws.com.cn"],
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

test.each<[string, JsonMap]>([
  ["none", {}],
  ["one excluded", { StringNotEquals: { [AUD]: "evil" } }],
  ["any that there may be", { Null: { [AUD]: "false" } }],
  ["one compared as an ARN", { ArnLike: { [AUD]: "*" } }],
])("rejects a statement that names no audience: %s", (_, conditions) => {
  expect(reported(documentWith({ ...SUB_TEST, ...conditions }))).toStrictEqual([NONE]);
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
