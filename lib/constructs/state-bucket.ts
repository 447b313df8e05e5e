import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { s3BucketArn } from "../policy/arn";
import { BUCKET, KMS_KEY, tlsOnlyPolicy } from "../policy/bucket-policy";
import type { Partition } from "../policy/partition";
import { RESOURCE } from "./address";
import { documentText } from "./terraform-text";
import { assertValid, checkText } from "./validation";

/** How long S3 keeps overwritten states. */
const OLD_VERSION_DAYS = 90;
/** How long S3 keeps the parts of an unfinished upload. */
const UNFINISHED_UPLOAD_DAYS = 7;

/** Props of a bucket for Terraform state. */
export interface StateBucketProps {
  /** Name: 3 to 63 lower-case letters, digits, `.` and `-`; or a CDKTF token. */
  readonly bucket: string;
  /** Partition of the bucket's region. Default: `aws`. */
  readonly partition?: Partition;
  /** KMS key for encryption: id, ARN or `alias/NAME`; or a CDKTF token such as `KmsKey.arn`. Default: the key of S3 (SSE-S3). */
  readonly kmsKeyId?: string | undefined;
}

/**
 * An S3 bucket for Terraform state: versioned, encrypted, without public access, TLS only, protected from `terraform destroy`. It keeps
 * overwritten states for 90 days.
 * @throws Error with every problem of the props.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, Testing, TerraformStack } from "cdktf";
 * import { StateBucket } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "state");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * new StateBucket(stack, "state", { bucket: "acme-tfstate" });
 * const { resource } = JSON.parse(Testing.synth(stack));
 * console.log(Object.keys(resource.aws_s3_bucket).join()); // state_EC29AD4A
 * ```
 */
export class StateBucket extends Construct {
  private readonly resource: S3Bucket;

  constructor(scope: Construct, id: string, { bucket: name, partition = "aws", kmsKeyId }: StateBucketProps) {
    super(scope, id);
    assertValid(this, [
      ...checkText("bucket", name, BUCKET),
      ...(kmsKeyId === undefined ? [] : checkText("kmsKeyId", kmsKeyId, KMS_KEY)),
    ]);
    this.resource = new S3Bucket(this, RESOURCE, { bucket: name, lifecycle: { preventDestroy: true } });
    const bucket = this.resource.id;
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
      // S3 rejects two simultaneous changes of a bucket's access.
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
  /** A CDKTF token: resources that use it are created after the bucket. */
  get bucketName(): string {
    return this.resource.bucket;
  }

  /** A CDKTF token: resources that use it are created after the bucket. */
  get bucketArn(): string {
    return this.resource.arn;
  }
}
