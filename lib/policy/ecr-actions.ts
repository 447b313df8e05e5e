export const ECR_ACCESSES = ["push", "pull", "push-pull"] as const;

/**
 * What a role may do with its repositories. `push` is the guide's list and cannot read a layer back: a cache or a base image takes `push-pull`.
 * @inline
 */
export type EcrAccess = (typeof ECR_ACCESSES)[number];

/**
 * Logs a client in to the registry. It takes no resource.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_LOGIN_ACTIONS = ["ecr:GetAuthorizationToken"] as const;

/**
 * AWS's list for pushing an image, and DescribeRepositories.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export const ECR_PUSH_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeRepositories",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/**
 * What pulling an image takes: nothing here changes one.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html
 */
export const ECR_PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

/** Both lists, for builds that read a cache or a base image from the repositories they push to. */
export const ECR_PUSH_PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** What a level of access allows. */
export interface EcrLevel {
  /** Of the statement in the role's policy. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly canPush: boolean;
  /** Whether a client can read layers: pull images, use a cache, join an image of several platforms. */
  readonly canPull: boolean;
}

export const ECR_LEVELS: Readonly<Record<EcrAccess, EcrLevel>> = {
  push: { sid: "ECRPushPull", actions: ECR_PUSH_ACTIONS, canPush: true, canPull: false },
  pull: { sid: "ECRPull", actions: ECR_PULL_ACTIONS, canPush: false, canPull: true },
  "push-pull": { sid: "ECRPushPull", actions: ECR_PUSH_PULL_ACTIONS, canPush: true, canPull: true },
};

/**
 * What else a workflow may do with images without changing any: ask for their lists and scans, and fill a pull-through cache.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export const ECR_READ_ACTIONS = [
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:GetAuthorizationToken",
  "ecr:ListImages",
] as const;

/**
 * What pushing to a public registry takes.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/docker-push-ecr-image.html
 */
export const ECR_PUBLIC_ACTIONS = [
  "ecr-public:BatchCheckLayerAvailability",
  "ecr-public:CompleteLayerUpload",
  "ecr-public:GetAuthorizationToken",
  "ecr-public:InitiateLayerUpload",
  "ecr-public:PutImage",
  "ecr-public:UploadLayerPart",
  "sts:GetServiceBearerToken",
] as const;
