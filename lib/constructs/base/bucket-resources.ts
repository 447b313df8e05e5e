import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import { s3BucketArn } from "../../policy/arn";
import { tlsOnlyPolicy } from "../../policy/bucket-policy";
import type { Partition } from "../../policy/partition";
import { RESOURCE } from "../address";
import { documentText } from "../terraform-text";

/** How long S3 keeps overwritten states. */
const OLD_VERSION_DAYS = 90;
/** How long S3 keeps the parts of an unfinished upload. */
const UNFINISHED_UPLOAD_DAYS = 7;

interface BucketProps {
  readonly bucket: string;
  readonly partition: Partition;
  readonly kmsKeyId: string | undefined;
}

/** Creates a bucket for Terraform state with its settings, from checked values. */
export function bucketResources(
  scope: Construct,
  { bucket: name, partition, kmsKeyId }: BucketProps,
): S3Bucket {
  const resource = new S3Bucket(scope, RESOURCE, { bucket: name, lifecycle: { preventDestroy: true } });
  const bucket = resource.id;
  const versioning = new S3BucketVersioningA(scope, "versioning", {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault:
          kmsKeyId === undefined
            ? { sseAlgorithm: "AES256" }
            : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyId },
        bucketKeyEnabled: kmsKeyId !== undefined,
      },
    ],
  });
  const closed = new S3BucketPublicAccessBlock(scope, "public_access", {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketPolicy(scope, "tls_only", {
    bucket,
    policy: documentText(tlsOnlyPolicy(s3BucketArn(partition, name))),
    // S3 rejects two simultaneous changes of a bucket's access.
    dependsOn: [closed],
  });
  new S3BucketLifecycleConfiguration(scope, "old_versions", {
    bucket,
    rule: [
      {
        id: "expire-old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrentVersionExpiration: [{ noncurrentDays: OLD_VERSION_DAYS }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_UPLOAD_DAYS }],
      },
    ],
    dependsOn: [versioning],
  });
  return resource;
}
