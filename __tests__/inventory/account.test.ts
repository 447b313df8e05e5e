import { accountOf } from "../../lib/inventory/account";

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
