import { CLAIM_NAMES, CLAIMS, type ClaimName } from "./claims";
import type { NonEmpty } from "./non-empty";

/**
 * The keys that a template for subjects can include. `repo` and `context` are the parts of a subject that no template has changed; the
 * others are claims.
 * @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
 *
 * @example
 * ```ts
 * import { TEMPLATE_KEYS } from "cdktf-github-actions-ecr/policy";
 *
 * const keys: readonly string[] = TEMPLATE_KEYS;
 * console.log(keys.includes("job_workflow_ref"), keys.includes("sub")); // true false
 * ```
 */
export const TEMPLATE_KEYS = [
  "actor",
  "actor_id",
  "base_ref",
  "check_run_id",
  "context",
  "enterprise",
  "enterprise_id",
  "environment",
  "environment_node_id",
  "event_name",
  "head_ref",
  "job_workflow_ref",
  "job_workflow_sha",
  "ref",
  "ref_protected",
  "ref_type",
  "repo",
  "repository",
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "repository_visibility",
  "run_attempt",
  "run_id",
  "run_number",
  "runner_environment",
  "sha",
  "workflow",
  "workflow_ref",
  "workflow_sha",
] as const;

/**
 * A key that a template for subjects can include.
 *
 * @example
 * ```ts
 * import { TEMPLATE_KEYS, type TemplateKey } from "cdktf-github-actions-ecr/policy";
 *
 * const isKey = (text: string): text is TemplateKey => TEMPLATE_KEYS.some((key) => key === text);
 * console.log(isKey("job_workflow_ref"), isKey("sub")); // true false
 * ```
 */
export type TemplateKey = (typeof TEMPLATE_KEYS)[number];

/**
 * Which keys a repository's subjects are made of, in this order.
 *
 * @example
 * ```ts
 * import { type SubjectTemplate, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const template: SubjectTemplate = ["repo", "context", "job_workflow_ref"];
 * const patterns = subjectPatterns([
 *   {
 *     kind: "repository",
 *     owner: "acme",
 *     repository: "web",
 *     ids: undefined,
 *     context: { kind: "environment", name: "production" },
 *     claims: { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] },
 *     template,
 *   },
 * ]);
 * console.log(patterns.join());
 * // repo:acme/web:environment:production:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main
 * ```
 */
export type SubjectTemplate = NonEmpty<TemplateKey>;

/**
 * What GitHub takes where nobody has set a template.
 *
 * @example
 * ```ts
 * import { DEFAULT_TEMPLATE, type SubjectTemplate } from "cdktf-github-actions-ecr/policy";
 *
 * const withWorkflow: SubjectTemplate = [...DEFAULT_TEMPLATE, "job_workflow_ref"];
 * console.log(withWorkflow.join()); // repo,context,job_workflow_ref
 * ```
 */
export const DEFAULT_TEMPLATE: SubjectTemplate = ["repo", "context"];

const CLAIM_NAME_BY_KEY = new Map<string, ClaimName>(CLAIM_NAMES.map((name) => [CLAIMS[name].claim, name]));

/** The name in `claims` of what a key of a template holds; undefined where an entry cannot ask for it. */
export function claimNameOf(key: TemplateKey): ClaimName | undefined {
  return CLAIM_NAME_BY_KEY.get(key);
}
