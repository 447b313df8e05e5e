import { DEFAULT_TEMPLATE, type SubjectTemplate, type TemplateKey } from "../../lib/policy/subject/template";

/** What a job runs for: GitHub writes the first of these that applies into the subject. */
export type Run =
  | { readonly kind: "environment"; readonly name: string; readonly ref: string }
  | { readonly kind: "pullRequest" }
  | { readonly kind: "ref"; readonly ref: string };

/** A job that asks GitHub for a token. */
export interface Job {
  readonly owner: string;
  readonly ownerId: number;
  readonly repository: string;
  readonly repositoryId: number;
  readonly format: "name" | "immutable";
  /** What the repository's subjects are made of. */
  readonly template: SubjectTemplate;
  readonly run: Run;
  readonly audience: string;
  readonly jobWorkflowRef: string;
  readonly workflow: string;
}

/** The claims of the token, as GitHub's documentation describes them. @param isOldServer up to version 3.18. */
export function claimsOf(job: Job, isOldServer = false): Readonly<Record<string, string>> {
  const { owner, ownerId, repository, repositoryId, run } = job;
  return {
    aud: job.audience,
    sub: job.template.map((key) => segmentOf(key, job, isOldServer)).join(":"),
    actor: "mona",
    actor_id: "1",
    ...(run.kind === "environment" && { environment: run.name }),
    job_workflow_ref: job.jobWorkflowRef,
    ref: refOf(run),
    repository: `${owner}/${repository}`,
    repository_id: String(repositoryId),
    repository_owner: owner,
    repository_owner_id: String(ownerId),
    workflow: job.workflow,
  };
}

/** The ref of a run; in a pull request it is the one that GitHub makes for it. */
export function refOf(run: Run): string {
  return run.kind === "pullRequest" ? "refs/pull/7/merge" : run.ref;
}

function segmentOf(key: TemplateKey, job: Job, isOldServer: boolean): string {
  const encoded = (text: string) => (isOldServer ? text : text.split(":").join("%3A"));
  const { owner, ownerId, repository, repositoryId, format, run } = job;
  if (key === "context") return contextOf(run, encoded);
  if (key !== "repo") return `${key}:${encoded(claimOf(key, job))}`;
  return format === "name"
    ? `repo:${owner}/${repository}`
    : `repo:${owner}@${ownerId}/${repository}@${repositoryId}`;
}

function contextOf(run: Run, encoded: (text: string) => string): string {
  switch (run.kind) {
    case "environment":
      return `environment:${encoded(run.name)}`;
    case "pullRequest":
      return "pull_request";
    case "ref":
      return `ref:${run.ref}`;
  }
}

/** A claim's text in a subject: of what AWS makes no condition key, any; nothing for what the token does not have. */
function claimOf(key: TemplateKey, job: Job): string {
  const claims = claimsOf({ ...job, template: DEFAULT_TEMPLATE });
  return claims[key] ?? (key === "environment" ? "" : "a:b*");
}
