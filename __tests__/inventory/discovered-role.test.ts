import { accountOf } from "../../lib/inventory/discovered-role";
import { SEED } from "../policy/rules/neighbours";
import { found } from "./fixture";

test.each([
  ["arn:aws:iam::123456789012:role/web", { partition: "aws", accountId: "123456789012" }],
  ["arn:aws-cn:iam::123456789012:oidc-provider/a", { partition: "aws-cn", accountId: "123456789012" }],
  ["arn:aws-no:iam::123456789012:role/web", undefined],
  ["arn:aws:iam::12345678901:role/web", undefined],
  ["arn:aws:iam::aws:policy/ReadOnlyAccess", undefined],
  ["arn:aws:s3:::bucket", undefined],
  ["web", undefined],
  [undefined, undefined],
])("the account of %s is %j", (arn, account) => {
  expect(accountOf(arn)).toStrictEqual(account);
});

test("lists the first problems of a document and counts the others", () => {
  const keys = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key${index}`, 0]));
  const [role] = found({ Role: { AssumeRolePolicyDocument: keys } }).skipped;

  expect(role?.problems).toHaveLength(21);
  // With the statements that are missing there are 31.
  expect(role?.problems.at(-1)).toStrictEqual({
    path: ["Role", "AssumeRolePolicyDocument"],
    message: "11 more problems",
  });
});

test("cuts a name and an address that are longer than any", () => {
  const long = "a".repeat(2_000);
  const role = { RoleName: long, Arn: long };
  const { roles, skipped } = found([{ Role: role }, { Role: { ...role, AssumeRolePolicyDocument: SEED } }]);

  expect([...roles, ...skipped].map(({ name, address }) => [name.length, address?.length])).toStrictEqual([
    [1_000, 1_000],
    [1_000, 1_000],
  ]);
});

test.each([
  ["a map", { Statement: [] }, ["Role", "AssumeRolePolicyDocument", "Statement"]],
  ["a text, into which no path of the file leads", '{"Statement":[]}', ["Role", "AssumeRolePolicyDocument"]],
])("reports a problem in %s at its place", (_, document, path) => {
  const [role] = found({ Role: { AssumeRolePolicyDocument: document } }).skipped;

  expect(role).toMatchObject({ reason: "unreadable", path: ["Role"] });
  expect(role?.problems.map((problem) => problem.path)).toStrictEqual([path]);
});
