import { StateBucket } from "../../lib/constructs/state-bucket";
import { synthesized } from "./synthesized";

function bucketResources(kmsKeyId?: string) {
  return synthesized(
    (scope) => new StateBucket(scope, "state", { bucket: "acme-tfstate", partition: "aws-cn", kmsKeyId }),
  );
}

const bucket = "$".concat("{aws_s3_bucket.state.id}");

test("the bucket is versioned, encrypted, closed, reached by TLS only, tidied and kept", () => {
  expect(bucketResources()).toStrictEqual({
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

test("a KMS key of one's own encrypts it", () => {
  expect(
    bucketResources("alias/state").aws_s3_bucket_server_side_encryption_configuration?.state_encryption?.rule,
  ).toStrictEqual([
    {
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "alias/state" },
      bucket_key_enabled: true,
    },
  ]);
});
