import { policiesOf } from "../../../lib/cli/explain/policies";

const POLICY = { Version: "2012-10-17", Statement: [] };

test.each<[string, unknown, string]>([
  ["a document", POLICY, "file.json"],
  ["a role", { Role: { RoleName: "push", AssumeRolePolicyDocument: POLICY } }, "push"],
  ["a role without a name", { Role: { AssumeRolePolicyDocument: POLICY } }, "file.json"],
])("a trust policy is read from %s", (_, value, name) => {
  expect(policiesOf(JSON.stringify(value), "file.json")).toStrictEqual({
    policies: [{ name, trustPolicy: POLICY }],
  });
});

const ALLOWED = "allowed: a trust policy as JSON, or what aws iam get-role prints";

test.each<[string, string]>([
  ["[]", `file.json is not a map in JSON; ${ALLOWED}`],
  ["", `file.json is not a map in JSON; ${ALLOWED}`],
  ["{", `file.json is not a map in JSON; ${ALLOWED}`],
  ["{}", `file.json holds no trust policy; ${ALLOWED}`],
  ['{"Role":{"RoleName":"push"}}', `file.json holds no trust policy; ${ALLOWED}`],
  ['{"Role":{"AssumeRolePolicyDocument":"%7B%7D"}}', `file.json holds no trust policy; ${ALLOWED}`],
])("rejects %j as a policy's file", (text, problem) => {
  expect(policiesOf(text, "file.json")).toStrictEqual({ problems: [problem] });
});
