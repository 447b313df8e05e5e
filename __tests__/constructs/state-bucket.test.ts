import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { StateBucket, type StateBucketProps } from "../../lib/constructs/state-bucket";
import { documentOf } from "./author-stack";
import { errorsOf } from "./errors-of";
import { synthesized } from "./synthesized";

function bucketResources(props: Partial<StateBucketProps>) {
  return synthesized((scope) => new StateBucket(scope, "state", { bucket: "acme-tfstate", ...props }));
}

const bucket = "$".concat("{aws_s3_bucket.state.id}");

test("the bucket is versioned, encrypted, private, TLS only, cleaned up and protected", () => {
  expect(bucketResources({ partition: "aws-cn" })).toStrictEqual({
    aws_s3_bucket: { state: { bucket: "acme-tfstate", lifecycle: { prevent_destroy: true } } },
    aws_s3_bucket_versioning: {
      state_versioning: { bucket, versioning_configuration: { status: "Enabled" } },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      state_encryption: {
        bucket,
        rule: [
          { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false },
        ],
      },
    },
    aws_s3_bucket_public_access_block: {
      state_public_access: {
        bucket,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    },
    aws_s3_bucket_policy: {
      state_tls_only: {
        bucket,
        policy:
          '{"Version":"2012-10-17","Statement":[{"Sid":"TLSOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws-cn:s3:::acme-tfstate","arn:aws-cn:s3:::acme-tfstate/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
        depends_on: ["aws_s3_bucket_public_access_block.state_public_access"],
      },
    },
    aws_s3_bucket_lifecycle_configuration: {
      state_old_versions: {
        bucket,
        rule: [
          {
            id: "expire-old-versions",
            status: "Enabled",
            filter: [{ prefix: "" }],
            noncurrent_version_expiration: [{ noncurrent_days: 90 }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          },
        ],
        depends_on: ["aws_s3_bucket_versioning.state_versioning"],
      },
    },
  });
});

test("a custom KMS key encrypts the bucket", () => {
  expect(
    bucketResources({ kmsKeyId: "alias/state" }).aws_s3_bucket_server_side_encryption_configuration
      ?.state_encryption?.rule,
  ).toStrictEqual([
    {
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "alias/state" },
      bucket_key_enabled: true,
    },
  ]);
});

/** The policy that denies requests without TLS. */
function tlsOnly(arn: string): string {
  return `{"Version":"2012-10-17","Statement":[{"Sid":"TLSOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["${arn}","${arn}/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`;
}

test("the default partition is aws", () => {
  expect(bucketResources({}).aws_s3_bucket_policy?.state_tls_only?.policy).toBe(
    tlsOnly("arn:aws:s3:::acme-tfstate"),
  );
});

test("name and key can come from other resources, which can use name and ARN of the bucket", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const logs = new S3Bucket(stack, "logs", { bucketPrefix: "logs" });
  const key = new KmsKey(stack, "key");
  const state = new StateBucket(stack, "state", { bucket: `state-of-${logs.bucket}`, kmsKeyId: key.arn });
  new TerraformOutput(stack, "name", { value: state.bucketName });
  new TerraformOutput(stack, "arn", { value: state.bucketArn });

  const address = "aws_s3_bucket.state_EC29AD4A";
  const name = `state-of-\${aws_s3_bucket.logs.bucket}`;
  const id = { bucket: `\${${address}.id}` };
  expect(documentOf(stack)).toStrictEqual({
    resource: {
      aws_kms_key: { key: {} },
      aws_s3_bucket: {
        logs: { bucket_prefix: "logs" },
        state_EC29AD4A: { bucket: name, lifecycle: { prevent_destroy: true } },
      },
      aws_s3_bucket_versioning: {
        state_versioning_27DF9ED5: { ...id, versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_server_side_encryption_configuration: {
        state_encryption_3FDA0990: {
          ...id,
          rule: [
            {
              apply_server_side_encryption_by_default: {
                sse_algorithm: "aws:kms",
                kms_master_key_id: `\${aws_kms_key.key.arn}`,
              },
              bucket_key_enabled: true,
            },
          ],
        },
      },
      aws_s3_bucket_public_access_block: {
        state_public_access_646C9549: {
          ...id,
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_s3_bucket_policy: {
        state_tls_only_537301C3: {
          ...id,
          policy: JSON.parse(tlsOnly(`arn:aws:s3:::${name}`)),
          depends_on: ["aws_s3_bucket_public_access_block.state_public_access_646C9549"],
        },
      },
      aws_s3_bucket_lifecycle_configuration: {
        state_old_versions_89FD7E81: {
          ...id,
          rule: [
            {
              id: "expire-old-versions",
              status: "Enabled",
              filter: [{ prefix: "" }],
              noncurrent_version_expiration: [{ noncurrent_days: 90 }],
              abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
            },
          ],
          depends_on: ["aws_s3_bucket_versioning.state_versioning_27DF9ED5"],
        },
      },
    },
    output: { name: { value: `\${${address}.bucket}` }, arn: { value: `\${${address}.arn}` } },
  });
});

test.each<[string, Partial<StateBucketProps>, readonly string[]]>([
  [
    "a name that S3 rejects",
    { bucket: "Acme_State" },
    [
      'bucket: expected an S3 bucket\'s name (3 to 63 lower-case letters, digits, . and -, a letter or digit at both ends), got "Acme_State"',
    ],
  ],
  [
    "a name that is too short, and a malformed key",
    { bucket: "ab", kmsKeyId: "my key" },
    [
      'bucket: expected an S3 bucket\'s name (3 to 63 lower-case letters, digits, . and -, a letter or digit at both ends), got "ab"',
      'kmsKeyId: expected a KMS key (the id or ARN of a key, or alias/NAME), got "my key"',
    ],
  ],
])("rejects %s", (_, props, problems) => {
  expect(
    errorsOf((scope) => new StateBucket(scope, "state", { bucket: "acme-tfstate", ...props })),
  ).toStrictEqual(problems.map((problem) => `stack/state ${problem}`));
});
