import {
  ABSENT,
  AUD,
  ENDS,
  evaluated,
  type Got,
  HOST,
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
      ["Bool", "actor", "TRUE", "holds", ["true"], IS],
      ["Bool", "actor", false, "fails", ["true"], IS_NOT],
      ["BoolIfExists", "actor", ["false", "true"], "holds", ["true"], IS],
    ])("%s of %s with %j %s", (operator, claim, values, outcome, got, why) => {
      expectCondition({ [operator]: { [`${HOST}:${claim}`]: values } }, outcome, got, why);
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
      ["Bool", "true", "fails", ABSENT],
      ["BoolIfExists", "true", "holds", SUFFICES],
      ["NumericEquals", "1", "fails", ABSENT],
      ["NumericNotEquals", "1", "holds", SUFFICES],
      ["ArnLikeIfExists", "*", "holds", SUFFICES],
      ["NotIpAddress", "10.0.0.0/8", "holds", SUFFICES],
      ["DateLessThan", "2026-01-01", "fails", ABSENT],
    ])("%s with %j %s", (operator, values, outcome, why) => {
      for (const claim of ["environment", "amr", "enterprise_id", "job_workflow_ref", "repository_owner"]) {
        expectCondition({ [operator]: { [`${HOST}:${claim}`]: values } }, outcome, NONE, why);
      }
    });
  });

  describe("with a policy variable", () => {
    test.each<[string, string, Values, Outcome, Got, string]>([
      ["StringEquals", "sub", `repo:\${${HOST}:repository}:ref:refs/heads/main`, "holds", SUB, IS],
      ["StringEquals", "sub", `repo:\${${HOST}:Repository, 'x'}:*`, "fails", SUB, IS_NOT],
      ["StringLike", "sub", `*:\${${HOST.toUpperCase()}:REF}`, "holds", SUB, IS],
      ["StringEquals", "ref", `refs/heads/\${${HOST}:environment, 'main'}`, "holds", REF, IS],
      ["StringEquals", "ref", `refs/heads/\${ aws:username , 'main' }`, "holds", REF, IS],
      ["StringEquals", "ref", `refs/heads/main\${${HOST}:environment, ''}`, "holds", REF, IS],
      ["StringLike", "ref", `\${${HOST}:environment, '*'}`, "fails", REF, IS_NOT],
      ["StringLike", "repository", `\${${HOST}:workflow}`, "fails", ["acme/web"], IS_NOT],
      ["StringNotEquals", "ref", `\${${HOST}:ref}`, "fails", REF, IS_KEPT_OUT],
    ])("%s of %s with %j %s", (operator, claim, values, outcome, got, why) => {
      expectCondition({ [operator]: { [`${HOST}:${claim}`]: values } }, outcome, got, why);
    });

    test.each([
      [`\${${HOST}:environment}`, `${HOST}:environment`],
      [`\${aws:username}`, "aws:username"],
      [`\${${HOST}:aud, 'x'}`, `${HOST}:aud, 'x'`],
      [`\${x, y}`, "x, y"],
      [`\${}`, ""],
    ])("%j is undetermined, even beside a value that fits", (value, variable) => {
      const why = `the policy variable ${variable} has no value`;
      const condition = { StringEquals: { [`${HOST}:ref`]: ["refs/heads/main", value] } };

      expectCondition(condition, "undetermined", REF, why);
    });

    test.each([
      ["StringLike", `\${*}`, "allowed"],
      ["StringLike", `\${ab}`, "denied"],
      ["StringEquals", `\${*}`, "denied"],
      ["StringEquals", `\${a}`, "allowed"],
    ])("%s with %j is text in version 2008-10-17: %s", (operator, value, outcome) => {
      const Statement = { ...STATEMENT, Condition: { [operator]: { [`${HOST}:workflow`]: value } } };

      expect(evaluated({ Version: "2008-10-17", Statement }, { workflow: `\${a}` })).toHaveProperty(
        "outcome",
        outcome,
      );
    });
  });

  describe("that no token answers is undetermined", () => {
    test.each<[string, string, Values, Got, string]>([
      ["StringEqual", `${HOST}:ref`, "x", REF, "StringEqual is not a known IAM operator"],
      ["NullIfExists", `${HOST}:ref`, "true", REF, "NullIfExists is not a known IAM operator"],
      ["IpAddress", "aws:SourceIp", "10.0.0.0/8", NONE, unknownKey("aws:SourceIp")],
      ["StringNotEquals", "aws:PrincipalOrgID", "x", NONE, unknownKey("aws:PrincipalOrgID")],
      ["StringEqualsIfExists", "aws:x", "x", NONE, unknownKey("aws:x")],
      ["Null", "aws:x", "true", NONE, unknownKey("aws:x")],
      ["StringEquals", `${HOST}/acme:ref`, "x", NONE, unknownKey(`${HOST}/acme:ref`)],
      [
        "ForAnyValue:StringEqualsIfExists",
        `${HOST}:environment`,
        "x",
        NONE,
        "AWS does not document ForAnyValue:StringEqualsIfExists for a missing claim",
      ],
      ["NumericEquals", `${HOST}:repository_id`, 42, ["42"], uncompared("NumericEquals")],
      ["DateLessThan", `${HOST}:repository_id`, 42, ["42"], uncompared("DateLessThan")],
      ["IpAddress", `${HOST}:ref`, "10.0.0.0/8", REF, uncompared("IpAddress")],
      ["ArnLike", `${HOST}:ref`, "*", REF, uncompared("ArnLike")],
      ["BinaryEquals", `${HOST}:ref`, "eA==", REF, uncompared("BinaryEquals")],
      ["Null", `${HOST}:ref`, "yes", REF, "Null accepts only true or false"],
      ["Bool", `${HOST}:actor`, "yes", ["true"], "Bool accepts only true or false"],
      ["Bool", `${HOST}:ref`, "true", REF, "Bool accepts only true or false"],
      ["StringEquals", `${HOST}:aud`, "other", AUD, "StringEquals accepts only a claim with one value"],
      [
        "StringNotLikeIfExists",
        `${HOST}:aud`,
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
      { StringLike: { [`${HOST}:ref`]: "a?b" } },
      { StringLike: { [`${HOST}:ref`]: "a*b" } },
      { StringEquals: { [`${HOST}:ref`]: `a\${${HOST}:environment}b` } },
      { StringEquals: { [`${HOST}:environment`]: `\${${HOST}:ref}` } },
      { StringLike: { [`${HOST}:ref`]: `\${${HOST}:environment}` } },
    ].map((Condition) => evaluated({ Version: "2012-10-17", Statement: allow(Condition) }, claims).outcome);

    expect(outcomes).toStrictEqual(["allowed", "allowed", "allowed", "denied", "denied"]);
  });

  test("rejects a claim that a variable's text would be a wildcard for", () => {
    const Condition = { StringEquals: { [`${HOST}:sub`]: `repo:acme/\${${HOST}:environment}` } };
    const claims = { sub: "repo:acme/web", environment: "\uE000" };

    expect(evaluated({ Version: "2012-10-17", Statement: allow(Condition) }, claims).outcome).toBe("denied");
  });

  test("rejects a variable of many spaces soon", () => {
    const Condition = { StringEquals: { [`${HOST}:sub`]: `\${a${" ".repeat(50_000)}b}` } };
    const start = performance.now();

    expect(evaluated({ Version: "2012-10-17", Statement: allow(Condition) }).outcome).toBe("undetermined");
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

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
