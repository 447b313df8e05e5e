import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/app";
import { dependencies, seed, synthesizedStacks } from "./synthesized";

const S3 = "bucket: acme-tfstate, region: ap-northeast-2";

test("the stack of values depends on the stacks of their roles", () => {
  expect(dependencies(seed())).toStrictEqual({
    "aws-123456789012": [],
    "github-acme": ["aws-123456789012"],
  });
});

test("the stack of the bucket and the other stacks do not depend on each other", () => {
  expect(dependencies(seed({ file: `state: { s3: { ${S3}, create: true } }` }))).toStrictEqual({
    state: [],
    "aws-123456789012": [],
    "github-acme": ["aws-123456789012"],
  });
});

test("an existing bucket has no stack", () => {
  expect(Object.keys(synthesizedStacks(seed({ file: `state: { s3: { ${S3} } }` })))).toStrictEqual([
    "aws-123456789012",
    "github-acme",
  ]);
});

test.each([
  ["true", { local: { path: "../../../terraform.state.tfstate" } }],
  [
    "migrated",
    {
      s3: {
        bucket: "acme-tfstate",
        region: "ap-northeast-2",
        key: "github-actions-ecr/state.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    },
  ],
])("with create: %s the bucket's own state is in %j", (create, backend) => {
  const { state } = synthesizedStacks(seed({ file: `state: { s3: { ${S3}, create: ${create} } }` }));
  expect(state?.terraform.backend).toStrictEqual(backend);
  expect(state?.provider).toStrictEqual({
    aws: [{ region: "ap-northeast-2", allowed_account_ids: ["123456789012"] }],
  });
  expect(Object.keys(state?.resource ?? {})).toStrictEqual([
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ]);
});

test("the account of the bucket follows from assumeRoleArn", () => {
  const { state } = synthesizedStacks(
    seed({
      file: `state: { s3: { ${S3}, create: true, assumeRoleArn: "arn:aws:iam::210987654321:role/state" } }`,
    }),
  );
  expect(state?.provider).toStrictEqual({
    aws: [
      {
        region: "ap-northeast-2",
        allowed_account_ids: ["210987654321"],
        assume_role: [{ role_arn: "arn:aws:iam::210987654321:role/state" }],
      },
    ],
  });
});

test("the warnings of a role are annotations of its account's stack, and those of the file are in the first stack", () => {
  const second = `  - id: "210987654321"
    name: staging
    region: eu-west-1
    roles:
      - { trust: [{ repository: web, branch: dev/* }], ecr: { repositories: [web] }, publish: false }
`;
  const config = parseConfig(
    `${seed()}${second}state: { http: { address: "https://x/{stack}", password: p } }\n`,
    "access.yaml",
  );
  const app = createApp(config, "unused");
  const warnings = app.node.children.map((stack) => [
    stack.node.id,
    stack.node.metadata.map(({ type, data }) => [type, String(data).split(" ").slice(0, 2).join(" ")]),
  ]);
  expect(warnings).toStrictEqual([
    [
      "aws-123456789012",
      [
        ["@cdktf/warn", "state.http.password is"],
        ["@cdktf/warn", "role GitHubActionsECRRole"],
        ["@cdktf/warn", "R23 name-subject"],
      ],
    ],
    [
      "aws-staging",
      [
        ["@cdktf/warn", "R10 branch-wildcard"],
        ["@cdktf/warn", "R23 name-subject"],
      ],
    ],
    ["github-acme", []],
  ]);
});
