export const ECR_ACCESSES = ["push", "pull", "push-pull"] as const;

/**
 * What a role may do with its ECR repositories. `push` has AWS's documented push permissions and cannot pull: a cache or a base image needs `push-pull`.
 * @inline
 */
export type EcrAccess = (typeof ECR_ACCESSES)[number];

/**
 * Logs in to the registry. It has no resource.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_LOGIN_ACTIONS = ["ecr:GetAuthorizationToken"] as const;

/**
 * AWS's documented push permissions, and DescribeRepositories.
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
 * The actions of a pull.
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

/** The permissions of an access level. */
export interface EcrLevel {
  /** The `Sid` of the statement in the role's policy. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** In words: `push and pull`. */
  readonly verbs: string;
  readonly canPush: boolean;
  /** Whether a client can read layers: to pull images, use a cache, or join the platforms of an image. */
  readonly canPull: boolean;
  /** What the workflow that `workflow` generates does with images. `none` if jobs with this access neither push nor pull. */
  readonly workflow: "push" | "pull" | "none";
}

export const ECR_LEVELS: Readonly<Record<EcrAccess, EcrLevel>> = {
  push: {
    sid: "ECRPushPull",
    actions: ECR_PUSH_ACTIONS,
    verbs: "push",
    canPush: true,
    canPull: false,
    workflow: "push",
  },
  pull: {
    sid: "ECRPull",
    actions: ECR_PULL_ACTIONS,
    verbs: "pull",
    canPush: false,
    canPull: true,
    workflow: "pull",
  },
  "push-pull": {
    sid: "ECRPushPull",
    actions: ECR_PUSH_PULL_ACTIONS,
    verbs: "push and pull",
    canPush: true,
    canPull: true,
    workflow: "push",
  },
};

/** The access levels with a property, for messages: `push or push-pull`. */
export function accessesWith(hasProperty: (level: EcrLevel) => boolean): string {
  return ECR_ACCESSES.filter((access) => hasProperty(ECR_LEVELS[access])).join(" or ");
}

/**
 * Actions of no access level that R33 does not report, because they change no image: reading lists and scans, and using a pull-through cache.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export const ECR_TOLERATED_ACTIONS = [
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:GetAuthorizationToken",
  "ecr:ListImages",
] as const;

/**
 * The actions of a push to ECR Public.
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
