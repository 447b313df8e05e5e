import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Contexts, conditionHolds, interpolated, interpolatedAll, type Status } from "./expressions";
import { fileCommands } from "./file-commands";
import type { Job, Step, Texts, WorkflowFile } from "./workflow-file";

/** The run that a step belongs to: what starts it, and what it finds. */
export interface RunOptions {
  readonly event: string;
  /** Of the event: `github.event`. */
  readonly payload?: object;
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** The workflow that the jobs belong to: `OWNER/NAME/.github/workflows/FILE@REF`. For jobs of a reusable workflow, that one. */
  readonly workflowRef: string;
  readonly secrets?: Texts;
  readonly vars?: Texts;
  /** Texts that GitHub masks, in addition to the secrets. It drops outputs that contain one. */
  readonly masks?: readonly string[];
  /** The behaviour of each action, by its name without the version. An action without one is an error. */
  readonly actions: Readonly<Record<string, Action>>;
  /** The text of each reusable workflow, by its full reference: `OWNER/NAME/.github/workflows/FILE@refs/heads/main`. */
  readonly workflows?: Texts;
  /** The environment of a runner with this home folder. Each job has a runner of its own. */
  readonly runner: (home: string) => NodeJS.ProcessEnv;
}

/** An action as the runner sees it. It fails the step if it throws. */
export type Action = (call: ActionCall) => Promise<ActionResult> | ActionResult;

export interface ActionCall {
  readonly inputs: Texts;
  readonly env: Texts;
  readonly run: RunOptions;
  /** The name of the workflow. */
  readonly workflow: string;
  readonly environment: string | undefined;
  /** Of the job, else of the workflow. */
  readonly permissions: Job["permissions"];
  readonly workspace: string;
  readonly home: string;
}

export interface ActionResult {
  readonly outputs?: Texts;
  /** Variables for later steps. */
  readonly env?: Texts;
  readonly log?: string;
}

export interface StepRun {
  readonly name: string;
  /** The result before `continue-on-error`. */
  readonly outcome: Status | "skipped";
  readonly outputs: Texts;
  readonly log: string;
  /** What it wrote to the job summary. */
  readonly summary: string;
}

/** What the steps of a job share. */
export interface JobState {
  readonly file: WorkflowFile;
  readonly job: Job;
  readonly options: RunOptions;
  readonly contexts: Contexts;
  readonly workspace: string;
  readonly home: string;
  /** The variables of the workflow, the job, and earlier steps. */
  readonly env: Record<string, string>;
  readonly steps: Record<string, { outputs: Texts; outcome: string; conclusion: string }>;
}

/** Runs one step. @param status the result of the job so far. */
export async function runStep(step: Step, state: JobState, status: Status): Promise<StepRun> {
  const name = step.name ?? step.id ?? step.uses ?? step.run?.split("\n")[0] ?? "";
  const contexts = { ...state.contexts, env: state.env, steps: state.steps, job: { status } };
  if (!conditionHolds(step.if, contexts, status)) return { ...ended("skipped"), name };
  const env = { ...state.env, ...interpolatedAll(step.env, contexts) };
  if ((step.run === undefined) === (step.uses === undefined)) {
    throw new Error(`step ${name}: expected run or uses`);
  }
  const run = step.run === undefined ? actionRun : scriptRun;
  try {
    return { ...(await run(step, state, { ...contexts, env })), name };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { ...ended("failure"), log: error.message, name };
  }
}

function ended(outcome: StepRun["outcome"]): Omit<StepRun, "name"> {
  return { outcome, outputs: {}, log: "", summary: "" };
}

/** Fails the step. Any other error is a mistake of the test. */
export class StepFailure extends Error {}

interface StepContexts extends Contexts {
  readonly env: Texts;
}

async function actionRun(
  step: Step,
  { file, job, options, workspace, home, env: shared }: JobState,
  contexts: StepContexts,
): Promise<Omit<StepRun, "name">> {
  const [action = ""] = (step.uses ?? "").split("@");
  const behaviour = options.actions[action];
  if (behaviour === undefined) throw new Error(`no behaviour of the action ${action}`);
  const {
    outputs = {},
    env = {},
    log = "",
  } = await behaviour({
    inputs: interpolatedAll(step.with, contexts),
    env: contexts.env,
    run: options,
    workflow: file.name,
    environment: job.environment === undefined ? undefined : interpolated(job.environment, contexts),
    permissions: job.permissions ?? file.permissions,
    workspace,
    home,
  });
  Object.assign(shared, env);
  return { outcome: "success", outputs, log, summary: "" };
}

/**
 * The flags of bash for each `shell`. Without `shell: bash`, a failing command in a pipe is no failure.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
const BASH_FLAGS: Readonly<Record<string, readonly string[]>> = {
  "": ["-e"],
  bash: ["--noprofile", "--norc", "-eo", "pipefail"],
};

async function scriptRun(
  step: Step,
  { file, job, options, workspace, home, env: shared }: JobState,
  contexts: StepContexts,
): Promise<Omit<StepRun, "name">> {
  const shell = step.shell ?? job.defaults ?? file.defaults ?? "";
  const flags = BASH_FLAGS[shell];
  if (flags === undefined) throw new Error(`no command for the shell ${shell}`);
  const temporary = mkdtempSync(join(tmpdir(), "step-"));
  const [script, output, env, summary] = ["script.sh", "output", "env", "summary"].map((name) =>
    join(temporary, name),
  ) as [string, string, string, string];
  try {
    writeFileSync(script, interpolated(step.run ?? "", contexts));
    for (const path of [output, env, summary]) writeFileSync(path, "");
    const { code, log } = await bash([...flags, script], {
      cwd: join(workspace, step["working-directory"] ?? "."),
      env: {
        ...options.runner(home),
        HOME: home,
        ...defaultVariables(contexts),
        ...contexts.env,
        GITHUB_OUTPUT: output,
        GITHUB_ENV: env,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temporary,
      },
    });
    const outputs = commandsIn(output);
    Object.assign(shared, commandsIn(env));
    const outcome = code === 0 ? "success" : "failure";
    return { outcome, outputs, log, summary: readFileSync(summary, "utf8") };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function commandsIn(path: string): Texts {
  try {
    return fileCommands(readFileSync(path, "utf8"));
  } catch (error) {
    throw new StepFailure(error instanceof Error ? error.message : String(error));
  }
}

/** `GITHUB_SHA`, `GITHUB_REF_NAME` and the like. */
function defaultVariables({ github }: Contexts): Texts {
  const values = Object.entries(github ?? {}).filter(([, value]) => typeof value === "string");
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    RUNNER_OS: "Linux",
    ...Object.fromEntries(values.map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value])),
  };
}

/** Longer than any step of a test takes. */
const STEP_TIMEOUT_MS = 120_000;

function bash(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: STEP_TIMEOUT_MS,
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, log: stripVTControlCharacters(log) }));
  });
}
