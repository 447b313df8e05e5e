import type { NonEmpty } from "./non-empty";
import type { SubjectTemplate, TemplateKey } from "./subject/template";
import type { ColonForm } from "./subject/types";

/** A job of a workflow, as far as its token speaks of it. */
export interface Job {
  /** GitHub's own casing. */
  readonly owner: string;
  readonly repository: string;
  /** The ids in its subject; undefined for the name format. */
  readonly ids: { readonly owner: string; readonly repository: string } | undefined;
  readonly template: SubjectTemplate;
  /** As GitHub names it: `push`, `pull_request`. A push of a tag is a `push`. */
  readonly event: string;
  /** Whether its subject ends with `pull_request`. Default: for the event `pull_request`. */
  readonly isPullRequest?: boolean;
  readonly ref: string;
  readonly environment: string | undefined;
  readonly audience: string;
  /** What else its token says. */
  readonly claims: Readonly<Partial<Record<TemplateKey, string>>>;
}

/** The claims of a token. */
export type JobToken = Readonly<Record<"aud" | "sub", string> & Partial<Record<TemplateKey, string>>>;

/**
 * The token that GitHub gives a job, without what says until when it is valid.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function jobToken(job: Job, colon: ColonForm = "%3A"): JobToken {
  const { owner, repository, ids, event, ref, environment } = job;
  const claims = {
    ...job.claims,
    event_name: event,
    ref,
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    repository: `${owner}/${repository}`,
    repository_owner: owner,
    ...(ids !== undefined && { repository_id: ids.repository, repository_owner_id: ids.owner }),
    ...(environment !== undefined && { environment }),
  };
  return { aud: job.audience, sub: jobSubject(job, claims, colon), ...claims };
}

function jobSubject(job: Job, claims: Job["claims"], colon: ColonForm): string {
  const written = (text: string) => text.replaceAll(":", colon);
  return job.template
    .map((key) => {
      if (key === "repo") return `repo:${namedRepository(job)}`;
      return key === "context" ? jobContext(job, written) : `${key}:${written(claims[key] ?? "")}`;
    })
    .join(":");
}

function namedRepository({ owner, repository, ids }: Job): string {
  return ids === undefined
    ? `${owner}/${repository}`
    : `${owner}@${ids.owner}/${repository}@${ids.repository}`;
}

/** The first that applies: the environment, the pull request, the ref. */
function jobContext(job: Job, written: (text: string) => string): string {
  const { environment, event, isPullRequest = event === "pull_request", ref } = job;
  if (environment !== undefined) return `environment:${written(environment)}`;
  return isPullRequest ? "pull_request" : `ref:${ref}`;
}

/**
 * A job whose ref or claims contain `*`, as two jobs. A policy that allows both allows the job with any text in place of `*`: no name on
 * GitHub contains a `*`, so only a wildcard matches it, and no row of `?` matches the long one.
 */
export function anyJobs(job: Job): NonEmpty<Job> {
  const long = (text: string) => text.replaceAll("*", "*".repeat(LONGER_THAN_ANY_PATTERN));
  const claims = Object.entries(job.claims).map(([claim, text]) => [claim, long(text)]);
  return [job, { ...job, ref: long(job.ref), claims: Object.fromEntries(claims) }];
}

/** More than the `?` in a row of any real pattern. */
const LONGER_THAN_ANY_PATTERN = 256;

/** The ref that a workflow runs on: the one that a user names, or one that GitHub sets. */
export type EventRef =
  | "branch or tag"
  /** Without a ref, if the deployment was created for a commit. */
  | "deployed branch or tag"
  | "tag"
  | "default branch"
  | "pull request"
  | "merge queue";

/**
 * The events that start workflows, each with its ref. `project`, `project_card` and `project_column` exist on servers with classic projects.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export const EVENT_REFS: ReadonlyMap<string, EventRef> = new Map<string, EventRef>([
  ["push", "branch or tag"],
  ["workflow_dispatch", "branch or tag"],
  // The ref of the caller.
  ["workflow_call", "branch or tag"],
  // The new branch or tag.
  ["create", "branch or tag"],
  // The branch or tag of the package.
  ["registry_package", "branch or tag"],
  ["deployment", "deployed branch or tag"],
  ["deployment_status", "deployed branch or tag"],
  ["release", "tag"],
  ["pull_request", "pull request"],
  ["pull_request_review", "pull request"],
  ["pull_request_review_comment", "pull request"],
  ["merge_group", "merge queue"],
  ["branch_protection_rule", "default branch"],
  ["check_run", "default branch"],
  ["check_suite", "default branch"],
  ["delete", "default branch"],
  ["discussion", "default branch"],
  ["discussion_comment", "default branch"],
  ["fork", "default branch"],
  ["gollum", "default branch"],
  ["image_version", "default branch"],
  ["issue_comment", "default branch"],
  ["issues", "default branch"],
  ["label", "default branch"],
  ["milestone", "default branch"],
  ["page_build", "default branch"],
  ["project", "default branch"],
  ["project_card", "default branch"],
  ["project_column", "default branch"],
  ["public", "default branch"],
  ["pull_request_target", "default branch"],
  ["repository_dispatch", "default branch"],
  ["schedule", "default branch"],
  ["status", "default branch"],
  ["watch", "default branch"],
  ["workflow_run", "default branch"],
]);
