import { type GithubFacts, type NamedSubject, ownedRepository, subjectsOf } from "../config/github-facts";
import type { KnownSurroundings } from "../config/normalize/risks";
import { isServerIssuer } from "../policy/github-issuer";
import { ENVIRONMENT, REPOSITORY_OF_OWNER } from "../policy/github-names";
import { type Job, jobToken } from "../policy/job-token";
import { distinct, mapped } from "../policy/non-empty";
import { colonForms } from "../policy/subject";
import { DEFAULT_TEMPLATE, type TemplateKey } from "../policy/subject-template";
import { type Token, withAudience } from "./presented-token";
import { type RunContext, runContext, type WorkflowRun } from "./workflow-event";

/** What the file says of GitHub, or nothing where there is none. */
export interface GithubContext {
  readonly known: GithubFacts;
  readonly spellings: Pick<KnownSurroundings, "owners" | "repositories">;
  readonly issuerHost: string;
}

export const NO_FILE: Pick<GithubContext, "known" | "spellings"> = {
  known: { owner: "", owners: new Map(), repositories: new Map(), templates: new Map() },
  spellings: { owners: undefined, repositories: new Map() },
};

/** Claims that nobody tells of a run. */
const UNKNOWN_CLAIMS = ["actor", "actor_id", "enterprise_id", "job_workflow_ref", "workflow"];

/**
 * The tokens that a job can ask for with: one, or one for each form that its subject may have, where that is not known.
 * @param repository `NAME`, or `OWNER/NAME`.
 */
export function workflowTokens(
  repository: string,
  run: WorkflowRun,
  aud: string | undefined,
  surroundings: GithubContext,
): readonly Token[] | { readonly problems: readonly string[] } {
  const at = runContext(run);
  const problems = [
    ...nameProblems(repository, run, surroundings.known.owner),
    ...("problems" in at ? at.problems : []),
  ];
  if (problems.length > 0 || "problems" in at) return { problems };
  const { known, issuerHost } = surroundings;
  const { owner, name } = spelled(ownedRepository(repository, known.owner), surroundings.spellings);
  const subjects = subjectsOf(known, owner, name).map((subject) => ({
    subject,
    job: jobOf(subject, run, at, { ...idClaims(subject, known), ...workflowClaim(run) }),
  }));
  const hidden = subjects.flatMap(({ job }) => hiddenKeys(job));
  if (hidden.length > 0) return { problems: [hiddenProblem(hidden)] };
  return subjects.flatMap(({ subject, job }) => {
    const notes = [...formatNotes(subject, surroundings), ...at.notes];
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

/** The keys of the repository's template of which nobody tells. */
function hiddenKeys(job: Job): readonly TemplateKey[] {
  const token = jobToken(job);
  return job.template.filter((key) => key !== "repo" && key !== "context" && (token[key] ?? "") === "");
}

function hiddenProblem(keys: readonly TemplateKey[]): string {
  return `--repository: has a template for its subjects with ${[...new Set(keys)].join(", ")}, of which nothing is said here; needed: --workflow for job_workflow_ref, or the token itself (--token)`;
}

/** Each subject that GitHub may write for a job. */
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

/** GitHub takes a name in any casing and writes its own, which is that of the file. */
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
    return ["the file lacks an id that the token carries; names are taken for its subject"];
  }
  const isSaid = [...known.owners.values(), ...known.repositories.values()].some(
    ({ subject }) => subject !== undefined,
  );
  return ids === undefined && !isSaid
    ? [
        "nothing says whether the repository's tokens carry ids, as those of repositories made, renamed or transferred after 2026-07-15 do; names alone are taken for its subject",
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
          `--repository: is not ${REPOSITORY_OF_OWNER.noun}; allowed: ${isOwned ? REPOSITORY_OF_OWNER.allowed : "OWNER/NAME"}; given: ${JSON.stringify(repository)}`,
        ]),
    ...(environment === undefined || ENVIRONMENT.pattern.test(environment)
      ? []
      : [
          `--environment: is not ${ENVIRONMENT.noun}; allowed: ${ENVIRONMENT.allowed}; given: ${JSON.stringify(environment)}`,
        ]),
  ];
}
