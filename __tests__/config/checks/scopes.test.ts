import { fileWith, inFile, type Lines, problemLines } from "../access-file";

test.each<[string, Lines, readonly string[]]>([
  [
    "a role to assume in another account",
    { 11: "    assumeRoleArn: arn:aws:iam::210987654321:role/x" },
    [
      '11:20 accounts[0].assumeRoleArn: expected an ARN of account 123456789012, got "arn:aws:iam::210987654321:role/x"',
    ],
  ],
  [
    "a role to assume in another partition",
    { 11: "    assumeRoleArn: arn:aws-cn:iam::123456789012:role/x" },
    [
      '11:20 accounts[0].assumeRoleArn: expected an ARN that starts with arn:aws:, got "arn:aws-cn:iam::123456789012:role/x"',
    ],
  ],
  [
    "a role to assume in another account and partition",
    { 11: "    assumeRoleArn: arn:aws-cn:iam::210987654321:role/x" },
    [
      '11:20 accounts[0].assumeRoleArn: expected an ARN of account 123456789012 that starts with arn:aws:, got "arn:aws-cn:iam::210987654321:role/x"',
    ],
  ],
  [
    "a boundary of another account",
    { 11: "        permissionsBoundaryArn: arn:aws:iam::210987654321:policy/x" },
    [
      '11:33 accounts[0].roles[0].permissionsBoundaryArn: expected an ARN of account 123456789012, got "arn:aws:iam::210987654321:policy/x"',
    ],
  ],
  [
    "a boundary of AWS's own in another partition",
    { 11: "        permissionsBoundaryArn: arn:aws-us-gov:iam::aws:policy/x" },
    [
      '11:33 accounts[0].roles[0].permissionsBoundaryArn: expected an ARN that starts with arn:aws:, got "arn:aws-us-gov:iam::aws:policy/x"',
    ],
  ],
  [
    "a region of another partition",
    { 11: "          region: cn-north-1" },
    [
      '11:19 accounts[0].roles[0].ecr.region: expected a region of the account\'s partition aws, got "cn-north-1"',
    ],
  ],
  [
    "a region of another partition in a list",
    { 11: "          region: [us-east-1, us-gov-west-1]" },
    [
      '11:31 accounts[0].roles[0].ecr.region[1]: expected a region of the account\'s partition aws, got "us-gov-west-1"',
    ],
  ],
  [
    "a role for the state's bucket in another partition than the bucket",
    {
      11: "state: { s3: { bucket: abc, region: us-east-1, assumeRoleArn: 'arn:aws-cn:iam::123456789012:role/x' } }",
    },
    [
      '11:63 state.s3.assumeRoleArn: expected an ARN that starts with arn:aws:, got "arn:aws-cn:iam::123456789012:role/x"',
    ],
  ],
  [
    "a role for a bucket in China in the partition of the accounts",
    {
      11: "state: { s3: { bucket: abc, region: cn-north-1, assumeRoleArn: 'arn:aws:iam::123456789012:role/x' } }",
    },
    [
      '11:64 state.s3.assumeRoleArn: expected an ARN that starts with arn:aws-cn:, got "arn:aws:iam::123456789012:role/x"',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["a role to assume in the account", { 11: "    assumeRoleArn: arn:aws:iam::123456789012:role/x" }],
  ["a boundary in the account", { 11: "        permissionsBoundaryArn: arn:aws:iam::123456789012:policy/x" }],
  [
    "a boundary of AWS's own",
    { 11: "        permissionsBoundaryArn: arn:aws:iam::aws:policy/PowerUserAccess" },
  ],
  [
    "ARNs and regions of China in China",
    {
      5: "    region: cn-north-1",
      11: "          region: [cn-north-1, cn-northwest-1]\n        permissionsBoundaryArn: arn:aws-cn:iam::aws:policy/x\n    assumeRoleArn: arn:aws-cn:iam::123456789012:role/x",
    },
  ],
  ["another region of the partition", { 11: "          region: us-east-1" }],
  [
    "a role for the state's bucket in another account",
    {
      11: "state: { s3: { bucket: abc, region: us-east-1, assumeRoleArn: 'arn:aws:iam::210987654321:role/x' } }",
    },
  ],
  [
    "a role for the state's bucket in the partition of the bucket, which is not the accounts'",
    {
      11: "state: { s3: { bucket: abc, region: cn-north-1, assumeRoleArn: 'arn:aws-cn:iam::210987654321:role/x' } }",
    },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});

test.each<[string, Lines, readonly string[]]>([
  [
    "an ARN's account where the account's own id is wrong",
    { 4: "  - id: 123456789012", 11: "    assumeRoleArn: arn:aws:iam::210987654321:role/x" },
    [
      "4:9 accounts[0].id: expected an AWS account id (12 digits in quotes), got 123456789012. Put it in quotes",
    ],
  ],
  [
    "a partition where the account's own region is wrong",
    { 5: "    region: seoul", 11: "          region: cn-north-1" },
    ['5:13 accounts[0].region: expected an AWS region (such as ap-northeast-2), got "seoul"'],
  ],
  [
    "the scope of a string that is not an ARN",
    { 11: "    assumeRoleArn: deploy" },
    [
      '11:20 accounts[0].assumeRoleArn: expected the ARN of a role (arn:PARTITION:iam::ACCOUNT:role/NAME), got "deploy"',
    ],
  ],
  [
    "the partition of a role for the state's bucket where the bucket's own region is wrong",
    {
      11: "state: { s3: { bucket: abc, region: seoul, assumeRoleArn: 'arn:aws-cn:iam::210987654321:role/x' } }",
    },
    ['11:37 state.s3.region: expected an AWS region (such as ap-northeast-2), got "seoul"'],
  ],
  [
    "the scope of a role for the state's bucket that is not an ARN",
    { 11: "state: { s3: { bucket: abc, region: us-east-1, assumeRoleArn: deploy } }" },
    [
      '11:63 state.s3.assumeRoleArn: expected the ARN of a role (arn:PARTITION:iam::ACCOUNT:role/NAME), got "deploy"',
    ],
  ],
])("does not check %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});
