import type { NonEmpty } from "./non-empty";
import type { PolicyDocument } from "./policy-document";
import type { TextRule } from "./text-rule";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET: TextRule = {
  noun: "an S3 bucket's name",
  allowed: "3 to 63 lower-case letters, digits, . and -, a letter or digit at both ends",
  pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
};

export const KMS_KEY: TextRule = {
  noun: "a KMS key",
  allowed: "the id or ARN of a key, or alias/NAME",
  pattern: /^[\w:/-]{1,2048}$/,
};

/** A statement of a bucket's own policy. */
export interface BucketStatement {
  readonly Sid: string;
  readonly Effect: "Deny";
  readonly Principal: "*";
  readonly Action: "s3:*";
  readonly Resource: NonEmpty<string>;
  readonly Condition: { readonly Bool: { readonly "aws:SecureTransport": "false" } };
}

/**
 * Denies every request to a bucket without TLS.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function tlsOnlyPolicy(bucketArn: string): PolicyDocument<BucketStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TLSOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
