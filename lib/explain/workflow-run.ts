import { type GithubFacts, type NamedSubject, ownedRepository, subjectsOf } from "../config/github-facts";
import type { KnownContext } from "../config/normalize/risks";
import { isServerIssuer } from "../policy/github-issuer";
import { ENVIRONMENT, REPOSITORY_OF_OWNER } from "../policy/github-names";
import { type Job, jobToken } from "../policy/job-token";
import { distinct, mapped } from "../policy/non-empty";
import { colonForms } from "../policy/subject";
import { DEFAULT_TEMPLATE, type TemplateKey } from "../policy/subject-template";
import { type Token, withAudience } from "./presented-token";
import { type RunContext, runContext, type WorkflowRun } from "./workflow-event";

/** What is known about GitHub from the file. */
export interface GithubContext {
  readonly known: GithubFacts;
  readonly spellings: Pick<KnownContext, "owners" | "repositories">;
  readonly issuerHost: string;
}

export const NO_FILE: Pick<GithubContext, "known" | "spellings"> = {
  known: { owner: "", owners: new Map(), repositories: new Map(), templates: new Map() },
  spellings: { owners: undefined, repositories: new Map() },
};

/** Claims that the options of a run do not give. */
const UNKNOWN_CLAIMS = ["actor", "actor_id", "enterprise_id", "job_workflow_ref", "workflow"];

/**
 * The tokens that a job can send: one for each form that its subject may have.
 * @param repository `NAME`, or `OWNER/NAME`.
 */
export function workflowTokens(
  repository: string,
  run: WorkflowRun,
  aud: string | undefined,
  github: GithubContext,
): readonly Token[] | { readonly problems: readonly string[] } {
  const at = runContext(run);
  const problems = [
    ...nameProblems(repository, run, github.known.owner),
    ...("problems" in at ? at.problems : []),
  ];
  if (problems.length > 0 || "problems" in at) return { problems };
  const { known, issuerHost } = github;
  const { owner, name } = spelled(ownedRepository(repository, known.owner), github.spellings);
  const subjects = subjectsOf(known, owner, name).map((subject) => ({
    subject,
    job: jobOf(subject, run, at, { ...idClaims(subject, known), ...workflowClaim(run) }),
  }));
  const unknown = subjects.flatMap(({ job }) => unknownKeys(job));
  if (unknown.length > 0) return { problems: [unknownKeysProblem(unknown)] };
  return subjects.flatMap(({ subject, job }) => {
    const notes = [...formatNotes(subject, github), ...at.notes];
    return jobSubjects(job, issuerHost).map((sub) => {
      const claims = {
        sub,
        repository: `${owner}/${name}`,
        repository_owner: owner,
        ...idClaims(subject, known),
        ...(run.environment !== undefined && { environment: run.environment }),
        ...(at.ref !== undefined && { ref: at.ref }),
        ...workflowClaim(run),
      };
      const own = withAudience(claims, aud);
      const unknownClaims = ["repository_id", "repository_owner_id", "ref"].filter(
        (claim) => !(claim in claims),
      );
      return {
        ...own,
        issuerHost,
        unknownClaims: [...UNKNOWN_CLAIMS.filter((claim) => !(claim in claims)), ...unknownClaims],
        notes: [...notes, ...own.notes],
      };
    });
  });
}

function jobOf(
  { owner, repository, ids, template = DEFAULT_TEMPLATE }: NamedSubject,
  { event = "push", environment }: WorkflowRun,
  { ref = "" }: RunContext,
  claims: Job["claims"],
): Job {
  const known =
    ids?.owner === undefined || ids.repository === undefined
      ? undefined
      : { owner: String(ids.owner), repository: String(ids.repository) };
  return { owner, repository, ids: known, template, event, ref, environment, audience: "", claims };
}

/** The keys of the repository's subject template whose values are unknown. */
function unknownKeys(job: Job): readonly TemplateKey[] {
  const token = jobToken(job);
  return job.template.filter((key) => key !== "repo" && key !== "context" && (token[key] ?? "") === "");
}

function unknownKeysProblem(keys: readonly TemplateKey[]): string {
  return `--repository: its subject template has claims with unknown values: ${[...new Set(keys)].join(", ")}. Add --workflow for job_workflow_ref, or use --token with a real token`;
}

/** Each subject that GitHub may send for a job. */
function jobSubjects(job: Job, issuerHost: string): readonly string[] {
  return distinct(mapped(colonForms(isServerIssuer(issuerHost)), (colon) => jobToken(job, colon).sub));
}

function workflowClaim({ workflow }: WorkflowRun): Job["claims"] {
  return workflow === undefined ? {} : { job_workflow_ref: workflow };
}

function idClaims({ owner, repository }: NamedSubject, known: GithubFacts): Readonly<Record<string, string>> {
  const ownerId = known.owners.get(owner.toLowerCase())?.id;
  const repositoryId = known.repositories.get(`${owner}/${repository}`.toLowerCase())?.id;
  return {
    ...(ownerId !== undefined && { repository_owner_id: String(ownerId) }),
    ...(repositoryId !== undefined && { repository_id: String(repositoryId) }),
  };
}

/** GitHub accepts a name in any case, and writes the subject in its own case, which is that of the file. */
function spelled(
  { owner, name }: { readonly owner: string; readonly name: string },
  { owners, repositories }: GithubContext["spellings"],
): { readonly owner: string; readonly name: string } {
  const known = repositories.get(`${owner}/${name}`.toLowerCase());
  return {
    owner: owners?.get(owner.toLowerCase()) ?? owner,
    name: known?.split("/")[1] ?? name,
  };
}

function formatNotes({ ids }: NamedSubject, { known }: GithubContext): readonly string[] {
  if (ids !== undefined && (ids.owner === undefined || ids.repository === undefined)) {
    return ["an id of this repository or its owner is missing in the file; a subject without ids is assumed"];
  }
  const isDeclared = [...known.owners.values(), ...known.repositories.values()].some(
    ({ subject }) => subject !== undefined,
  );
  return ids === undefined && !isDeclared
    ? [
        "the repository's subject format is unknown; a subject without ids is assumed. Repositories created, renamed or transferred after 2026-07-15 send ids. See docs/guide/ids.md",
      ]
    : [];
}

function nameProblems(
  repository: string,
  { environment }: WorkflowRun,
  defaultOwner: string,
): readonly string[] {
  const isOwned = repository.includes("/") || defaultOwner !== "";
  return [
    ...(REPOSITORY_OF_OWNER.pattern.test(repository) && isOwned
      ? []
      : [
          `--repository: expected ${REPOSITORY_OF_OWNER.noun} (${isOwned ? REPOSITORY_OF_OWNER.allowed : "OWNER/NAME"}), got ${JSON.stringify(repository)}`,
        ]),
    ...(environment === undefined || ENVIRONMENT.pattern.test(environment)
      ? []
      : [
          `--environment: expected ${ENVIRONMENT.noun} (${ENVIRONMENT.allowed}), got ${JSON.stringify(environment)}`,
        ]),
  ];
}
