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
