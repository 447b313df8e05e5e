import type { NonEmpty } from "./non-empty";
import type { PolicyDocument } from "./policy-document";

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
 * Refuses whoever comes to a bucket without TLS.
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
