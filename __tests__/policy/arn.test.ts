import {
  type ArnScope,
  arnScopeOf,
  BOUNDARY_ARN,
  ecrRepositoryArn,
  oidcProviderArn,
  ROLE_ARN,
  roleArn,
  s3BucketArn,
} from "../../lib/policy/arn";

const SCOPE: ArnScope = { partition: "aws-us-gov", accountId: "012345678901" };

test.each([
  [roleArn(SCOPE, "/", "Push"), "arn:aws-us-gov:iam::012345678901:role/Push"],
  [roleArn(SCOPE, "/ci/ecr/", "Push"), "arn:aws-us-gov:iam::012345678901:role/ci/ecr/Push"],
  [
    oidcProviderArn(SCOPE, "token.actions.githubusercontent.com"),
    "arn:aws-us-gov:iam::012345678901:oidc-provider/token.actions.githubusercontent.com",
  ],
  [
    ecrRepositoryArn(SCOPE, "us-gov-west-1", "team/web"),
    "arn:aws-us-gov:ecr:us-gov-west-1:012345678901:repository/team/web",
  ],
  [
    ecrRepositoryArn(SCOPE, "us-gov-west-1", "*"),
    "arn:aws-us-gov:ecr:us-gov-west-1:012345678901:repository/*",
  ],
  [s3BucketArn("aws-us-gov", "acme-tfstate"), "arn:aws-us-gov:s3:::acme-tfstate"],
])("%s is the ARN", (arn, expected) => {
  expect(arn).toBe(expected);
});

test.each([
  "arn:aws:iam::123456789012:role/a",
  "arn:aws:iam::012345678901:role/ci/A_b+c=d,e.f@g-h",
  "arn:aws-cn:iam::123456789012:role/a",
  "arn:aws-us-gov:iam::123456789012:role/a",
  "arn:aws-iso-b:iam::123456789012:role/a",
])("%s is the ARN of a role", (text) => {
  expect(ROLE_ARN.pattern.test(text)).toBe(true);
});

test.each([
  "",
  "a",
  "arn:aws:iam::123456789012:role/",
  "arn:aws:iam::123456789012:role/a b",
  "arn:aws:iam::123456789012:role/*",
  `arn:aws:iam::123456789012:role/\${a}`,
  "arn:aws:iam::12345678901:role/a",
  "arn:aws:iam::1234567890123:role/a",
  "arn:aws:iam::aws:role/a",
  "arn:aws:iam:us-east-1:123456789012:role/a",
  "arn:aws:iam::123456789012:user/a",
  "arn:aws:sts::123456789012:assumed-role/a/b",
  "arn:gcp:iam::123456789012:role/a",
  " arn:aws:iam::123456789012:role/a",
  "arn:aws:iam::123456789012:role/a\n",
])("rejects %p as the ARN of a role", (text) => {
  expect(ROLE_ARN.pattern.test(text)).toBe(false);
});

test.each([
  "arn:aws:iam::123456789012:policy/boundary",
  "arn:aws:iam::123456789012:policy/ci/boundary",
  "arn:aws:iam::aws:policy/PowerUserAccess",
  "arn:aws-cn:iam::aws:policy/job-function/ViewOnlyAccess",
])("%s is the ARN of a managed policy", (text) => {
  expect(BOUNDARY_ARN.pattern.test(text)).toBe(true);
});

test.each([
  "",
  "boundary",
  "arn:aws:iam::123456789012:role/a",
  "arn:aws:iam::123456789012:policy/",
  "arn:aws:iam::123456789012:policy/*",
  "arn:aws:iam:::policy/a",
  "arn:aws:iam::acme:policy/a",
  "arn:aws:iam::12345678901:policy/a",
  "arn:aws:iam::1234567890123:policy/a",
])("rejects %p as the ARN of a managed policy", (text) => {
  expect(BOUNDARY_ARN.pattern.test(text)).toBe(false);
});

test.each([
  ["arn:aws-cn:iam::123456789012:role/a", { partition: "aws-cn", accountId: "123456789012" }],
  ["arn:aws:iam::aws:policy/PowerUserAccess", { partition: "aws", accountId: "aws" }],
])("%s names its partition and account", (arn, scope) => {
  expect(arnScopeOf(arn)).toStrictEqual(scope);
});
