import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { text } from "../config/schema/parts";
import { BUCKET, KMS_KEY } from "../policy/bucket-policy";
import type { Partition } from "../policy/partition";
import { bucketResources } from "./base/bucket-resources";
import { assertValid, valueProblems } from "./validation";

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

  constructor(scope: Construct, id: string, { bucket, partition = "aws", kmsKeyId }: StateBucketProps) {
    super(scope, id);
    assertValid(this, [
      ...valueProblems("bucket", bucket, text(BUCKET)),
      ...(kmsKeyId === undefined ? [] : valueProblems("kmsKeyId", kmsKeyId, text(KMS_KEY))),
    ]);
    this.resource = bucketResources(this, { bucket, partition, kmsKeyId });
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
