import type { Publication } from "../../lib/config/types";
import { ACCOUNT_ID, ISSUER, PROVIDER_ARN } from "./github";

/** The lines of the smallest access.yaml. */
export const SMALLEST: readonly string[] = [
  "github:",
  "  owner: acme",
  "accounts:",
  `  - id: "${ACCOUNT_ID}"`,
  "    region: ap-northeast-2",
  "    roles:",
  "      - trust:",
  "          - { repository: web, branch: main }",
  "        ecr:",
  "          repositories: [web]",
];

/** The trust policy of its role, as in the guides of AWS and GitHub, in the order in which it is written. */
export const TRUST_POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: PROVIDER_ARN },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/main" },
      },
    },
  ],
};

/** The ECR policy of its role, as in the guide of AWS. */
export const ECR_POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "ECRPushPull",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeRepositories",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: `arn:aws:ecr:ap-northeast-2:${ACCOUNT_ID}:repository/web`,
    },
  ],
} as const;

/** What its role publishes. */
export const PUBLICATION: Publication = {
  isWanted: true,
  as: "secrets",
  to: ["repository"],
  visibility: "private",
  values: [
    { name: "AWS_REGION", holds: "region", text: "ap-northeast-2" },
    { name: "AWS_ACCOUNT_ID", holds: "accountId", text: ACCOUNT_ID },
    { name: "AWS_ROLE_NAME", holds: "roleName", text: "GitHubActionsECRRole" },
  ],
  repositories: [{ owner: "acme", name: "web" }],
  environments: [],
  organizations: ["acme"],
};
