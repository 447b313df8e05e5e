import {
  ACTION,
  documentOf,
  type JsonMap,
  reported,
  SUB,
  SUBJECT,
  statementWith,
  TESTED_AUD,
} from "./document";

const SEED = statementWith({ StringEquals: TESTED_AUD, StringLike: { [SUB]: SUBJECT } });
const EVERYONE: JsonMap = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };

/** The rules above medium that a statement violates beside a good one. */
function dangers(...statements: readonly JsonMap[]): readonly string[] {
  return reported(documentOf(SEED, ...statements))
    .map(({ rule }) => rule)
    .filter((rule) => !["R34", "R42"].includes(rule));
}

test.each<[JsonMap]>([
  [{}],
  [{ Principal: { AWS: "*" } }],
  [{ Principal: { AWS: ["123456789012", "*"] } }],
  [{ Principal: undefined, NotPrincipal: { AWS: "123456789012" } }],
  [{ Action: ["sts:AssumeRole", "sts:TagSession"] }],
  [{ Action: "sts:AssumeRole*" }],
  [{ Action: "sts:*" }],
  [{ Action: "*" }],
  [{ Action: "sts:AssumeRoleWithSAML" }],
  [{ Action: undefined, NotAction: "sts:TagSession" }],
  [{ Action: ACTION }],
])("reports a statement for every principal by R40: %j", (own) => {
  expect(dangers({ ...EVERYONE, ...own })).toContain("R40");
  expect(reported(documentOf({ ...EVERYONE, ...own })).map(({ rule }) => rule)).toContain("R40");
});

test.each<[JsonMap]>([
  [{ Effect: "Deny" }],
  [{ Action: "sts:TagSession" }],
  [{ Action: ["sts:TagSession", "sts:SetSourceIdentity"] }],
  [{ Action: undefined, NotAction: "sts:*" }],
  [{ Principal: { AWS: "123456789012" } }],
  [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
  [{ Principal: { Service: "ec2.amazonaws.com" } }],
])("ignores a statement that is not for every principal, or not about assuming the role: %j", (own) => {
  expect(dangers({ ...EVERYONE, ...own })).toStrictEqual([]);
});

test.each<[operator: string, key: string, value: unknown]>([
  ["StringEquals", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringEquals", "AWS:principalorgid", ["o-acme12345", "o-other67890"]],
  ["StringLike", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringEquals", "aws:PrincipalOrgID", `\${aws:ResourceOrgID}`],
  ["StringEquals", "aws:ResourceOrgID", `\${aws:PrincipalOrgID}`],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-acme12345/r-ab12/*"],
  ["StringEquals", "aws:PrincipalAccount", "123456789012"],
  ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/admin"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*"],
  ["StringLike", "aws:userid", "AROAEXAMPLEID1234:*"],
  ["StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"],
  ["StringEquals", "aws:SourceVpc", "vpc-0123456789abcdef0"],
  ["IpAddress", "aws:SourceIp", ["192.0.2.0/24", "198.51.100.7"]],
  ["StringEquals", "aws:SourceAccount", "123456789012"],
  // A literal wildcard is in no value.
  ["StringEquals", "aws:PrincipalOrgID", "*"],
])("%s on %s with %j restricts a statement for every principal", (operator, key, value) => {
  expect(dangers({ ...EVERYONE, Condition: { [operator]: { [key]: value } } })).toStrictEqual([]);
  expect(
    dangers({ ...EVERYONE, Action: "sts:*", Condition: { [operator]: { [key]: value } } }),
  ).not.toContain("R40");
});

test.each<[operator: string, key: string, value: unknown]>([
  ["StringLike", "aws:PrincipalOrgID", "*"],
  ["StringLike", "aws:PrincipalOrgID", "o-*"],
  ["StringEquals", "aws:PrincipalOrgID", ["o-acme12345", `\${aws:PrincipalOrgID}`]],
  ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringNotEquals", "aws:PrincipalOrgID", "o-acme12345"],
  ["ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-acme12345/*"],
  ["Null", "aws:PrincipalOrgID", "false"],
  ["StringLike", "aws:PrincipalAccount", "1*"],
  ["StringEquals", "aws:PrincipalAccount", `\${aws:PrincipalAccount}`],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/admin"],
  ["StringLike", "aws:userid", "*:admin"],
  ["IpAddress", "aws:SourceIp", "0.0.0.0/0"],
  ["IpAddress", "aws:SourceIp", ["192.0.2.0/24", "::/0"]],
  ["NotIpAddress", "aws:SourceIp", "192.0.2.0/24"],
  ["StringEquals", "aws:PrincipalType", "AssumedRole"],
  ["StringEquals", "aws:PrincipalTag/team", "web"],
  ["StringEquals", "aws:ResourceAccount", "123456789012"],
  ["StringEquals", "sts:ExternalId", "acme"],
  ["StringLike", "sts:RoleSessionName", "ci-*"],
  ["Bool", "aws:MultiFactorAuthPresent", "true"],
  ["Bool", "aws:SecureTransport", "true"],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1"],
])("%s on %s with %j leaves a statement open to every principal", (operator, key, value) => {
  expect(dangers({ ...EVERYONE, Condition: { [operator]: { [key]: value } } })).toStrictEqual(["R40"]);
});

test.each<[boolean, JsonMap]>([
  [true, { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-acme12345" } } }],
  [true, { Action: "*", Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-acme12345" } } }],
  [false, { Action: "sts:TagSession" }],
  [false, { Principal: { AWS: "123456789012" } }],
  [
    false,
    { Action: "sts:TagSession", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-acme12345" } } },
  ],
  [
    false,
    { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-acme12345", "aws:PrincipalAccount": "1" } } },
  ],
  [false, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme12345" } } }],
  [false, { Condition: { StringNotLike: { "aws:PrincipalOrgID": "o-*" } } }],
  [
    false,
    { Principal: { AWS: "123456789012" }, Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1" } } },
  ],
])("a Deny restricts a statement for every principal: %p for %j", (isRestricted, own) => {
  expect(dangers(EVERYONE, { ...EVERYONE, Effect: "Deny", ...own })).toStrictEqual(
    isRestricted ? [] : ["R40"],
  );
});

test("a condition on claims of another issuer restricts it by the subject, not by the audience", () => {
  const google = (claim: string, value: string) => ({
    ...EVERYONE,
    Action: ACTION,
    Condition: { StringEquals: { [`accounts.google.com:${claim}`]: value } },
  });
  expect(dangers(google("aud", "client"))).toStrictEqual(["R40"]);
  expect(dangers(google("sub", "1"))).toStrictEqual([]);
});

test("checks the claims of the GitHub that a statement for every principal has conditions on", () => {
  const host = "token.actions.acme.ghe.com";
  const of = (sub: string) => ({
    ...EVERYONE,
    Action: ACTION,
    Condition: {
      StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${host}:sub`]: sub },
    },
  });
  expect(dangers(of(SUBJECT))).toStrictEqual([]);
  expect(dangers(of("repo:*"))).toStrictEqual(["R03"]);
});
