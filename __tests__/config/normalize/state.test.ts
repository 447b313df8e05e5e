import type { State } from "../../../lib/config/config";
import { parseConfig } from "../../../lib/config/load";
import { fileWith, NAME, secondAccount } from "../access-file";

const S3: State = {
  kind: "s3",
  bucket: "abc",
  region: "us-gov-west-1",
  partition: "aws-us-gov",
  keyPrefix: "github-actions-ecr",
  kmsKeyId: undefined,
  assumeRoleArn: undefined,
  bucketStack: undefined,
};

test.each<[string, State]>([
  ["", { kind: "local", directory: "." }],
  ["state: { local: {} }", { kind: "local", directory: "." }],
  ["state: { local: { directory: /srv/tf } }", { kind: "local", directory: "/srv/tf" }],
  ["state: { s3: { bucket: abc, region: us-gov-west-1 } }", S3],
  ["state: { s3: { bucket: abc, region: us-gov-west-1, create: false } }", S3],
  [
    "state: { s3: { bucket: abc, region: us-gov-west-1, create: migrated } }",
    { ...S3, bucketStack: { ownState: "bucket", accountIds: ["123456789012"] } },
  ],
  [
    "state: { gcs: { bucket: b } }",
    { kind: "gcs", settings: { prefix: "github-actions-ecr/{stack}", bucket: "b" } },
  ],
  ["state: { gcs: { prefix: 'x/{stack}' } }", { kind: "gcs", settings: { prefix: "x/{stack}" } }],
  ["state: { azurerm: {} }", { kind: "azurerm", settings: { key: "github-actions-ecr/{stack}.tfstate" } }],
  [
    "state: { http: { address: 'https://x/{stack}', retry_max: 3, skip_cert_verification: false } }",
    {
      kind: "http",
      settings: { address: "https://x/{stack}", retry_max: 3, skip_cert_verification: false },
    },
  ],
  ["state: { pg: {} }", { kind: "pg", settings: { schema_name: "{stack}" } }],
  ["state: { cloud: {} }", { kind: "cloud", settings: { workspaces: { name: "{stack}" } } }],
  [
    "state: { cloud: { workspaces: { name: 'ecr-{stack}', tags: [a] } } }",
    { kind: "cloud", settings: { workspaces: { name: "ecr-{stack}", tags: ["a"] } } },
  ],
  ["state: { remote: {} }", { kind: "remote", settings: { workspaces: { name: "{stack}" } } }],
  ["state: { partial: kubernetes }", { kind: "partial", backend: "kubernetes" }],
])("%p keeps the state there", (line, state) => {
  expect(parseConfig(fileWith({ 11: line }), NAME).state).toStrictEqual(state);
});

test.each<[string, string, readonly string[]]>([
  ["the file has, without a role", "", ["123456789012", "210987654321"]],
  ["the role names", ", assumeRoleArn: 'arn:aws-us-gov:iam::333333333333:role/x'", ["333333333333"]],
])("the bucket may lie in the accounts that %s", (_, key, accountIds) => {
  const { state } = parseConfig(
    fileWith({
      11: secondAccount("210987654321", "b"),
      12: `state: { s3: { bucket: abc, region: us-gov-west-1, create: true${key} } }`,
    }),
    NAME,
  );

  expect(state.kind === "s3" ? state.bucketStack : undefined).toStrictEqual({
    ownState: "local",
    accountIds,
  });
});
