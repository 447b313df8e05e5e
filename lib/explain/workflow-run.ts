import { type GithubFacts, type NamedSubject, ownedRepository, subjectsOf } from "../config/github-facts";
import type { OwnedEnvironment } from "../config/types";
import { isServerIssuer } from "../policy/github-issuer";
import {
  BRANCH,
  ENVIRONMENT,
  isSameName,
  matchesDeploymentPattern,
  REF_PATTERN,
  REPOSITORY_OF_OWNER,
} from "../policy/github-names";
import { EVENT_REFS, type EventRef, type Job, jobToken } from "../policy/job-token";
import { nearestKey } from "../policy/near-name";
import { distinct, flattened, mapped, type NonEmpty } from "../policy/non-empty";
import { DEFAULT_TEMPLATE, type TemplateKey } from "../policy/subject/template";
import { colonForms } from "../policy/subject/types";
import { ruleProblem } from "../policy/text-rule";
import { type Token, withAudience } from "./token";

/** What is known about GitHub from the file. */
export interface GithubContext {
  readonly known: GithubFacts;
  /** The environments that the file creates. */
  readonly environments: readonly OwnedEnvironment[];
  readonly issuerHost: string;
}

export const NO_FILE: Omit<GithubContext, "issuerHost"> = {
  environments: [],
  known: { owner: "", owners: new Map(), repositories: new Map(), templates: new Map() },
};

/** A workflow run, as the options describe it. */
export interface WorkflowRun {
  readonly event: string | undefined;
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly environment: string | undefined;
  /** Whether the pull request that starts it comes from a fork. */
  readonly fork: boolean;
  /** The reusable workflow that the job runs in: `OWNER/REPOSITORY/PATH@REF`. */
  readonly workflow: string | undefined;
}

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
  const problems = [...nameProblems(repository, run, github.known.owner), ...runProblems(run)];
  if (problems.length > 0) return { problems };
  const at = runRef(run);
  const { known, issuerHost } = github;
  // As given: subjects are case-sensitive, and GitHub writes the names in its own case.
  const { owner, name } = ownedRepository(repository, known.owner);
  const subjects = subjectsOf(known, owner, name).map((subject) => ({
    subject,
    job: jobOf(subject, run, at, { ...idClaims(subject, known), ...workflowClaim(run) }),
  }));
  const unknown = subjects.flatMap(({ job }) => unknownKeys(job));
  if (unknown.length > 0) return { problems: [unknownKeysProblem(unknown)] };
  return subjects.flatMap(({ subject, job }) => {
    const notes = [
      ...formatNotes(subject, github),
      ...environmentNotes(run.environment, at, { owner, name }, github),
      ...at.notes,
    ];
    return distinct(
      flattened(mapped(pullRequestForms(job, run), (each) => jobSubjects(each, issuerHost))),
    ).map((sub) => {
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
        isWithheld: run.fork && runOf(run) === "pull request",
        unknownClaims: [...UNKNOWN_CLAIMS.filter((claim) => !(claim in claims)), ...unknownClaims],
        notes: [...notes, ...own.notes],
      };
    });
  });
}

function jobOf(
  { owner, repository, ids, template = DEFAULT_TEMPLATE }: NamedSubject,
  { event = "push", environment }: WorkflowRun,
  { ref = "" }: RunRef,
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

/** GitHub does not document the end of the subject for events about the review of a pull request: `pull_request`, or the ref. */
function pullRequestForms(job: Job, run: WorkflowRun): NonEmpty<Job> {
  return runOf(run) === "pull request" && job.event !== "pull_request"
    ? [job, { ...job, isPullRequest: true }]
    : [job];
}

/** Each subject that GitHub may send for a job. */
function jobSubjects(job: Job, issuerHost: string): NonEmpty<string> {
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

/** Whether the deployment branches and tags of the job's environment stop the job. */
function environmentNotes(
  environment: string | undefined,
  { ref }: RunRef,
  { owner, name }: { readonly owner: string; readonly name: string },
  { environments }: GithubContext,
): readonly string[] {
  const known = environments.find(
    (each) => isSameName(each.owner, owner) && isSameName(each.repository, name) && each.name === environment,
  );
  if (known === undefined || ref === undefined) return [];
  const { branches, tags } = known;
  const patterns = ref.startsWith("refs/tags/") ? tags : branches;
  const isStopped =
    branches.length + tags.length > 0 &&
    !patterns.some((pattern) =>
      matchesDeploymentPattern(ref.replace(/^refs\/(?:heads|tags)\//, ""), pattern),
    );
  const allowed = [...branches, ...tags.map((tag) => `the tag ${tag}`)].join(", ");
  return isStopped
    ? [
        `the environment ${environment} allows only ${allowed}; GitHub stops this job before it requests a token`,
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
      : [`--environment: ${ruleProblem(ENVIRONMENT, environment)}`]),
  ];
}

/** The ref in a run's token, and assumptions. */
interface RunRef {
  /** Undefined if it is unknown. */
  readonly ref: string | undefined;
  readonly notes: readonly string[];
}

/** An example of the commit in the branch that a merge queue creates. */
const ANY_COMMIT = "0".repeat(40);

function runRef(run: WorkflowRun): RunRef {
  const { event = "push", branch, tag, fork } = run;
  const of = runOf(run);
  if (of === "pull request") return { ref: "refs/pull/1/merge", notes: pullRequestNotes(run) };
  const notes = fork
    ? [`${event} runs for a pull request from a fork too, with a token of the default branch`]
    : [];
  if (tag !== undefined) return { ref: `refs/tags/${tag}`, notes };
  if (branch === undefined) return { ref: undefined, notes: [...notes, ...noRefNotes(run)] };
  if (of === "merge queue") {
    return {
      ref: `refs/heads/gh-readonly-queue/${branch}/pr-1-${ANY_COMMIT}`,
      notes: ["pr-1 and the commit after it are examples"],
    };
  }
  return {
    ref: `refs/heads/${branch}`,
    notes:
      of === "default branch"
        ? [`${event} runs on the default branch; ${branch} is assumed to be the default branch`, ...notes]
        : notes,
  };
}

function runOf({ event = "push" }: WorkflowRun): EventRef | undefined {
  return EVENT_REFS.get(event);
}

function pullRequestNotes({ event, environment }: WorkflowRun): readonly string[] {
  return event === "pull_request" || environment !== undefined
    ? []
    : [
        `GitHub does not document whether the subject for ${event} ends with pull_request or with the merge ref; both are evaluated`,
      ];
}

/** A deployment has a ref only if it was created for one. */
function noRefNotes({ event, environment }: WorkflowRun): readonly string[] {
  return environment === undefined
    ? [`no branch and no tag is given; a ${event} of a commit is assumed, which has no ref`]
    : [];
}

const NEEDED: Readonly<Record<EventRef, string>> = {
  "branch or tag": "--branch, --tag or --environment",
  "deployed branch or tag": "",
  tag: "--tag or --environment",
  "default branch": "--branch (the default branch) or --environment",
  "merge queue": "--branch (the base branch of the queue)",
  "pull request": "",
};

/** The events for which GitHub tells a fork apart. */
const FORK_EVENTS = [...EVENT_REFS].flatMap(([event, of]) =>
  of === "pull request" || event === "pull_request_target" ? [event] : [],
);

function runProblems(run: WorkflowRun): readonly string[] {
  const { event, branch, tag, environment } = run;
  const of = runOf(run);
  if (of === undefined) return [unknownEventProblem(event ?? "")];
  const isNamed = branch !== undefined || tag !== undefined || environment !== undefined;
  return [
    ...(isNamed || NEEDED[of] === ""
      ? []
      : [
          event === undefined
            ? "--repository: add --branch, --tag, --environment or --event pull_request"
            : `--event ${event}: add ${NEEDED[of]}`,
        ]),
    ...(branch !== undefined && tag !== undefined ? ["--tag: not allowed with --branch"] : []),
    ...(tag === undefined || of.endsWith("tag")
      ? []
      : [`--tag: ${event} does not run on a tag${NEEDED[of] && `. Expected ${NEEDED[of]}`}`]),
    ...(branch !== undefined && of === "tag"
      ? [`--branch: ${event} does not run on a branch. Expected ${NEEDED.tag}`]
      : []),
    ...forkProblems(run),
    ...refProblems("--branch", branch),
    ...refProblems("--tag", tag),
  ];
}

function forkProblems({ event = "push", fork }: WorkflowRun): readonly string[] {
  return fork && !FORK_EVENTS.includes(event) ? [`--fork: needs --event ${FORK_EVENTS.join(" or ")}`] : [];
}

function unknownEventProblem(event: string): string {
  const near = nearestKey(event, [...EVENT_REFS.keys()]);
  const meant = near === undefined ? "" : `, did you mean ${near}?`;
  return `--event: expected an event that starts workflows (docs/commands.md lists them), got ${JSON.stringify(event)}${meant}`;
}

function refProblems(option: string, name: string | undefined): readonly string[] {
  if (name === undefined || BRANCH.pattern.test(name)) return [];
  const isTag = option === "--tag";
  const rule = isTag ? { ...BRANCH, noun: "the name of a tag" } : BRANCH;
  const hint = REF_PATTERN.pattern.test(name) ? `. Pass the name of one ${isTag ? "tag" : "branch"}` : "";
  return [`${option}: ${ruleProblem(rule, name, hint)}`];
}
