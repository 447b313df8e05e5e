/** What a job runs for: GitHub writes the first of these that applies into the subject. */
export type Run =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "pullRequest" }
  | { readonly kind: "ref"; readonly ref: string };

/** A job that asks GitHub for a token. */
export interface Job {
  readonly owner: string;
  readonly ownerId: number;
  readonly repository: string;
  readonly repositoryId: number;
  readonly format: "name" | "immutable";
  readonly run: Run;
  readonly audience: string;
  readonly jobWorkflowRef: string;
}

/** The claims of the token, as GitHub's documentation describes them. @param isOldServer up to version 3.18. */
export function claimsOf(job: Job, isOldServer = false): Readonly<Record<string, string>> {
  const { owner, ownerId, repository, repositoryId, run } = job;
  const start =
    job.format === "name"
      ? `repo:${owner}/${repository}`
      : `repo:${owner}@${ownerId}/${repository}@${repositoryId}`;
  return {
    aud: job.audience,
    sub: `${start}:${contextOf(run, isOldServer)}`,
    actor: "mona",
    actor_id: "1",
    ...(run.kind === "environment" && { environment: run.name }),
    job_workflow_ref: job.jobWorkflowRef,
    ref: run.kind === "ref" ? run.ref : "refs/heads/main",
    repository: `${owner}/${repository}`,
    repository_id: String(repositoryId),
    repository_owner: owner,
    repository_owner_id: String(ownerId),
    workflow: "push",
  };
}

function contextOf(run: Run, isOldServer: boolean): string {
  switch (run.kind) {
    case "environment":
      return `environment:${isOldServer ? run.name : run.name.split(":").join("%3A")}`;
    case "pullRequest":
      return "pull_request";
    case "ref":
      return `ref:${run.ref}`;
  }
}
