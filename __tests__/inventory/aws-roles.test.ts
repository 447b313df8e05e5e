import { SEED } from "../policy/rules/neighbours";
import { factsOf, found, problemsOf } from "./fixture";

const ARN = "arn:aws:iam::123456789012:role/web";
const ROLE = { RoleName: "web", Arn: ARN, AssumeRolePolicyDocument: SEED };
const BOUNDARY = {
  PermissionsBoundaryType: "Policy",
  PermissionsBoundaryArn: "arn:aws:iam::123456789012:policy/b",
};

test.each<[string, object, string, string | undefined]>([
  ["its name and ARN", {}, "web", "123456789012"],
  ["an ARN alone", { RoleName: undefined }, ARN, "123456789012"],
  ["a name alone", { Arn: undefined }, "web", undefined],
  ["neither", { Arn: 1, RoleName: null }, "a role without a name", undefined],
])("a role with %s", (_, own, name, account) => {
  const [role] = found({ Role: { ...ROLE, ...own } }).roles.map(factsOf);

  expect(role?.slice(0, 2)).toStrictEqual([name, account]);
});

test.each<[string, object, number | undefined, boolean | undefined]>([
  ["get-role without a boundary", { Role: { ...ROLE, MaxSessionDuration: 3600 } }, 3600, false],
  ["get-role with a boundary", { Role: { ...ROLE, PermissionsBoundary: BOUNDARY } }, undefined, true],
  [
    "list-roles, which leaves boundaries out",
    { Roles: [{ ...ROLE, MaxSessionDuration: 7200 }] },
    7200,
    undefined,
  ],
  [
    "list-roles with a boundary all the same",
    { Roles: [{ ...ROLE, PermissionsBoundary: BOUNDARY }] },
    undefined,
    true,
  ],
  ["a session that is no number", { Role: { ...ROLE, MaxSessionDuration: "3600" } }, undefined, false],
  ["get-account-authorization-details", { RoleDetailList: [ROLE] }, undefined, false],
])("session and boundary of %s", (_, file, seconds, hasBoundary) => {
  const [role] = found(file).roles.map(factsOf);

  expect(role?.slice(4)).toStrictEqual([seconds, hasBoundary]);
});

test.each<[string, object, string]>([
  ["nothing", { Role: {} }, "Role.AssumeRolePolicyDocument"],
  ["no role", { Roles: [null] }, "Roles.0.AssumeRolePolicyDocument"],
  ["no role", { RoleDetailList: [7] }, "RoleDetailList.0.AssumeRolePolicyDocument"],
])("rejects %s in place of a role", (_, file, place) => {
  expect(problemsOf(file)).toStrictEqual([
    `${place}: missing. Expected a policy document (a map or its JSON text)`,
  ]);
});

const POLICY_ARN = "arn:aws:iam::123456789012:policy/push";

function allowing(action: string): object {
  return { Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: "*" } };
}

function details(role: object, ...versions: readonly object[]): object {
  return {
    RoleDetailList: [{ RoleName: "web", AssumeRolePolicyDocument: SEED, ...role }],
    Policies: [{ Arn: POLICY_ARN, PolicyVersionList: versions }],
  };
}

const INLINE = { RolePolicyList: [{ PolicyName: "own", PolicyDocument: allowing("ecr:PutImage") }] };
const ATTACHED = { AttachedManagedPolicies: [{ PolicyArn: POLICY_ARN }] };
const OLD = { IsDefaultVersion: false, Document: allowing("iam:*") };
const CURRENT = { IsDefaultVersion: true, Document: allowing("ecr:BatchGetImage") };

test.each<[string, object, readonly string[] | undefined, number | undefined]>([
  ["none", details({}), undefined, undefined],
  ["an inline one", details(INLINE), ["ecr:PutImage"], 0],
  ["the version of an attached one that holds", details(ATTACHED, OLD, CURRENT), ["ecr:BatchGetImage"], 0],
  ["both", details({ ...INLINE, ...ATTACHED }, CURRENT), ["ecr:PutImage", "ecr:BatchGetImage"], 0],
  [
    "percent-encoded ones, as IAM's API answers them",
    details(ATTACHED, { ...CURRENT, Document: encodeURIComponent(JSON.stringify(allowing("ecr:*"))) }),
    ["ecr:*"],
    0,
  ],
  [
    "one that is attached twice",
    details({ AttachedManagedPolicies: [{ PolicyArn: POLICY_ARN }, { PolicyArn: POLICY_ARN }] }, CURRENT),
    ["ecr:BatchGetImage"],
    0,
  ],
  [
    "one of AWS, which the answer leaves out",
    details({ AttachedManagedPolicies: [{ PolicyArn: "arn:aws:iam::aws:policy/A" }] }),
    [],
    1,
  ],
  ["one without a version that holds", details(ATTACHED, OLD), [], 1],
  ["one that cannot be read", details({ RolePolicyList: [{ PolicyDocument: { Statement: 1 } }] }), [], 1],
  [
    "one that is too long",
    details({ RolePolicyList: [{ PolicyDocument: allowing("a".repeat(20_000)) }] }),
    [],
    1,
  ],
  [
    "more than a role can have",
    details({
      RolePolicyList: Array.from({ length: 103 }, (_, index) => ({
        PolicyName: `${index}`,
        PolicyDocument: allowing("a"),
      })),
    }),
    Array.from({ length: 100 }, () => "a"),
    3,
  ],
])("reads the policies of a role: %s", (_, file, policies, unread) => {
  const [role] = found(file).roles.map(factsOf);

  expect(role?.slice(2, 4)).toStrictEqual([policies, unread]);
});
