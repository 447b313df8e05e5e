export const ECR_ACCESSES = ["push", "pull", "push-pull"] as const;

/**
 * What a role may do with its repositories. `push` is the guide's list and cannot read a layer back: a cache or a base image takes `push-pull`.
 *
 * @example
 * ```ts
 * import { type EcrAccess, ecrPolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * const actions = (access: EcrAccess) =>
 *   ecrPolicy(account, { access, repositories: ["base"], regions: ["ap-northeast-2"] }).Statement.flatMap(({ Action }) => Action);
 * console.log(actions("push").includes("ecr:PutImage"), actions("pull").includes("ecr:PutImage")); // true false
 * ```
 */
export type EcrAccess = (typeof ECR_ACCESSES)[number];

/**
 * Logs a client in to the registry. It takes no resource.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 *
 * @example
 * ```ts
 * import { ECR_LOGIN_ACTIONS } from "cdktf-github-actions-ecr/policy";
 *
 * console.log(ECR_LOGIN_ACTIONS.join(" ")); // ecr:GetAuthorizationToken
 * ```
 */
export const ECR_LOGIN_ACTIONS = ["ecr:GetAuthorizationToken"] as const;

/**
 * AWS's list for pushing an image, and DescribeRepositories.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 *
 * @example What pushes an image cannot pull one
 * ```ts
 * import { ECR_PUSH_ACTIONS } from "cdktf-github-actions-ecr/policy";
 *
 * const actions: readonly string[] = ECR_PUSH_ACTIONS;
 * console.log(actions.includes("ecr:PutImage"), actions.includes("ecr:GetDownloadUrlForLayer")); // true false
 * ```
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
 *
 * @example
 * ```ts
 * import { ECR_PULL_ACTIONS } from "cdktf-github-actions-ecr/policy";
 *
 * console.log(ECR_PULL_ACTIONS.join(" "));
 * // ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer
 * ```
 */
export const ECR_PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

/**
 * Both lists, for builds that read a cache or a base image from the repositories they push to.
 *
 * @example
 * ```ts
 * import { ECR_PUSH_ACTIONS, ECR_PUSH_PULL_ACTIONS } from "cdktf-github-actions-ecr/policy";
 *
 * const pushed: readonly string[] = ECR_PUSH_ACTIONS;
 * console.log(ECR_PUSH_PULL_ACTIONS.filter((action) => !pushed.includes(action)).join(" ")); // ecr:GetDownloadUrlForLayer
 * ```
 */
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
