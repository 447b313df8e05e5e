import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { s3BucketArn } from "../policy/arn";
import { tlsOnlyPolicy } from "../policy/bucket-policy";
import type { Partition } from "../policy/partition";
import { RESOURCE } from "./address";
import { documentText } from "./terraform-text";

/** How long an overwritten state can be brought back. */
export const OLD_VERSION_DAYS = 90;
/** How long the parts of an upload that never ended are kept. */
export const UNFINISHED_UPLOAD_DAYS = 7;

export interface StateBucketProps {
  readonly bucket: string;
  readonly partition: Partition;
  /** Without one, S3's own key. */
  readonly kmsKeyId: string | undefined;
}

/** A bucket for Terraform state: versioned, encrypted, closed to the public, reached by TLS only, never destroyed by Terraform. */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, { bucket: name, partition, kmsKeyId }: StateBucketProps) {
    super(scope, id);
    const resource = new S3Bucket(this, RESOURCE, { bucket: name, lifecycle: { preventDestroy: true } });
    const bucket = resource.id;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
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
    const closed = new S3BucketPublicAccessBlock(this, "public_access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "tls_only", {
      bucket,
      policy: documentText(tlsOnlyPolicy(s3BucketArn(partition, name))),
      // S3 refuses two changes of a bucket's access at the same time.
      dependsOn: [closed],
    });
    new S3BucketLifecycleConfiguration(this, "old_versions", {
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
  }
}
