import { repositoryPolicy } from "../../lib/policy/ecr-registry";
import {
  REPOSITORY_RULES,
  repositoryPolicyFindings,
  repositorySettingFindings,
} from "../../lib/policy/ecr-repository-rules";

const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** Rule and value of each finding. */
function found(...statements: readonly object[]): readonly string[] {
  const findings = repositoryPolicyFindings({ Version: "2012-10-17", Statement: statements }, "123456789012");
  if ("problems" in findings) throw new Error(JSON.stringify(findings.problems));
  return findings.map(({ rule, given }) => `${rule.id} ${given}`);
}

function allow(principal: unknown, action: unknown, more: object = {}): object {
  return { Effect: "Allow", Principal: principal, Action: action, ...more };
}

const ORGANIZATION = { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } };

test.each<[string, object, readonly string[]]>([
  ["everyone pushes", allow("*", "ecr:PutImage"), ["E01 *"]],
  ["everyone does everything, as AWS", allow({ AWS: "*" }, "ecr:*"), ["E01 *"]],
  ["everyone changes the policy", allow("*", "ecr:SetRepositoryPolicy"), ["E01 *"]],
  ["everyone pulls", allow("*", PULL), ["E02 *"]],
  [
    "everyone but one",
    { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" }, Action: PULL },
    ["E02 NotPrincipal"],
  ],
  ["an organization pulls", allow("*", PULL, ORGANIZATION), []],
  ["an organization pushes", allow("*", "ecr:PutImage", ORGANIZATION), []],
  [
    "everyone with a condition that others can meet",
    allow("*", PULL, { Condition: { StringEquals: { "aws:PrincipalTag/team": "web" } } }),
    ["E02 *"],
  ],
  [
    "everyone, unless a key is there",
    allow("*", PULL, { Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
    ["E02 *"],
  ],
  [
    "the own account and its roles",
    allow(
      { AWS: ["arn:aws:iam::123456789012:root", "123456789012", "arn:aws:iam::123456789012:role/a"] },
      "ecr:*",
    ),
    [],
  ],
  [
    "another account pulls",
    allow({ AWS: "arn:aws:iam::210987654321:root" }, PULL),
    ["E04 arn:aws:iam::210987654321:root"],
  ],
  [
    "another account pushes, by its id",
    allow({ AWS: ["210987654321", "arn:aws:iam::123456789012:root"] }, ["ecr:PutImage", ...PULL]),
    ["E03 210987654321"],
  ],
  [
    "a role of another account in China",
    allow({ AWS: "arn:aws-cn:iam::210987654321:role/a" }, "ecr:PutImage"),
    ["E03 arn:aws-cn:iam::210987654321:role/a"],
  ],
  ["a deleted principal", allow({ AWS: "AIDACKCEVSQ6C2EXAMPLE" }, "ecr:*"), []],
  ["a service", allow({ Service: "lambda.amazonaws.com" }, PULL), []],
  ["a Deny for everyone", { Effect: "Deny", Principal: "*", Action: "ecr:*" }, []],
])("%s: %j", (_, statement, findings) => {
  expect(found(statement)).toStrictEqual(findings);
});

test("the place of a finding is in the policy", () => {
  const findings = repositoryPolicyFindings(
    { Version: "2012-10-17", Statement: [allow({ Service: "x.amazonaws.com" }, PULL), allow("*", PULL)] },
    undefined,
  );
  expect(findings).toStrictEqual([
    { rule: REPOSITORY_RULES[1], path: ["Statement", 1, "Principal"], given: "*" },
  ]);
});

test("without the account of the repository, every account is another one", () => {
  const document = {
    Version: "2012-10-17",
    Statement: [allow({ AWS: "arn:aws:iam::123456789012:root" }, PULL)],
  };
  expect(repositoryPolicyFindings(document, undefined)).toHaveLength(1);
});

test("a policy that cannot be parsed has problems and no findings", () => {
  expect(
    repositoryPolicyFindings({ Statement: [{ Effect: "Allow", Principal: "*" }] }, undefined),
  ).toHaveProperty("problems");
});

test("the policies that this program writes have no finding above low", () => {
  const policy = repositoryPolicy(
    { partition: "aws", accountId: "123456789012" },
    "eu-west-1",
    { accounts: ["210987654321"], organization: "o-a1b2c3d4e5", lambda: true },
    [],
  );
  const findings = repositoryPolicyFindings({ ...policy }, "123456789012");
  expect("problems" in findings ? findings : findings.map(({ rule }) => rule.id)).toStrictEqual(["E04"]);
});

test.each<[unknown, unknown, readonly string[]]>([
  ["IMMUTABLE", true, []],
  ["IMMUTABLE_WITH_EXCLUSION", true, []],
  ["MUTABLE", true, ["E05 MUTABLE"]],
  ["MUTABLE_WITH_EXCLUSION", true, ["E05 MUTABLE_WITH_EXCLUSION"]],
  [undefined, true, ["E05 MUTABLE"]],
  ["IMMUTABLE", false, ["E06 scanOnPush: false"]],
  ["IMMUTABLE", undefined, ["E06 scanOnPush: false"]],
])("a repository with %s tags and scanOnPush %s", (imageTagMutability, scanOnPush, findings) => {
  const given = repositorySettingFindings({ imageTagMutability, scanOnPush });
  expect(given.map((each) => `${each.rule.id} ${each.given}`)).toStrictEqual(findings);
});

test("the rules are in the order of their ids", () => {
  const ids = REPOSITORY_RULES.map(({ id }) => id);
  expect(ids).toStrictEqual(["E01", "E02", "E03", "E04", "E05", "E06"]);
});
