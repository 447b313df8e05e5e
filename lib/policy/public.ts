/** `evaluate` and `lintTrustPolicy` as the package exports them: from plain objects to the maps that the code behind them uses. */
import type { ArnScope } from "./arn";
import { type Decision, evaluate as evaluateRequest } from "./iam/evaluate";
import { requestContext } from "./iam/request-context";
import type { ParsedPolicy } from "./policy-document";
import { EMPTY_CONTEXT, type LintContext, type Spellings, spellings } from "./rules/context";
import { type Finding, lintTrustPolicy as lint } from "./rules/lint";
import type { SubjectFormat } from "./subject/types";

/** A request to assume a role with a token. */
export interface TokenRequest {
  /** Who signed the token: its claim `iss`, with or without `https://`. Nothing here verifies the signature. */
  readonly issuer: string;
  /** The token's claims: its payload as parsed JSON. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Account of the role. The trust policy must name an OIDC provider of this account. Default: of any account. */
  readonly account?: ArnScope;
}

/** What you know about a role apart from its trust policy. The rules report only what they know, so each option finds more. */
export interface LintOptions {
  /** The owners (users or organizations) that the role may trust. Default: any owner that a subject names. */
  readonly owners?: readonly string[];
  /** GitHub's ids, by `OWNER` and by `OWNER/NAME`. Default: none. */
  readonly ids?: Readonly<Record<string, number | string>>;
  /** How GitHub's tokens name a repository, by `OWNER` and by `OWNER/NAME`, which wins. Default: not known. */
  readonly subjectFormats?: Readonly<Record<string, SubjectFormat>>;
  /** The account of the role. Default: not known. */
  readonly account?: ArnScope;
  /** Issuer of the tokens, with or without `https://`. Default: any GitHub. */
  readonly issuer?: string;
  /** The policies that are attached to the role, from `parsePolicy(policy, "permissions")`. Default: not known. */
  readonly permissions?: readonly ParsedPolicy[];
  /** The role's maximum session duration in seconds. Default: not known. */
  readonly maxSessionSeconds?: number;
  /** Whether the role has a permissions boundary. Default: not known. */
  readonly hasPermissionsBoundary?: boolean;
  /**
   * Environments that require a reviewer or limit branches or tags: `OWNER/NAME:ENVIRONMENT`, where `*` in `NAME` is a wildcard.
   * Default: none.
   */
  readonly protectedEnvironments?: readonly string[];
  /** Branches whose workflows run for events that need no review, such as `pull_request_target`: `OWNER/NAME:BRANCH`. Default: none. */
  readonly unreviewedBranches?: readonly string[];
}

/**
 * Evaluates a trust policy for a token, as IAM does: an explicit `Deny` denies, otherwise an `Allow` allows, otherwise the token is denied. The
 * outcome is undetermined if it depends on something that no token contains, such as an IP address. Do not treat that as allowed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @example
 * ```ts
 * import { evaluate, parsePolicy, trustPolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const issuer = "token.actions.githubusercontent.com";
 * const trust = trustPolicy({
 *   providerArn: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
 *   issuerHost: issuer,
 *   audience: "sts.amazonaws.com",
 *   entries: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 * });
 * const policy = parsePolicy(trust, "trust");
 * if ("problems" in policy) throw new Error("not a trust policy");
 *
 * const claims = { aud: "sts.amazonaws.com", sub: "repo:acme@123456/web@456789:ref:refs/heads/main" };
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * console.log(evaluate(policy, { issuer, claims, account }).outcome); // allowed
 * ```
 */
export function evaluate(policy: ParsedPolicy, { issuer, claims, account }: TokenRequest): Decision {
  return evaluateRequest(policy, requestContext(claims, issuer, account));
}

/**
 * Checks a trust policy against the rules. Returns the findings in the order of `RULES`.
 * @example
 * ```ts
 * import { lintTrustPolicy, parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const issuer = "token.actions.githubusercontent.com";
 * const policy = parsePolicy(
 *   {
 *     Version: "2012-10-17",
 *     Statement: {
 *       Effect: "Allow",
 *       Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
 *       Action: "sts:AssumeRoleWithWebIdentity",
 *       Condition: {
 *         StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
 *         StringLike: { [`${issuer}:sub`]: "repo:acme@123456/web@456789:*" },
 *       },
 *     },
 *   },
 *   "trust",
 * );
 * if ("problems" in policy) throw new Error("not a trust policy");
 *
 * const findings = lintTrustPolicy(policy, { owners: ["acme"] });
 * console.log(findings.map(({ rule, given }) => `${rule.id} ${given}`).join()); // R08 repo:acme@123456/web@456789:*
 * ```
 */
export function lintTrustPolicy(policy: ParsedPolicy, options: LintOptions = {}): readonly Finding[] {
  return lint(policy, contextOf(options));
}

function contextOf(options: LintOptions): LintContext {
  const { owners, ids = {}, subjectFormats = {}, issuer, permissions } = options;
  const formats = lowerCased(subjectFormats);
  return {
    ...EMPTY_CONTEXT,
    owners: owners && spellings(owners),
    ids: { owners: idsOf(ids, false), repositories: idsOf(ids, true) },
    repositories: spellings([...Object.keys(ids), ...Object.keys(subjectFormats)].filter(isRepository)),
    subjectFormat: (owner, repository) =>
      formats.get(`${owner}/${repository}`.toLowerCase()) ?? formats.get(owner.toLowerCase()),
    account: options.account,
    issuerHost: issuer?.replace(/^https:\/\//, ""),
    permissions,
    maxSessionSeconds: options.maxSessionSeconds,
    hasPermissionsBoundary: options.hasPermissionsBoundary,
    protectedEnvironments: options.protectedEnvironments ?? [],
    unreviewedBranches: options.unreviewedBranches ?? [],
  };
}

function idsOf(ids: Readonly<Record<string, number | string>>, areRepositories: boolean): Spellings {
  const entries = Object.entries(ids).filter(([name]) => isRepository(name) === areRepositories);
  return new Map(entries.map(([name, id]) => [name.toLowerCase(), String(id)]));
}

function isRepository(name: string): boolean {
  return name.includes("/");
}

function lowerCased<Value>(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}
