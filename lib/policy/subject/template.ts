import { CLAIM_NAMES, CLAIMS, type ClaimName } from "../claims";
import type { NonEmpty } from "../non-empty";

/**
 * The keys that a subject template can include. `repo` and `context` are the parts of the default subject. The others are claims.
 * @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
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

/** A key that a subject template can include. */
export type TemplateKey = (typeof TEMPLATE_KEYS)[number];

/** The keys of a repository's subjects, in this order. */
export type SubjectTemplate = NonEmpty<TemplateKey>;

/** The default template. */
export const DEFAULT_TEMPLATE: SubjectTemplate = ["repo", "context"];

const CLAIM_NAME_BY_KEY = new Map<string, ClaimName>(CLAIM_NAMES.map((name) => [CLAIMS[name].claim, name]));

/** The name in `claims` for a key of a template; undefined if an entry cannot require it. */
export function claimNameOf(key: TemplateKey): ClaimName | undefined {
  return CLAIM_NAME_BY_KEY.get(key);
}
