import { ISSUER } from "../../support/github";
import {
  ABSENT,
  AUD,
  ENDS,
  evaluated,
  type Got,
  IS,
  IS_KEPT_OUT,
  IS_NOT,
  NONE,
  type Outcome,
  PRESENT,
  REF,
  STATEMENT,
  SUB,
  SUFFICES,
  unknownKey,
  type Values,
} from "./evaluated";

const NETWORK = "the address and the network of the runner decide";
const SESSION = "the workflow chooses the session name";
const NO_CALLER = "the call has no AWS credentials, so it has no calling principal";
const OTHER_PREFIX = "AWS fills no key with this prefix in a call of AWS STS";
const ROLE = "the account and the tags of the role decide";
const OWN_ISSUER = "AWS fills the keys of the token's own issuer only";

const allow = (Condition: object) => ({ ...STATEMENT, Condition });

describe("a condition", () => {
  describe("on a claim that the token has", () => {
    test.each<[string, string, Values, Outcome, Got, string]>([
      ["StringEquals", "ref", "refs/heads/main", "holds", REF, IS],
      ["StringEquals", "ref", ["x", "refs/heads/main"], "holds", REF, IS],
      ["StringEquals", "ref", ["x", "y"], "fails", REF, IS_NOT],
      ["StringEquals", "ref", "refs/heads/Main", "fails", REF, IS_NOT],
      ["StringEquals", "ref", "refs/heads/*", "fails", REF, IS_NOT],
      ["StringEquals", "REF", "refs/heads/main", "holds", REF, IS],
      ["StringEquals", "repository_id", 42, "holds", ["42"], IS],
      ["StringEquals", "actor", true, "holds", ["true"], IS],
      ["StringEqualsIfExists", "ref", "x", "fails", REF, IS_NOT],
      ["StringNotEquals", "ref", ["x", "y"], "holds", REF, IS],
      ["StringNotEquals", "ref", ["x", "refs/heads/main"], "fails", REF, IS_KEPT_OUT],
      ["StringEqualsIgnoreCase", "ref", "REFS/heads/MAIN", "holds", REF, IS],
      ["StringEqualsIgnoreCase", "ref", "refs/*", "fails", REF, IS_NOT],
      ["StringNotEqualsIgnoreCase", "ref", "REFS/heads/MAIN", "fails", REF, IS_KEPT_OUT],
      ["StringLike", "sub", "repo:acme/*", "holds", SUB, IS],
      ["StringLike", "sub", ["x*", "repo:acme/???:*:*main"], "holds", SUB, IS],
      ["StringLike", "sub", "repo:Acme/*", "fails", SUB, IS_NOT],
      ["StringNotLike", "sub", "repo:acme/*", "fails", SUB, IS_KEPT_OUT],
      ["StringNotLike", "sub", "repo:evil/*", "holds", SUB, IS],
      ["StringLike", "workflow", `a\${*}b\${?}\${$}{c}`, "holds", [`a*b?\${c}`], IS],
      ["StringLike", "repository", `acme\${*}`, "fails", ["acme/web"], IS_NOT],
      ["StringEquals", "workflow", `a\${*}b\${?}\${$}{c}`, "holds", [`a*b?\${c}`], IS],
      ["ForAnyValue:StringEquals", "aud", "sts.amazonaws.com", "holds", AUD, IS],
      ["ForAnyValue:StringEquals", "aud", "x", "fails", AUD, IS_NOT],
      ["ForAnyValue:StringNotEquals", "aud", "other", "holds", AUD, IS],
      ["ForAnyValue:StringNotEquals", "aud", AUD, "fails", AUD, IS_KEPT_OUT],
      ["ForAllValues:StringEquals", "aud", "sts.amazonaws.com", "fails", AUD, IS_NOT],
      ["ForAllValues:StringLike", "aud", ["sts*", "o*"], "holds", AUD, IS],
      ["ForAllValues:StringNotEquals", "aud", "other", "fails", AUD, IS_KEPT_OUT],
      ["ForAllValues:StringNotEquals", "aud", "x", "holds", AUD, IS],
      ["ForAnyValue:StringEquals", "ref", "refs/heads/main", "holds", REF, IS],
      ["Null", "ref", "false", "holds", REF, PRESENT],
      ["Null", "ref", true, "fails", REF, PRESENT],
      ["Null", "ref", ["TRUE", "False"], "holds", REF, PRESENT],
      ["ForAllValues:Null", "ref", "false", "holds", REF, PRESENT],
      ["ForAllValues:Null", "ref", "true", "fails", REF, PRESENT],
      ["ForAnyValue:Null", "ref", "false", "holds", REF, PRESENT],
      ["ForAnyValue:Null", "ref", "true", "fails", REF, PRESENT],
      ["Bool", "actor", "TRUE", "holds", ["true"], IS],
      ["Bool", "actor", false, "fails", ["true"], IS_NOT],
      ["BoolIfExists", "actor", ["false", "true"], "holds", ["true"], IS],
    ])("%s of %s with %j %s", (operator, claim, values, outcome, got, why) => {
      expectCondition({ [operator]: { [`${ISSUER}:${claim}`]: values } }, outcome, got, why);
    });
  });

  describe("on a claim that the token does not have", () => {
    test.each<[string, Values, Outcome, string]>([
      ["StringEquals", "x", "fails", ABSENT],
      ["StringLike", "*", "fails", ABSENT],
      ["StringEqualsIgnoreCase", "x", "fails", ABSENT],
      ["StringNotEquals", "x", "holds", SUFFICES],
      ["StringNotLike", "*", "holds", SUFFICES],
      ["StringNotEqualsIgnoreCase", "x", "holds", SUFFICES],
      ["StringEqualsIfExists", "x", "holds", SUFFICES],
      ["StringNotLikeIfExists", "*", "holds", SUFFICES],
      ["ForAllValues:StringEquals", "x", "holds", SUFFICES],
      ["ForAllValues:StringNotEquals", "x", "holds", SUFFICES],
      ["ForAnyValue:StringEquals", "x", "fails", ABSENT],
      ["ForAnyValue:StringNotEquals", "x", "fails", ABSENT],
      ["Null", "true", "holds", ABSENT],
      ["Null", "false", "fails", ABSENT],
      ["ForAllValues:Null", "true", "holds", ABSENT],
      ["ForAllValues:Null", "false", "holds", ABSENT],
      ["ForAnyValue:Null", "true", "fails", ABSENT],
      ["ForAnyValue:Null", "false", "fails", ABSENT],
      ["Bool", "true", "fails", ABSENT],
      ["BoolIfExists", "true", "holds", SUFFICES],
      ["NumericEquals", "1", "fails", ABSENT],
      ["NumericNotEquals", "1", "holds", SUFFICES],
      ["ArnLikeIfExists", "*", "holds", SUFFICES],
      ["NotIpAddress", "10.0.0.0/8", "holds", SUFFICES],
      ["DateLessThan", "2026-01-01", "fails", ABSENT],
    ])("%s with %j %s", (operator, values, outcome, why) => {
      for (const claim of ["environment", "amr", "enterprise_id", "job_workflow_ref", "repository_owner"]) {
        expectCondition({ [operator]: { [`${ISSUER}:${claim}`]: values } }, outcome, NONE, why);
      }
    });
  });

  describe("with a policy variable", () => {
    test.each<[string, string, Values, Outcome, Got, string]>([
      ["StringEquals", "sub", `repo:\${${ISSUER}:repository}:ref:refs/heads/main`, "holds", SUB, IS],
      ["StringEquals", "sub", `repo:\${${ISSUER}:Repository, 'x'}:*`, "fails", SUB, IS_NOT],
      ["StringLike", "sub", `*:\${${ISSUER.toUpperCase()}:REF}`, "holds", SUB, IS],
      ["StringEquals", "ref", `refs/heads/\${${ISSUER}:environment, 'main'}`, "holds", REF, IS],
      ["StringEquals", "ref", `refs/heads/\${ aws:username , 'main' }`, "holds", REF, IS],
      ["StringEquals", "ref", `refs/heads/main\${${ISSUER}:environment, ''}`, "holds", REF, IS],
      ["StringLike", "ref", `\${${ISSUER}:environment, '*'}`, "fails", REF, IS_NOT],
      ["StringLike", "repository", `\${${ISSUER}:workflow}`, "fails", ["acme/web"], IS_NOT],
      ["StringNotEquals", "ref", `\${${ISSUER}:ref}`, "fails", REF, IS_KEPT_OUT],
      // Expressions that another tool did not render. No condition key is without a colon.
      ["StringEquals", "ref", `refs/heads/\${var.branch}`, "fails", REF, IS_NOT],
      ["StringLike", "ref", `refs/heads/\${BRANCH}*`, "fails", REF, IS_NOT],
    ])("%s of %s with %j %s", (operator, claim, values, outcome, got, why) => {
      expectCondition({ [operator]: { [`${ISSUER}:${claim}`]: values } }, outcome, got, why);
    });

    test.each([
      [`\${${ISSUER}:environment}`, `${ISSUER}:environment`],
      [`\${aws:username}`, "aws:username"],
      [`\${${ISSUER}:aud, 'x'}`, `${ISSUER}:aud, 'x'`],
      [`\${x, y}`, "x, y"],
      [`\${}`, ""],
    ])("%j is undetermined, even beside a value that fits", (value, variable) => {
      const why = `the policy variable ${variable} has no value`;
      const condition = { StringEquals: { [`${ISSUER}:ref`]: ["refs/heads/main", value] } };

      expectCondition(condition, "undetermined", REF, why);
    });

    test.each([
      ["StringLike", `\${*}`, "allowed"],
      ["StringLike", `\${ab}`, "denied"],
      ["StringEquals", `\${*}`, "denied"],
      ["StringEquals", `\${a}`, "allowed"],
    ])("%s with %j is text in version 2008-10-17: %s", (operator, value, outcome) => {
      const Statement = { ...STATEMENT, Condition: { [operator]: { [`${ISSUER}:workflow`]: value } } };

      expect(evaluated({ Version: "2008-10-17", Statement }, { workflow: `\${a}` })).toHaveProperty(
        "outcome",
        outcome,
      );
    });
  });

  describe("on a key that no call with a GitHub token has", () => {
    const never = (key: string, why: string) => `no call with a GitHub token has ${key}: ${why}`;

    test.each<[string, string, Values, Outcome, string]>([
      ["StringEquals", "sts:ExternalId", "x", "fails", "AssumeRoleWithWebIdentity has no external id"],
      ["Bool", "sts:RoleAuthorizedByIdp", true, "fails", "it needs a claim that GitHub does not send"],
      [
        "StringLike",
        "sts:SourceIdentity",
        "*",
        "fails",
        "the source identity is a claim that GitHub does not send",
      ],
      [
        "StringEquals",
        "aws:RequestTag/team",
        "x",
        "fails",
        "session tags are a claim that GitHub does not send",
      ],
      ["StringEquals", "aws:PrincipalOrgID", "o-1", "fails", NO_CALLER],
      ["StringEquals", "AWS:principalorgid", "o-1", "fails", NO_CALLER],
      ["StringNotEquals", "aws:PrincipalOrgID", "o-1", "holds", NO_CALLER],
      ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-1", "holds", NO_CALLER],
      ["ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-1/*", "holds", NO_CALLER],
      ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/*", "fails", NO_CALLER],
      ["Null", "aws:PrincipalTag/team", "true", "holds", NO_CALLER],
      ["Null", "aws:PrincipalTag/team", "false", "fails", NO_CALLER],
      ["ArnLike", "aws:PrincipalArn", "*", "fails", NO_CALLER],
      ["Bool", "aws:MultiFactorAuthPresent", true, "fails", NO_CALLER],
      ["BoolIfExists", "aws:MultiFactorAuthPresent", true, "holds", NO_CALLER],
      ["StringEquals", "aws:PrincipalAccount", "123456789012", "fails", NO_CALLER],
      ["StringNotEquals", "aws:PrincipalAccount", "123456789012", "holds", NO_CALLER],
      ["Bool", "aws:PrincipalIsAWSService", true, "fails", "the job makes the call, not an AWS service"],
      ["StringEquals", "aws:SourceAccount", "1", "fails", "the job makes the call, not an AWS service"],
      ["StringEquals", "SAML:aud", "x", "fails", "the call has a web identity token and no SAML assertion"],
      ["StringEquals", `${ISSUER}/acme:ref`, "x", "fails", OWN_ISSUER],
      ["StringEquals", `${ISSUER}/:sub`, SUB, "fails", OWN_ISSUER],
      ["StringEquals", `https://${ISSUER}:sub`, SUB, "fails", OWN_ISSUER],
      ["StringNotEquals", `https://${ISSUER}:sub`, SUB, "holds", OWN_ISSUER],
      ["StringEquals", "accounts.google.com:sub", SUB, "fails", OWN_ISSUER],
      ["StringEquals", `arn:aws:iam::123456789012:oidc-provider/${ISSUER}:sub`, SUB, "fails", OWN_ISSUER],
      ["StringEquals", "sub", SUB, "fails", "AWS has no condition key without a prefix"],
      ["StringEquals", "oidc:sub", SUB, "fails", OTHER_PREFIX],
      ["StringNotEquals", "oidc:sub", SUB, "holds", OTHER_PREFIX],
      ["StringEquals", "s3:prefix", "x", "fails", OTHER_PREFIX],
      ["StringEquals", "aws:sub", SUB, "fails", "the key of a claim begins with the issuer of the token"],
      [
        "StringEquals",
        "sts:repository",
        "x",
        "fails",
        "the key of a claim begins with the issuer of the token",
      ],
    ])("%s of %s with %j %s", (operator, key, values, outcome, why) => {
      expectCondition({ [operator]: { [key]: values } }, outcome, NONE, never(key, why));
    });
  });

  test.each([
    "stringequals",
    "StringEqual",
    "ForAnyValue:stringLike",
    "STRINGEQUALS",
    "StringMatches",
    "toString",
  ])(
    "with the operator %s, which IAM does not have, fails in an Allow statement, and is undetermined in a Deny statement",
    (operator) => {
      const Condition = { [operator]: { [`${ISSUER}:ref`]: REF } };
      const why = `IAM rejects the operator ${operator}`;
      expectCondition(Condition, "fails", REF, why);
      const Statement = [STATEMENT, { ...allow(Condition), Effect: "Deny" }];
      expect(evaluated({ Version: "2012-10-17", Statement })).toMatchObject({
        outcome: "undetermined",
        conditions: [[`${ISSUER}:ref`, "undetermined", REF, why]],
      });
    },
  );

  describe("that no token answers is undetermined", () => {
    test.each<[string, string, Values, Got, string]>([
      ["NullIfExists", `${ISSUER}:ref`, "true", REF, "NullIfExists is not a known IAM operator"],
      ["IpAddress", "aws:SourceIp", "10.0.0.0/8", NONE, byRequest("aws:SourceIp", NETWORK)],
      ["NotIpAddress", "AWS:sourceip", "10.0.0.0/8", NONE, byRequest("AWS:sourceip", NETWORK)],
      ["StringEquals", "aws:SourceVpce", "vpce-1", NONE, byRequest("aws:SourceVpce", NETWORK)],
      ["StringLike", "sts:RoleSessionName", "*", NONE, byRequest("sts:RoleSessionName", SESSION)],
      ["Null", "sts:RoleSessionName", "false", NONE, byRequest("sts:RoleSessionName", SESSION)],
      ["StringLike", "aws:PrincipalAccount", "*", NONE, NO_CALLER],
      ["Null", "aws:PrincipalType", "true", NONE, NO_CALLER],
      ["Bool", "aws:ViaAWSService", "false", NONE, "the job makes the call, not an AWS service"],
      ["StringEquals", "aws:ResourceAccount", "1", NONE, byRequest("aws:ResourceAccount", ROLE)],
      ["StringEquals", "aws:ResourceTag/team", "1", NONE, byRequest("aws:ResourceTag/team", ROLE)],
      ["StringEqualsIfExists", "aws:x", "x", NONE, unknownKey("aws:x")],
      ["Null", "aws:x", "true", NONE, unknownKey("aws:x")],
      [
        "ForAnyValue:StringEqualsIfExists",
        `${ISSUER}:environment`,
        "x",
        NONE,
        "AWS does not document ForAnyValue:StringEqualsIfExists for a missing claim",
      ],
      ["NumericEquals", `${ISSUER}:repository_id`, 42, ["42"], uncompared("NumericEquals")],
      ["DateLessThan", `${ISSUER}:repository_id`, 42, ["42"], uncompared("DateLessThan")],
      ["IpAddress", `${ISSUER}:ref`, "10.0.0.0/8", REF, uncompared("IpAddress")],
      ["ArnLike", `${ISSUER}:ref`, "*", REF, uncompared("ArnLike")],
      ["BinaryEquals", `${ISSUER}:ref`, "eA==", REF, uncompared("BinaryEquals")],
      ["Null", `${ISSUER}:ref`, "yes", REF, "Null accepts only true or false"],
      ["Bool", `${ISSUER}:actor`, "yes", ["true"], "Bool accepts only true or false"],
      ["Bool", `${ISSUER}:ref`, "true", REF, "Bool accepts only true or false"],
      ["StringEquals", `${ISSUER}:aud`, "other", AUD, "StringEquals accepts only a claim with one value"],
      [
        "StringNotLikeIfExists",
        `${ISSUER}:aud`,
        "x",
        AUD,
        "StringNotLikeIfExists accepts only a claim with one value",
      ],
    ])("%s of %s with %j", (operator, key, values, got, why) => {
      expectCondition({ [operator]: { [key]: values } }, "undetermined", got, why);
    });
  });
});

describe("a hostile claim", () => {
  test.each([
    ["U+E000", "\uE000"],
    ["U+E001", "\uE001"],
    ["U+E002", "\uE002"],
  ])("is text like any other with %s", (_, character) => {
    const claims = { ref: `a${character}b`, environment: character };
    const outcomes = [
      { StringLike: { [`${ISSUER}:ref`]: "a?b" } },
      { StringLike: { [`${ISSUER}:ref`]: "a*b" } },
      { StringEquals: { [`${ISSUER}:ref`]: `a\${${ISSUER}:environment}b` } },
      { StringEquals: { [`${ISSUER}:environment`]: `\${${ISSUER}:ref}` } },
      { StringLike: { [`${ISSUER}:ref`]: `\${${ISSUER}:environment}` } },
    ].map((Condition) => evaluated({ Version: "2012-10-17", Statement: allow(Condition) }, claims).outcome);

    expect(outcomes).toStrictEqual(["allowed", "allowed", "allowed", "denied", "denied"]);
  });

  test("rejects a claim that a variable's text would be a wildcard for", () => {
    const Condition = { StringEquals: { [`${ISSUER}:sub`]: `repo:acme/\${${ISSUER}:environment}` } };
    const claims = { sub: "repo:acme/web", environment: "\uE000" };

    expect(evaluated({ Version: "2012-10-17", Statement: allow(Condition) }, claims).outcome).toBe("denied");
  });

  test("rejects a variable of many spaces soon", () => {
    const Condition = { StringEquals: { [`${ISSUER}:sub`]: `\${a${" ".repeat(50_000)}b}` } };
    const start = performance.now();

    expect(evaluated({ Version: "2012-10-17", Statement: allow(Condition) }).outcome).toBe("denied");
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

function byRequest(key: string, why: string): string {
  return `the token has no ${key}; ${why}`;
}

function uncompared(operator: string): string {
  return `${operator} compares a type that no claim of a GitHub token has`;
}

function expectCondition(Condition: object, outcome: Outcome, got: Got, why: string): void {
  const [key] = Object.values(Condition).flatMap((keys) => Object.keys(keys));

  expect(evaluated({ Version: "2012-10-17", Statement: { ...STATEMENT, Condition } })).toStrictEqual({
    outcome: ENDS[outcome],
    decidedBy: outcome === "holds" ? 0 : undefined,
    statements: [[outcome, "holds", "holds"]],
    conditions: [[key, outcome, got, why]],
  });
}
