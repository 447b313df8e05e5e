import { type ArnScope, arnScopeOf, ecrRepositoryArn } from "./arn";
import { knownValue } from "./deferred";
import { ECR_PULL_ACTIONS, ecrLevel } from "./ecr-access";
import type { Lifecycle } from "./ecr-lifecycle";
import type { EcrGrant, EcrPermissions } from "./ecr-policies";
import { patternOf, subsumes, WILDCARDS_ALONE } from "./iam/glob";
import { distinct, mapped, type NonEmpty } from "./non-empty";
import { oneOrMore, type PolicyDocument, type ResourceStatement } from "./policy-document";
import type { TextRule } from "./text-rule";

/**
 * Whether a tag can be moved to another image: of no image, of every image, or only of tags that match a pattern.
 * @inline
 */
export type TagMutability =
  | { readonly kind: "immutable" }
  | { readonly kind: "mutable" }
  | { readonly kind: "immutableExcept"; readonly tags: NonEmpty<string> };

export const SCANS = ["onPush", "registry", "never"] as const;
/**
 * Who decides whether an image is scanned: the repository, at each push, or the scanning configuration of the registry.
 * @inline
 */
export type Scan = (typeof SCANS)[number];

/**
 * How ECR encrypts images: with keys of S3, with the KMS key `aws/ecr`, or with a KMS key of your own.
 * @inline
 */
export type Encryption =
  | { readonly kind: "aes256" }
  | { readonly kind: "kms" }
  | { readonly kind: "kmsKey"; readonly kmsKeyArn: string };

/** Who may pull images, in addition to the roles of the account. */
export interface PullGrants {
  /** Ids of other accounts. Their own policies must allow the pull too. */
  readonly accounts: readonly string[];
  /** Every account of an AWS organization. */
  readonly organization: string | undefined;
  /** Lambda functions of the account, of these accounts, and of the organization. */
  readonly lambda: boolean;
}

export const NO_PULL_GRANTS: PullGrants = { accounts: [], organization: undefined, lambda: false };

/** What roles of other accounts may do with a repository. */
export interface RepositoryGrant {
  readonly sid: string;
  readonly roleArns: NonEmpty<string>;
  readonly actions: readonly string[];
}

/** The settings of a repository that is created or imported. */
export interface RepositorySettings {
  readonly tagMutability: TagMutability;
  readonly scan: Scan;
  /** Undefined: an imported repository keeps its encryption. */
  readonly encryption: Encryption | undefined;
  /** Undefined: no lifecycle policy is written. */
  readonly lifecycle: Lifecycle | undefined;
  readonly pull: PullGrants;
  /** Further statements of its policy, in addition to those of `pull`. */
  readonly grants: readonly RepositoryGrant[];
  /** Whether Terraform may destroy the repository with its images. */
  readonly forceDelete: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions */
const LAMBDA_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;
const LAMBDA = "lambda.amazonaws.com";

/**
 * The policy of a repository, undefined if no other account may use it. Roles of the account need no repository policy.
 * @param region of the repository: Lambda pulls only from its own region.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
export function repositoryPolicy(
  scope: ArnScope,
  region: string,
  { accounts, organization, lambda }: PullGrants,
  grants: readonly RepositoryGrant[],
): PolicyDocument<ResourceStatement> | undefined {
  const [first, ...others] = accounts;
  const functionArns = (accountId: string): string =>
    `arn:${scope.partition}:lambda:${region}:${accountId}:function:*`;
  const statements: readonly ResourceStatement[] = [
    ...(first === undefined
      ? []
      : [
          {
            Sid: "AccountsPull",
            Effect: "Allow" as const,
            Principal: { AWS: oneOrMore([rootArn(scope, first), ...others.map((id) => rootArn(scope, id))]) },
            Action: ECR_PULL_ACTIONS,
          },
        ]),
    ...(organization === undefined
      ? []
      : [
          {
            Sid: "OrganizationPull",
            Effect: "Allow" as const,
            Principal: "*" as const,
            Action: ECR_PULL_ACTIONS,
            Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
          },
        ]),
    ...(lambda
      ? [
          {
            // Lambda adds a statement of this name itself if there is none.
            Sid: "LambdaECRImageRetrievalPolicy",
            Effect: "Allow" as const,
            Principal: { Service: LAMBDA },
            Action: LAMBDA_ACTIONS,
            Condition: {
              StringLike: {
                "aws:SourceArn": oneOrMore([functionArns(scope.accountId), ...accounts.map(functionArns)]),
              },
            },
          },
        ]
      : []),
    ...(lambda && organization !== undefined
      ? [
          {
            Sid: "OrganizationLambda",
            Effect: "Allow" as const,
            Principal: { Service: LAMBDA },
            Action: LAMBDA_ACTIONS,
            Condition: { StringEquals: { "aws:SourceOrgID": organization } },
          },
        ]
      : []),
    ...grants.map(({ sid, roleArns, actions }) => ({
      Sid: sid,
      Effect: "Allow" as const,
      // ECR rejects a role that does not exist yet. Their accounts exist, so that the stacks can be applied in any order.
      Principal: {
        AWS: oneOrMore(distinct(mapped(roleArns, (arn) => rootArn(scope, arnScopeOf(arn).accountId)))),
      },
      Action: actions,
      Condition: { ArnEquals: { "aws:PrincipalArn": oneOrMore(roleArns) } },
    })),
  ];
  const [one, ...more] = statements;
  return one === undefined ? undefined : { Version: "2012-10-17", Statement: [one, ...more] };
}

function rootArn({ partition }: ArnScope, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const MAX_PREFIX_CHARACTERS = 30;

/** The prefix of the rule for every repository without a more specific one. */
export const ROOT_PREFIX = "ROOT";

/** A namespace, with or without the slash at its end. */
export const NAMESPACE_PREFIX: TextRule = {
  noun: "the prefix of ECR repositories",
  allowed: `2 to ${MAX_PREFIX_CHARACTERS} lower-case letters and digits, with . _ - / between them, such as team-a/, or ${ROOT_PREFIX} for all others`,
  pattern: new RegExp(
    `^(?:${ROOT_PREFIX}|(?=.{2,${MAX_PREFIX_CHARACTERS}}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?)$`,
  ),
};

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html */
export const REPLICATION_PREFIX: TextRule = {
  noun: "the beginning of the names of ECR repositories",
  allowed: "2 to 256 lower-case letters, digits and . _ - /",
  pattern: /^(?=.{2,256}$)[a-z0-9]+(?:[._/-]+[a-z0-9]+)*[._/-]?$/,
};

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
export const MAX_REPLICATION_RULES = 10;

/** Whether a repository lies below a prefix. A prefix of namespaces ends at a slash. */
export function isBelowPrefix(repository: string, prefix: string): boolean {
  return prefix === ROOT_PREFIX || repository.startsWith(withSlash(prefix));
}

/** A prefix below which ECR creates repositories. */
interface CreatingPrefix {
  readonly prefix: string;
  readonly regions: readonly string[];
}

/** What a registry says about repositories that do not exist yet. */
export interface CreatingRegistry {
  readonly repositories: readonly { readonly name: string; readonly regions: readonly string[] }[];
  readonly createOnPush: readonly CreatingPrefix[];
  readonly pullThroughCache: readonly CreatingPrefix[];
}

/**
 * What a role needs in addition to its access, so that ECR creates repositories for it: at the first push below a prefix, or at a pull through the cache.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function creationGrants(
  scope: ArnScope,
  permissions: EcrPermissions,
  { repositories: existing, createOnPush, pullThroughCache }: CreatingRegistry,
): readonly EcrGrant[] {
  const { canPush, canPull } = ecrLevel(permissions.access);
  const isExisting = (name: string, region: string): boolean =>
    existing.some((each) => each.name === name && each.regions.includes(region));
  const arnsBelow = (prefixes: readonly CreatingPrefix[], isNew: typeof isExisting): readonly string[] => [
    ...new Set(
      permissions.regions.flatMap((region) =>
        prefixes
          .filter(({ regions }) => regions.includes(region))
          .flatMap(({ prefix }) => namesBelow(permissions.repositories, prefix))
          .filter((name) => isNew(name, region))
          .map((name) => ecrRepositoryArn(scope, region, name)),
      ),
    ),
  ];
  return [
    ...(canPush
      ? grantsOn(
          arnsBelow(createOnPush, (name, region) => !isExisting(name, region)),
          "ECRCreateOnPush",
          ["ecr:CreateRepository"],
        )
      : []),
    ...(canPull
      ? grantsOn(
          arnsBelow(pullThroughCache, () => true),
          "ECRPullThroughCache",
          ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
        )
      : []),
  ];
}

function grantsOn(arns: readonly string[], sid: string, actions: readonly string[]): readonly EcrGrant[] {
  const [first, ...others] = arns;
  if (first === undefined) return [];
  return [{ sid, actions, arns: mapped([first, ...others], knownValue), login: "none" }];
}

/** The repositories below a prefix. A pattern that matches all of them is narrowed to the prefix. */
function namesBelow(repositories: readonly string[], prefix: string): readonly string[] {
  const below = `${withSlash(prefix)}*`;
  return repositories.flatMap((name) => {
    if (isBelowPrefix(name, prefix)) return name;
    return subsumes(patternOf(name, WILDCARDS_ALONE), patternOf(below, WILDCARDS_ALONE)) ? below : [];
  });
}

/** `team-a/` for `team-a` and `team-a/`. */
export function withSlash(prefix: string): string {
  return prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** Patterns of tags that stay mutable. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export const MAX_MUTABLE_PATTERNS = 5;
const MAX_MUTABLE_PATTERN_WILDCARDS = 2;

export const MUTABLE_TAG: TextRule = {
  noun: "an image tag or a pattern",
  allowed: `1 to 128 letters, digits and . _ -, with at most ${MAX_MUTABLE_PATTERN_WILDCARDS} wildcards *`,
  pattern: new RegExp(`^(?!(?:[^*]*[*]){${MAX_MUTABLE_PATTERN_WILDCARDS + 1}})[0-9a-zA-Z._*-]{1,128}$`),
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid */
export const ORGANIZATION_ID: TextRule = {
  noun: "the id of an AWS organization",
  allowed: "o- and 10 to 32 lower-case letters and digits",
  pattern: /^o-[a-z0-9]{10,32}$/,
};

export const KMS_KEY_ARN: TextRule = {
  noun: "the ARN of a KMS key",
  allowed: "arn:PARTITION:kms:REGION:ACCOUNT:key/ID",
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[\w-]+$/,
};

/** ECR reads only secrets whose name starts like this. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
const SECRET_PREFIX = "ecr-pullthroughcache/";

export const CREDENTIALS_ARN: TextRule = {
  noun: "the ARN of a secret in AWS Secrets Manager",
  allowed: `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:${SECRET_PREFIX}NAME`,
  pattern: new RegExp(
    `^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:${SECRET_PREFIX}[\\w/+=.@-]+$`,
  ),
};

/**
 * Registries that a pull-through cache can read, by the name that the file uses. `host` is undefined where each customer has a host.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
const UPSTREAMS = {
  "docker-hub": { host: "registry-1.docker.io", needs: "credentialsArn" },
  "ecr-public": { host: "public.ecr.aws", needs: undefined },
  kubernetes: { host: "registry.k8s.io", needs: undefined },
  quay: { host: "quay.io", needs: undefined },
  github: { host: "ghcr.io", needs: "credentialsArn" },
  gitlab: { host: "registry.gitlab.com", needs: "credentialsArn" },
  chainguard: { host: "cgr.dev", needs: "credentialsArn" },
} as const satisfies Readonly<
  Record<string, { readonly host: string; readonly needs: "credentialsArn" | undefined }>
>;

type Upstream = keyof typeof UPSTREAMS;

export const UPSTREAM_NAMES: readonly string[] = Object.keys(UPSTREAMS);

const AZURE_HOST = "[a-z0-9]{5,50}\\.azurecr\\.(?:io|cn|us)";
const ECR_HOST = "[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?";

export const UPSTREAM: TextRule = {
  noun: "an upstream registry",
  allowed: `${UPSTREAM_NAMES.join(", ")}, NAME.azurecr.io or ACCOUNT.dkr.ecr.REGION.amazonaws.com`,
  pattern: new RegExp(`^(?:${UPSTREAM_NAMES.join("|")}|${AZURE_HOST}|${ECR_HOST})$`),
};

function isNamedUpstream(upstream: string): upstream is Upstream {
  return Object.hasOwn(UPSTREAMS, upstream);
}

/** The host of an upstream registry. */
export function upstreamHost(upstream: string): string {
  return isNamedUpstream(upstream) ? UPSTREAMS[upstream].host : upstream;
}

/** The account of an upstream registry of ECR. */
export function upstreamAccount(upstream: string): string | undefined {
  return new RegExp(`^${ECR_HOST}$`).test(upstream) ? upstream.slice(0, 12) : undefined;
}

/** How ECR authenticates at an upstream registry: with a secret, or not at all. ECR itself is reached with a role if it is in another account. */
export function needsCredentials(upstream: string): boolean {
  if (isNamedUpstream(upstream)) return UPSTREAMS[upstream].needs !== undefined;
  return upstreamAccount(upstream) === undefined;
}
