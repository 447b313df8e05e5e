import { tlsOnlyPolicy } from "../../lib/policy/bucket-policy";

test("requests to the bucket or its objects without TLS are denied", () => {
  expect(tlsOnlyPolicy("arn:aws-cn:s3:::acme-tfstate")).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TLSOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws-cn:s3:::acme-tfstate", "arn:aws-cn:s3:::acme-tfstate/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});
