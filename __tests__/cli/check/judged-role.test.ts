import { judgedRole, ownersOf } from "../../../lib/cli/check/judged-role";
import { found } from "../../inventory/fixture";
import {
  documentOf,
  type JsonMap,
  providerArn,
  SUBJECT,
  statementWith,
  subjectDocument,
} from "../../policy/rules/document";
import { allowed, SEED } from "../../policy/rules/neighbours";

function judged(trustPolicy: JsonMap, owners: readonly string[] = [], details: JsonMap = {}) {
  const file = { RoleDetailList: [{ AssumeRolePolicyDocument: trustPolicy, ...details }] };
  const [role] = found(file).roles;
  if (role === undefined) throw new TypeError("no role");
  return judgedRole(role, ownersOf(owners));
}

function rules(...parameters: Parameters<typeof judged>): readonly string[] {
  return judged(...parameters).findings.map(({ rule }) => rule.id);
}

test.each<[readonly string[], readonly string[]]>([
  [[], []],
  [["acme"], []],
  [["ACME"], ["R31"]],
  [["acme@123456"], []],
  [["other", "acme"], []],
  [["other"], ["R05"]],
  [["acme@1"], ["R05"]],
])("where %j may be trusted, a subject of acme breaks %j", (owners, broken) => {
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
  ["a refusal", [DENY], false, 1],
  ["a GitHub", [GITHUB], true, 0],
  ["a GitHub and others", [EC2, GITHUB, GITLAB, DENY], true, 3],
  ["everybody, and so every GitHub", [EVERYBODY], true, 0],
])("judges statements that trust a GitHub alone: %s", (_, statements, isJudged, left) => {
  const role = judged(documentOf(...statements), [], { Arn: "arn:aws:iam::123456789012:role/a" });

  expect([role.isJudged, role.statementsLeft]).toStrictEqual([isJudged, left]);
});

test("says nothing of a role that trusts no GitHub", () => {
  const policies = { RolePolicyList: [{ PolicyDocument: { Statement: allowed("iam:*") } }] };

  expect(
    rules(documentOf(EC2, GITLAB), ["acme"], { Arn: "arn:aws:iam::123456789012:role/a", ...policies }),
  ).toStrictEqual([]);
});

test("says nothing of another issuer's statement beside one of GitHub's", () => {
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
  ["says nothing of its policies", {}, ["R09"]],
  ["may pull", { RolePolicyList: [PULL] }, []],
  ["may push, and more", { RolePolicyList: [PUSH_AND_MORE] }, ["R09", "R33"]],
  ["may pull, and what a policy says that is not there", { RolePolicyList: [PULL], ...ELSEWHERE }, ["R09"]],
  ["has policies of which none is there", ELSEWHERE, ["R09"]],
  [
    "may push, and more, and what a policy says that is not there",
    { RolePolicyList: [PUSH_AND_MORE], ...ELSEWHERE },
    ["R09", "R33"],
  ],
])("judges pull requests by what is known of a role that %s", (_, details, broken) => {
  expect(rules(PULL_REQUEST, [], details)).toStrictEqual(broken);
});
