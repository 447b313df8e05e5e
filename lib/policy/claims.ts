import type { NonEmpty } from "./non-empty";
import type { TextRule } from "./text-rule";

/** Characters that IAM accepts in a trust policy, without control characters. */
const PRINTABLE = " -~\\u00a0-\\u00ff";
const MAX_CLAIM_CHARACTERS = 255;
/** Room for the longest owner, repository, path and ref. */
const MAX_WORKFLOW_REF_CHARACTERS = 1_000;

/** A path with a wildcard can match one in the folder of workflows. R21 reports it. */
const WORKFLOW_PATH = `(?:[.]github/workflows/[${PRINTABLE}]+|[^@]*[*][${PRINTABLE}]*)`;
const WORKFLOW_REF = `(?:refs/(?:heads|tags|pull)/[${PRINTABLE}]+|[0-9a-f]{40}|[^@]*[*][${PRINTABLE}]*)`;

export const ID: TextRule = {
  noun: "a GitHub id",
  allowed: "digits, without wildcards",
  pattern: /^[1-9][0-9]{0,17}$/,
};

/**
 * The claims of a GitHub token that AWS supports as condition keys, without `aud` and `sub`: the name in access.yaml, the name of the claim,
 * and the allowed values. Policies have them in this order.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export const CLAIMS = {
  actor: { claim: "actor", rule: named("a GitHub user") },
  actorId: { claim: "actor_id", rule: ID },
  enterpriseId: { claim: "enterprise_id", rule: ID },
  environment: { claim: "environment", rule: named("the name of a GitHub environment") },
  jobWorkflowRef: {
    claim: "job_workflow_ref",
    rule: {
      noun: "a reusable workflow",
      allowed:
        "OWNER/REPOSITORY/.github/workflows/FILE@REF with refs/heads/BRANCH, refs/tags/TAG or a full commit SHA as REF",
      pattern: new RegExp(
        `^(?=.{1,${MAX_WORKFLOW_REF_CHARACTERS}}$)[A-Za-z0-9_*-]+/[A-Za-z0-9._*-]+/${WORKFLOW_PATH}@${WORKFLOW_REF}$`,
      ),
      isGithubName: true,
    },
  },
  ref: {
    claim: "ref",
    rule: {
      noun: "a ref",
      allowed: "refs/heads/BRANCH or refs/tags/TAG, * is a wildcard",
      pattern: new RegExp(`^refs/(?:[*]|(?:heads|tags|pull)/[${PRINTABLE}]{1,${MAX_CLAIM_CHARACTERS}})$`),
      isGithubName: true,
    },
  },
  repository: {
    claim: "repository",
    rule: {
      noun: "a repository with its owner",
      allowed: "OWNER/REPOSITORY, * is a wildcard",
      pattern: /^[A-Za-z0-9_-]+\/[A-Za-z0-9._*-]+$/,
    },
  },
  repositoryId: { claim: "repository_id", rule: ID },
  repositoryOwnerId: { claim: "repository_owner_id", rule: ID },
  workflow: { claim: "workflow", rule: named("the name of a workflow") },
} as const satisfies Readonly<Record<string, { readonly claim: string; readonly rule: TextRule }>>;

/**
 * The name of a claim in access.yaml.
 * @inline
 */
export type ClaimName = keyof typeof CLAIMS;

export const CLAIM_NAMES = Object.keys(CLAIMS) as ClaimName[];

/** Every claim that is a condition key. GitHub does not send `amr`, which is for other issuers. */
export const CONDITION_CLAIMS: readonly string[] = [
  "aud",
  "sub",
  "amr",
  ...CLAIM_NAMES.map((name) => CLAIMS[name].claim),
];

/** Claims that every token of github.com has. */
export const ALWAYS_SENT: readonly string[] = [
  "actor",
  "actor_id",
  "aud",
  "iss",
  "job_workflow_ref",
  "repository",
  "repository_id",
  "repository_owner_id",
  "sub",
  "workflow",
];

/**
 * Further conditions on a token. All must be true. A value with `*` is a pattern. Several values are alternatives.
 */
export type Claims = Readonly<Partial<Record<ClaimName, NonEmpty<string>>>>;

function named(noun: string): TextRule {
  return {
    noun,
    allowed: `1 to ${MAX_CLAIM_CHARACTERS} characters up to U+00FF, without control characters, * is a wildcard`,
    pattern: new RegExp(`^[${PRINTABLE}]{1,${MAX_CLAIM_CHARACTERS}}$`),
    isGithubName: true,
  };
}
