import { distinct, listText, mapped, type NonEmpty } from "./non-empty";

export const ECR_ACCESSES = ["push", "pull", "push-pull", "read"] as const;

/**
 * What a role may do with its ECR repositories. `push` has AWS's documented push permissions and cannot pull: a cache or a base image needs `push-pull`.
 * `read` lists images and reads the results of scans, but no layers.
 * @inline
 */
export type EcrAccess = (typeof ECR_ACCESSES)[number];

/**
 * One level of access, or several that a role has together.
 * @inline
 */
export type EcrAccesses = EcrAccess | NonEmpty<EcrAccess>;

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

/**
 * Describes repositories and images, lists images, and reads the findings of scans. It reads no layers.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_READ_ACTIONS = [
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:ListImages",
] as const;

/** The permissions of an access level. */
export interface EcrLevel {
  /** The `Sid` of the statement in the role's policy. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** In words: `push`, `pull`. */
  readonly verbs: NonEmpty<string>;
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
    verbs: ["push"],
    canPush: true,
    canPull: false,
    workflow: "push",
  },
  pull: {
    sid: "ECRPull",
    actions: ECR_PULL_ACTIONS,
    verbs: ["pull"],
    canPush: false,
    canPull: true,
    workflow: "pull",
  },
  "push-pull": {
    sid: "ECRPushPull",
    actions: ECR_PUSH_PULL_ACTIONS,
    verbs: ["push", "pull"],
    canPush: true,
    canPull: true,
    workflow: "push",
  },
  read: {
    sid: "ECRRead",
    actions: ECR_READ_ACTIONS,
    verbs: ["describe"],
    canPush: false,
    canPull: false,
    workflow: "none",
  },
};

/** The levels of a list without those that others contain: push and pull are push-pull. A single one is no list. */
export function combinedAccess(accesses: NonEmpty<EcrAccess>): EcrAccesses {
  const allowed = accesses.flatMap((access) => ECR_LEVELS[access].actions);
  const isIn = (access: EcrAccess, actions: readonly string[]): boolean =>
    ECR_LEVELS[access].actions.every((action) => actions.includes(action));
  const contained = ECR_ACCESSES.filter((access) => isIn(access, allowed));
  const [first, ...others] = contained.filter(
    (access) => !contained.some((other) => other !== access && isIn(access, ECR_LEVELS[other].actions)),
  );
  if (first === undefined) return accesses[0];
  return others.length === 0 ? first : [first, ...others];
}

/** The levels of an access, each once. */
export function accessList(access: EcrAccesses): NonEmpty<EcrAccess> {
  return typeof access === "string" ? [access] : distinct(access);
}

/** The permissions of one level, or of several together. */
export function ecrLevel(access: EcrAccesses): EcrLevel {
  const [first, ...others] = mapped(accessList(access), (each) => ECR_LEVELS[each]);
  return others.reduce(
    (so, level): EcrLevel => ({
      sid: `${so.sid}${level.sid.replace(/^ECR/, "")}`,
      actions: [...new Set([...so.actions, ...level.actions])].sort(),
      verbs: distinct([...so.verbs, ...level.verbs]),
      canPush: so.canPush || level.canPush,
      canPull: so.canPull || level.canPull,
      workflow: so.workflow === "none" ? level.workflow : so.workflow,
    }),
    first,
  );
}

/** What a role may do, in words: `push and pull`. */
export function accessVerbs(access: EcrAccesses): string {
  return listText(ecrLevel(access).verbs);
}

/** An access as the file writes it: `push`, or `[push, read]`. */
export function accessText(access: EcrAccesses): string {
  return typeof access === "string" ? access : `[${access.join(", ")}]`;
}

/** The access levels with a property, for messages: `push or push-pull`. */
export function accessesWith(hasProperty: (level: EcrLevel) => boolean): string {
  return ECR_ACCESSES.filter((access) => hasProperty(ECR_LEVELS[access])).join(" or ");
}

/**
 * Actions of no access level that R33 does not report, because they change no image: the use of a pull-through cache.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export const ECR_TOLERATED_ACTIONS = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"] as const;

export const ECR_PUBLIC_ACCESSES = ["push", "pull", "read"] as const;

/**
 * What a role may do with repositories of its account in ECR Public. Everyone can pull from them: `pull` is the login, which raises the limits of
 * ECR Public. Every level has it.
 * @inline
 */
export type EcrPublicAccess = (typeof ECR_PUBLIC_ACCESSES)[number];

/**
 * Logs in to ECR Public. It has no resource.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 */
export const ECR_PUBLIC_LOGIN_ACTIONS = [
  "ecr-public:GetAuthorizationToken",
  "sts:GetServiceBearerToken",
] as const;

/**
 * The actions on a repository of ECR Public, by level.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/docker-push-ecr-image.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html
 */
export const ECR_PUBLIC_LEVELS: Readonly<Record<EcrPublicAccess, readonly string[]>> = {
  push: [
    "ecr-public:BatchCheckLayerAvailability",
    "ecr-public:CompleteLayerUpload",
    "ecr-public:InitiateLayerUpload",
    "ecr-public:PutImage",
    "ecr-public:UploadLayerPart",
  ],
  pull: [],
  read: ["ecr-public:DescribeImageTags", "ecr-public:DescribeImages", "ecr-public:DescribeRepositories"],
};

/** All actions of ECR Public that a role can have. */
export const ECR_PUBLIC_ACTIONS: readonly string[] = [
  ...ECR_PUBLIC_LOGIN_ACTIONS,
  ...Object.values(ECR_PUBLIC_LEVELS).flat(),
];

/**
 * What ECR needs of the client that pushes, to sign the image with a profile of AWS Signer.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export const SIGNING_ACTIONS = ["signer:SignPayload"] as const;
