import { checkedRole, ownersOf } from "../../../../lib/cli/commands/check/report";
import { found } from "../../../inventory/fixture";
import {
  documentOf,
  type JsonMap,
  providerArn,
  SUBJECT,
  statementWith,
  subjectDocument,
} from "../../../policy/rules/document";
import { allowed, SEED } from "../../../policy/rules/neighbours";

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

const EC2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const GITLAB = statementWith({}, { Principal: { Federated: providerArn("gitlab.com", "210987654321") } });
const DENY = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
const [GITHUB = EC2] = SEED.Statement as readonly JsonMap[];
const EVERYBODY = { Effect: "Allow", Principal: "*", Action: "sts:*" };

test.each<[string, readonly JsonMap[], boolean, number]>([
  ["a service of AWS", [EC2], false, 1],
  ["another issuer, of another account", [GITLAB], false, 1],
  ["a denial", [DENY], false, 1],
  ["a GitHub", [GITHUB], true, 0],
  ["a GitHub and others", [EC2, GITHUB, GITLAB, DENY], true, 3],
  ["everyone, including every GitHub", [EVERYBODY], true, 0],
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
