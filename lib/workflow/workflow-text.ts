import type { Platform } from "./images";
import { isPushing, type WorkflowPlan } from "./plan";
import { repositoryText, roleText } from "./role-source";
import {
  buildStep,
  buildxStep,
  checkoutStep,
  digestOf,
  findSteps,
  loginSteps,
  mergeStep,
  platformBuildStep,
  pullStep,
  summaryStep,
  tagSteps,
} from "./steps";
import type { RefName } from "./trigger";
import { expression, inline, noted, unevaluated, type Yaml, yamlText } from "./yaml-text";

/** The text of a workflow. */
export function workflowText(plan: WorkflowPlan): string {
  const { selected, home, images, name } = plan;
  const names = images.map((image) => image.repository).join(", ");
  return yamlText(
    [
      `${SUMMARY[plan.job](names)} with ${roleText(selected)}.`,
      `File: ${plan.path} in ${repositoryText(home)}`,
    ],
    {
      name,
      on: workflowTriggers(plan),
      permissions: {},
      ...(hasScripts(plan) && { defaults: { run: { shell: noted("bash", "with pipefail") } } }),
      jobs: workflowJobs(plan),
    },
  );
}

/** Whether a failure in the middle of a pipe must fail a step. The default shell ignores it. */
function hasScripts({ calls, job }: WorkflowPlan): boolean {
  return calls === undefined && job === "push";
}

/** What the workflow does with images. */
const SUMMARY: Readonly<Record<WorkflowPlan["job"], (names: string) => string>> = {
  push: (names) => `Pushes ${names} to Amazon ECR`,
  pull: (names) => `Pulls ${names} from Amazon ECR`,
};

/** The key `on` of a workflow. */
function workflowTriggers(plan: WorkflowPlan): Yaml {
  const { event, isReusable, branches, tags } = plan.trigger;
  if (isReusable) return { workflow_call: callInterface(plan) };
  switch (event) {
    case "push":
      return { push: { ...filter("branches", branches), ...filter("tags", tags) } };
    case "pull_request":
    case "merge_group":
      return { [event]: branches.length === 0 ? null : filter("branches", branches) };
    case "workflow_dispatch":
    case "repository_dispatch":
      return { [event]: null };
    case "schedule":
      return { schedule: [{ cron: noted("17 3 * * 1", "Mondays, 03:17 UTC") }] };
    case "release":
      return { release: { types: inline(["published"]) } };
  }
}

function filter(kind: "branches" | "tags", names: readonly RefName[]): Readonly<Record<string, Yaml>> {
  return names.length === 0 ? {} : { [kind]: inline(names.map((name) => name.filter)) };
}

/** The secrets that a caller passes, and the outputs that it gets. */
function callInterface(plan: WorkflowPlan): Yaml {
  const { values, images, trigger } = plan;
  const given = {
    // With an environment, the secrets can come from the environment.
    ...(values.hasSecrets && {
      secrets: Object.fromEntries(
        values.names.map((name) => [name, { required: trigger.environment === undefined }]),
      ),
    }),
    ...(isPushing(plan) && {
      outputs: Object.fromEntries(
        images.map(({ repository, suffix }) => [
          `digest${suffix}`,
          {
            description: `Digest of ${repository}`,
            value: expression(`jobs.${plan.job}.outputs.digest${suffix}`),
          },
        ]),
      ),
    }),
  };
  return Object.keys(given).length === 0 ? null : given;
}

const TIMEOUT_MINUTES = 30;
const DEFAULT_RUNNER = "ubuntu-latest";

type Job = Readonly<Record<string, Yaml>>;

/** The jobs of a workflow, by id. */
function workflowJobs(plan: WorkflowPlan): Readonly<Record<string, Job>> {
  if (plan.calls !== undefined) return { [plan.job]: callingJob(plan, plan.calls) };
  switch (plan.job) {
    case "push":
      return pushingJobs(plan);
    case "pull":
      return { pull: pullingJob(plan) };
  }
}

/** Several platforms have a job each, and one that joins them. */
function pushingJobs(plan: WorkflowPlan): Readonly<Record<string, Job>> {
  if (plan.platforms.length < 2) return { push: pushingJob(plan) };
  return {
    ...Object.fromEntries(plan.platforms.map((platform) => [platform.jobId, platformJob(plan, platform)])),
    push: mergingJob(plan),
  };
}

function permissions(): Yaml {
  return { contents: "read", "id-token": noted("write", "needed to request the OIDC token") };
}

/** The keys of a job before its outputs and steps. */
function started(plan: WorkflowPlan, runner: Yaml): Job {
  const { environment } = plan.trigger;
  return {
    ...ifNotFork(plan),
    "runs-on": runner,
    "timeout-minutes": TIMEOUT_MINUTES,
    ...(environment !== undefined && { environment: unevaluated(environment) }),
    permissions: permissions(),
  };
}

/** Skips pull requests from forks, because GitHub gives them no OIDC token. */
function ifNotFork({ trigger }: WorkflowPlan): Job {
  if (trigger.event !== "pull_request") return {};
  return {
    if: noted(
      "github.event.pull_request.head.repo.full_name == github.repository",
      "forks get no OIDC token",
    ),
  };
}

function runner({ runsOn, platforms }: WorkflowPlan): Yaml {
  if (runsOn.length > 1) return inline(runsOn);
  return runsOn[0] ?? platforms[0]?.runner ?? DEFAULT_RUNNER;
}

function pushingJob(plan: WorkflowPlan): Job {
  return {
    ...started(plan, runner(plan)),
    outputs: digestOutputs(plan, "build"),
    steps: [
      checkoutStep(),
      ...loginSteps(plan),
      buildxStep(),
      ...plan.images.flatMap((image) => [
        ...findSteps(plan, image),
        buildStep(plan, image),
        ...tagSteps(plan, image, "build"),
      ]),
      summaryStep(plan, "build"),
    ],
  };
}

function platformJob(plan: WorkflowPlan, platform: Platform): Job {
  return {
    ...started(plan, platform.runner),
    outputs: Object.fromEntries(
      plan.images.map(({ suffix }) => [`digest${suffix}`, expression(`steps.build${suffix}.outputs.digest`)]),
    ),
    steps: [
      checkoutStep(),
      ...loginSteps(plan),
      buildxStep(),
      ...plan.images.flatMap((image) => [
        ...findSteps(plan, image),
        platformBuildStep(plan, image, platform),
      ]),
    ],
  };
}

function mergingJob(plan: WorkflowPlan): Job {
  const { runsOn, platforms, images } = plan;
  return {
    needs: inline(platforms.map(({ jobId }) => jobId)),
    ...started(plan, runsOn[0] ?? DEFAULT_RUNNER),
    outputs: digestOutputs(plan, "merge"),
    steps: [
      ...loginSteps(plan),
      buildxStep(),
      ...images.flatMap((image) => [
        ...findSteps(plan, image),
        mergeStep(plan, image),
        ...tagSteps(plan, image, "merge"),
      ]),
      summaryStep(plan, "merge"),
    ],
  };
}

function pullingJob(plan: WorkflowPlan): Job {
  return {
    ...started(plan, runner(plan)),
    steps: [checkoutStep(), ...loginSteps(plan), ...plan.images.map((image) => pullStep(plan, image))],
  };
}

/** Digests without the registry, because GitHub drops outputs that contain a secret, such as the account id. */
function digestOutputs(plan: WorkflowPlan, step: "build" | "merge"): Yaml {
  return Object.fromEntries(
    plan.images.map((image) => [`digest${image.suffix}`, digestOf(plan, image, step)]),
  );
}

function callingJob(plan: WorkflowPlan, calls: string): Job {
  const { names, hasSecrets } = plan.values;
  return {
    ...ifNotFork(plan),
    permissions: permissions(),
    uses: calledWorkflow(calls),
    ...(hasSecrets && {
      secrets: Object.fromEntries(names.map((name) => [name, expression(`secrets.${name}`)])),
    }),
  };
}

/** The reusable workflow as `uses` names it. A branch or tag that the role trusts cannot be pinned to a commit, because the token names it. */
function calledWorkflow(calls: string): Yaml {
  const named = calls.replace(/@refs\/(?:heads|tags)\//, "@");
  return named === calls ? named : noted(named, "zizmor: ignore[unpinned-uses] the role trusts this ref");
}
