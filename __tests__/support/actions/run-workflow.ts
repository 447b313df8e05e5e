import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Contexts,
  conditionHolds,
  expressionValue,
  interpolated,
  interpolatedAll,
  type NeedsStatus,
  type Status,
} from "./expressions";
import { type JobState, type RunOptions, runStep, type StepRun } from "./run-step";
import { type Job, readWorkflow, type Texts, type WorkflowFile } from "./workflow-file";

export interface JobRun {
  readonly result: Status | "skipped";
  readonly outputs: Texts;
  readonly steps: readonly StepRun[];
  /** The job summary. */
  readonly summary: string;
}

/**
 * The jobs by their ids. Those of a called workflow have the id of the calling job, a slash and their own. Those of a matrix have the id, a slash
 * and their name; the id itself has the result of all of them.
 */
export interface WorkflowRun {
  readonly result: Status;
  readonly jobs: Readonly<Record<string, JobRun>>;
  /** The outputs of a reusable workflow. */
  readonly outputs: Texts;
}

/** The context `inputs` of a reusable workflow. */
type Inputs = Readonly<Record<string, string | boolean>>;

/** Runs a workflow as GitHub does: jobs in the order of `needs`, shell steps in bash, expressions by GitHub's library. */
export async function runWorkflow(text: string, options: RunOptions): Promise<WorkflowRun> {
  const file = readWorkflow(text);
  if (!(options.event in file.on)) throw new Error(`the workflow does not start on ${options.event}`);
  return workflowRun(file, options, {});
}

async function workflowRun(file: WorkflowFile, options: RunOptions, inputs: Inputs): Promise<WorkflowRun> {
  const jobs: Record<string, JobRun> = {};
  const own: Record<string, JobRun> = {};
  for (const id of inOrder(file.jobs)) {
    const job = file.jobs[id];
    if (job === undefined) continue;
    const needs = Object.fromEntries(job.needs.map((need) => [need, own[need]]));
    const contexts = { ...runContexts(file, options, inputs), needs };
    const runs = conditionHolds(job.if, contexts, needsStatus(job, file.jobs, own))
      ? await runsOf(id, file, job, options, contexts)
      : { [id]: SKIPPED };
    Object.assign(jobs, runs);
    own[id] = runs[id] ?? SKIPPED;
  }
  const results = Object.values(own).map(({ result }) => result);
  const outputs = Object.entries(file.on.workflow_call?.outputs ?? {}).map(([name, { value }]) => [
    name,
    interpolated(value, { ...runContexts(file, options, inputs), jobs: own }),
  ]);
  return {
    result: results.includes("failure") ? "failure" : "success",
    jobs,
    outputs: unmasked(Object.fromEntries(outputs), options),
  };
}

function inOrder(jobs: Readonly<Record<string, Job>>): readonly string[] {
  const done: string[] = [];
  const left = new Set(Object.keys(jobs));
  while (left.size > 0) {
    const next = [...left].filter((id) => jobs[id]?.needs.every((need) => done.includes(need)));
    if (next.length === 0) throw new Error(`needs that cannot be met: ${[...left].join(", ")}`);
    for (const id of next) left.delete(id);
    done.push(...next);
  }
  return done;
}

const SKIPPED: JobRun = { result: "skipped", outputs: {}, steps: [], summary: "" };

/** The jobs that one job of the file gives, itself last. */
async function runsOf(
  id: string,
  file: WorkflowFile,
  job: Job,
  options: RunOptions,
  contexts: Contexts,
): Promise<Readonly<Record<string, JobRun>>> {
  if (job.strategy !== undefined) {
    const runs: Record<string, JobRun> = {};
    for (const matrix of combinations(job.strategy.matrix, contexts)) {
      const inMatrix = { ...contexts, matrix };
      const name = interpolated(job.name ?? JSON.stringify(matrix), inMatrix);
      runs[`${id}/${name}`] = await jobRun(file, job, options, inMatrix);
    }
    const isFailed = Object.values(runs).some(({ result }) => result === "failure");
    // The outputs of a matrix overwrite each other in an order that is not defined.
    return { ...runs, [id]: { ...SKIPPED, result: isFailed ? "failure" : "success" } };
  }
  if (job.uses === undefined) return { [id]: await jobRun(file, job, options, contexts) };
  const called = await calledRun(job, options, contexts);
  return {
    ...Object.fromEntries(Object.entries(called.jobs).map(([inner, run]) => [`${id}/${inner}`, run])),
    [id]: { ...SKIPPED, result: called.result, outputs: called.outputs },
  };
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions */
function needsStatus(
  { needs }: Job,
  all: Readonly<Record<string, Job>>,
  runs: Readonly<Record<string, JobRun>>,
): NeedsStatus {
  const ancestors = new Set(needs);
  for (const id of ancestors) for (const further of all[id]?.needs ?? []) ancestors.add(further);
  if ([...ancestors].some((id) => runs[id]?.result === "failure")) return "failure";
  return needs.every((id) => runs[id]?.result === "success") ? "success" : "skipped";
}

/** Each combination of the values of a matrix. */
function combinations(
  matrix: Readonly<Record<string, string | readonly unknown[]>>,
  contexts: Contexts,
): readonly Readonly<Record<string, unknown>>[] {
  let all: readonly Readonly<Record<string, unknown>>[] = [{}];
  for (const [key, given] of Object.entries(matrix)) {
    const values = typeof given === "string" ? expressionValue(given, contexts) : given;
    // GitHub rejects an empty matrix.
    if (!Array.isArray(values) || values.length === 0) throw new Error(`the matrix has no values of ${key}`);
    all = all.flatMap((each) => values.map((value: unknown) => ({ ...each, [key]: value })));
  }
  return all;
}

/** Runs the reusable workflow of a job, with the inputs and secrets that the job passes. */
function calledRun(job: Job, options: RunOptions, contexts: Contexts): Promise<WorkflowRun> {
  const [workflowRef, text] =
    Object.entries(options.workflows ?? {}).find(([ref]) => shortReference(ref) === job.uses) ?? [];
  if (workflowRef === undefined || text === undefined) {
    throw new Error(`no text of the reusable workflow ${job.uses}`);
  }
  const file = readWorkflow(text);
  const { workflow_call: called } = file.on;
  if (called === undefined) throw new Error(`${job.uses} has no workflow_call`);
  const given = interpolatedAll(job.with, contexts);
  requireDeclared("inputs", called.inputs, given);
  if (job.secrets !== "inherit") requireDeclared("secrets", called.secrets, job.secrets);
  const secrets =
    job.secrets === "inherit" ? (options.secrets ?? {}) : interpolatedAll(job.secrets, contexts);
  const inputs = Object.fromEntries(
    Object.entries(called.inputs).map(([name, input]) => {
      const text = given[name] ?? input.default ?? "";
      return [name, input.type === "boolean" ? text === "true" : text];
    }),
  );
  return workflowRun(file, { ...options, secrets, workflowRef }, inputs);
}

/** As `uses` names a workflow. GitHub finds the branch or the tag. */
function shortReference(reference: string): string {
  return reference.replace(/@refs\/(?:heads|tags)\//, "@");
}

/** GitHub rejects a call with a value that the called workflow does not declare, and one without a required value. */
function requireDeclared(
  kind: string,
  declared: Readonly<Record<string, { readonly required: boolean }>>,
  given: Texts,
): void {
  const missing = Object.keys(declared).filter((name) => declared[name]?.required && !(name in given));
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  const wrong = [...missing, ...unknown];
  if (wrong.length > 0) throw new Error(`${kind} missing or not declared: ${wrong.join(", ")}`);
}

/** The contexts that all jobs of a run have. */
function runContexts({ name }: WorkflowFile, options: RunOptions, inputs: Inputs) {
  const { event, payload, ref, sha, repository, secrets = {}, vars = {} } = options;
  const github = {
    event_name: event,
    ref,
    ref_name: ref.replace(/^refs\/(?:heads|tags|pull)\//, ""),
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    sha,
    repository,
    repository_owner: repository.split("/")[0],
    workflow: name,
    run_id: "1",
    run_attempt: "1",
    run_number: "1",
    actor: "mona",
    server_url: "https://github.com",
    event: { repository: { default_branch: "main" }, ...payload },
  };
  return { github, secrets, vars, inputs, runner: { os: "Linux", arch: "X64", temp: tmpdir() } };
}

async function jobRun(
  file: WorkflowFile,
  job: Job,
  options: RunOptions,
  contexts: Contexts,
): Promise<JobRun> {
  const folder = mkdtempSync(join(tmpdir(), "job-"));
  try {
    const env = interpolatedAll({ ...file.env, ...job.env }, contexts);
    const [workspace, home] = [join(folder, "workspace"), join(folder, "home")];
    for (const path of [workspace, home]) mkdirSync(path);
    const state: JobState = { file, job, options, contexts, workspace, home, env, steps: {} };
    const steps: StepRun[] = [];
    let result: Status = "success";
    for (const step of job.steps) {
      const run = await runStep(step, state, result);
      steps.push(run);
      const isFailed = run.outcome === "failure" && !step["continue-on-error"];
      if (step.id !== undefined) {
        const conclusion = run.outcome === "failure" && !isFailed ? "success" : run.outcome;
        state.steps[step.id] = { outputs: run.outputs, outcome: run.outcome, conclusion };
      }
      if (isFailed) result = "failure";
    }
    const all = { ...contexts, env, steps: state.steps };
    const outputs = interpolatedAll(job.outputs, all);
    const summary = steps.map((step) => step.summary).join("");
    return { result, outputs: unmasked(outputs, options), steps, summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** GitHub drops an output that contains a secret. */
function unmasked(outputs: Texts, { secrets = {}, masks: others = [] }: RunOptions): Texts {
  const masks = [...Object.values(secrets), ...others].filter((value) => value !== "");
  const isShown = (value: string) => !masks.some((mask) => value.includes(mask));
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => isShown(value)));
}
