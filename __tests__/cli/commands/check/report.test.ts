import { checkedRole, ownersOf } from "../../../../lib/cli/commands/check/report";
import { found } from "../../../inventory/fixture";
import {
  documentOf,
  documentWith,
  type JsonMap,
  providerArn,
  SUB,
  SUBJECT,
  statementWith,
  subjectDocument,
  TESTED_AUD,
} from "../../../policy/rules/document";
import { allowed, SEED } from "../../../policy/rules/neighbours";
import { ISSUER } from "../../../support/github";

function checked(trustPolicy: JsonMap, owners: readonly string[] = [], details: JsonMap = {}) {
  const file = { RoleDetailList: [{ AssumeRolePolicyDocument: trustPolicy, ...details }] };
  const [role] = found(file).roles;
  if (role === undefined) throw new TypeError("no role");
  return checkedRole(role, ownersOf(owners));
}

function rules(...parameters: Parameters<typeof checked>): readonly string[] {
  return checked(...parameters).findings.map(({ rule }) => rule.id);
}

test.each<[readonly string[], readonly string[]]>([
  [[], []],
  [["acme"], []],
  [["ACME"], ["R31"]],
  [["acme@123456"], []],
  [["other", "acme"], []],
  [["other"], ["R05"]],
  [["acme@1"], ["R05"]],
])("with --owner %j, a subject of acme violates %j", (owners, broken) => {
  expect(rules(SEED, owners)).toStrictEqual(broken);
});

const IDS = `${ISSUER}:repository_owner_id`;
const NAME = "repo:acme/web:ref:refs/heads/main";

/** What a statement asks for: the subject, and the ids of owners. */
function asking(sub: unknown, ids?: unknown, operator = "StringEquals"): JsonMap {
  return documentWith({
    "ForAnyValue:StringEquals": TESTED_AUD,
    StringLike: { [SUB]: sub },
    ...(ids !== undefined && { [operator]: { [IDS]: ids } }),
  });
}

test.each<[string, JsonMap, readonly string[], boolean]>([
  ["a subject with the id of the owner", SEED, ["acme@123456"], false],
  ["a subject with another id", SEED, ["acme@1234567"], true],
  ["a subject with an id, if the owner's is not known", SEED, ["acme"], false],
  ["a subject with the id of another trusted owner", SEED, ["acme@1", "other@123456"], true],
  ["an owner that is given with and without its id", SEED, ["acme", "acme@123456"], false],
  ["an owner that is given with another id and without it", SEED, ["acme@1", "ACME"], true],
  ["a subject without ids", asking(NAME), ["acme@123456"], false],
  ["a subject without ids, of another owner", asking(NAME), ["other@123456"], true],
  ["the owner's id beside a subject without ids", asking(NAME, "123456"), ["acme@123456"], false],
  ["another id beside a subject without ids", asking(NAME, "999"), ["acme@123456"], true],
  [
    "another id beside a subject without ids, in any case",
    asking(NAME, "999", "StringEqualsIgnoreCase"),
    ["acme@123456"],
    true,
  ],
  ["an id beside a subject without ids, if the owner's is not known", asking(NAME, "999"), ["acme"], false],
  ["an id that the statement excludes", asking(NAME, "999", "StringNotEquals"), ["acme@123456"], false],
  ["the owner's id and another one", asking(NAME, ["123456", "999"]), ["acme@123456"], true],
  ["the owner's id alone", asking("*", "123456"), ["acme@123456"], false],
  ["another id alone", asking("*", "999"), ["acme@123456"], true],
  ["an id alone, if the owner's is not known", asking("*", "123456"), ["acme"], true],
  ["the ids of two owners", asking("*", ["123456", "999"]), ["acme@123456", "other@999"], false],
  ["the ids of two owners, one of them trusted", asking("*", ["123456", "999"]), ["acme@123456"], true],
  ["the owner's id in a subject template", asking("repository_owner_id:123456:*"), ["acme@123456"], false],
  ["another id in a subject template", asking("repository_owner_id:1234567:*"), ["acme@123456"], true],
  ["the id of a repository alone", asking("repository_id:456789:ref:refs/heads/main"), ["acme@123456"], true],
])("with --owner, R05 reports %s: %j, %j: %j", (_, document, owners, isReported) => {
  expect(rules(document, owners).includes("R05")).toBe(isReported);
  expect(rules(document)).not.toContain("R05");
});

test("an id with a wildcard is R02 or R24, and not a trusted id", () => {
  expect(rules(asking("*", "12345*", "ForAnyValue:StringLike"), ["acme@123456"])).toContain("R02");
  expect(rules(asking("repo:acme@12345*/web@*:ref:refs/heads/main"), ["acme@123456"])).toContain("R24");
});

const EC2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const GITLAB = statementWith({}, { Principal: { Federated: providerArn("gitlab.com", "210987654321") } });
const DENY = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
const [GITHUB = EC2] = SEED.Statement as readonly JsonMap[];
const EVERYONE = { Effect: "Allow", Principal: "*", Action: "sts:*" };

test.each<[string, readonly JsonMap[], boolean, number]>([
  ["a service of AWS", [EC2], false, 1],
  ["another issuer, of another account", [GITLAB], false, 1],
  ["a denial", [DENY], false, 1],
  ["a GitHub", [GITHUB], true, 0],
  ["a GitHub and others", [EC2, GITHUB, GITLAB, DENY], true, 3],
  ["everyone, including every GitHub", [EVERYONE], true, 0],
])("checks only statements that trust a GitHub: %s", (_, statements, isChecked, left) => {
  const role = checked(documentOf(...statements), [], { Arn: "arn:aws:iam::123456789012:role/a" });

  expect([role.isChecked, role.otherStatements]).toStrictEqual([isChecked, left]);
});

test("has no findings for a role that does not trust GitHub", () => {
  const policies = { RolePolicyList: [{ PolicyDocument: { Statement: allowed("iam:*") } }] };

  expect(
    rules(documentOf(EC2, GITLAB), ["acme"], { Arn: "arn:aws:iam::123456789012:role/a", ...policies }),
  ).toStrictEqual([]);
});

test("has no findings for a statement of another issuer", () => {
  expect(
    rules(documentOf(GITHUB, GITLAB), ["acme"], { Arn: "arn:aws:iam::123456789012:role/a" }),
  ).toStrictEqual([]);
});

const PULL_REQUEST = subjectDocument(`${SUBJECT.replace(/:ref.*/, "")}:pull_request`);
const PULL = { PolicyDocument: { Statement: allowed("ecr:BatchGetImage") } };
const PUSH_AND_MORE = {
  PolicyDocument: { Statement: { ...allowed("a"), Action: ["ecr:PutImage", "iam:*"] } },
};
const ELSEWHERE = { AttachedManagedPolicies: [{ PolicyArn: "arn:aws:iam::aws:policy/A" }] };

test.each<[string, JsonMap, readonly string[]]>([
  ["has no policies in the file", {}, ["R09"]],
  ["has no policies", { RolePolicyList: [], AttachedManagedPolicies: [] }, []],
  ["has no inline policies, and no list of others in the file", { RolePolicyList: [] }, ["R09"]],
  ["has no managed policies, and no list of others in the file", { AttachedManagedPolicies: [] }, ["R09"]],
  ["may pull", { RolePolicyList: [PULL] }, []],
  ["may push, and more", { RolePolicyList: [PUSH_AND_MORE] }, ["R09", "R33"]],
  ["may pull, and has a policy that is not in the file", { RolePolicyList: [PULL], ...ELSEWHERE }, ["R09"]],
  ["has only policies that are not in the file", ELSEWHERE, ["R09"]],
  [
    "may push, and more, and has a policy that is not in the file",
    { RolePolicyList: [PUSH_AND_MORE], ...ELSEWHERE },
    ["R09", "R33"],
  ],
])("checks pull requests by the policies of a role that %s", (_, details, broken) => {
  expect(rules(PULL_REQUEST, [], details)).toStrictEqual(broken);
});
