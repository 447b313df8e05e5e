import type { Partition } from "./partition";
import type { TextRule } from "./text-rule";

/**
 * The parts of an account that every ARN in it starts with.
 * @inline
 */
export interface ArnScope {
  readonly partition: Partition;
  /** 12 digits. */
  readonly accountId: string;
}

/**
 * The ARN of a role, which a workflow passes to `configure-aws-credentials` as `role-to-assume`.
 * @param path starts and ends with a slash; `/` is the default in IAM.
 */
export function roleArn({ partition, accountId }: ArnScope, path: string, name: string): string {
  return `arn:${partition}:iam::${accountId}:role${path}${name}`;
}

/** The ARN of a managed policy of an account. */
export function policyArn({ partition, accountId }: ArnScope, path: string, name: string): string {
  return `arn:${partition}:iam::${accountId}:policy${path}${name}`;
}

/**
 * The ARN of an account's OIDC provider, the principal of trust policies. An account has one for each issuer.
 * @param issuerHost the issuer's URL without `https://`.
 */
export function oidcProviderArn({ partition, accountId }: ArnScope, issuerHost: string): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${issuerHost}`;
}

/**
 * The ARN of an ECR repository, or of all that match a pattern.
 * @param repository the name of an ECR repository, or a pattern with `*`, which crosses `/`.
 */
export function ecrRepositoryArn(
  { partition, accountId }: ArnScope,
  region: string,
  repository: string,
): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${repository}`;
}

/** The ARN of a repository in ECR Public, which has no region. */
export function ecrPublicRepositoryArn({ partition, accountId }: ArnScope, repository: string): string {
  return `arn:${partition}:ecr-public::${accountId}:repository/${repository}`;
}

export function s3BucketArn(partition: Partition, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

export const ROLE_ARN: TextRule = {
  noun: "the ARN of a role",
  allowed: "arn:PARTITION:iam::ACCOUNT:role/NAME",
  pattern: /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/,
};

/** The path and the name of a managed policy, from its ARN. The path of most policies of AWS is empty. */
export function policyNameOf(arn: string): string {
  return arn.slice(arn.indexOf(":policy/") + ":policy/".length);
}

export const BOUNDARY_ARN: TextRule = {
  noun: "the ARN of a managed policy",
  allowed: "arn:PARTITION:iam::ACCOUNT:policy/NAME",
  pattern: /^arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy\/[\w+=,.@/-]+$/,
};

/** The partition and account that an IAM ARN names, for ARNs that passed one of the rules above. */
export function arnScopeOf(arn: string): { readonly partition: string; readonly accountId: string } {
  const [, partition = "", , , accountId = ""] = arn.split(":");
  return { partition, accountId };
}

/** Whether an IAM ARN is in an account, and in its partition. */
export function isInAccount(arn: string, account: ArnScope): boolean {
  const { partition, accountId } = arnScopeOf(arn);
  return partition === account.partition && accountId === account.accountId;
}
