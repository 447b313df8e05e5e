import { chartStep, filesStep, orasStep, pullStep } from "./artifact-steps";
import {
  attestSteps,
  buildStep,
  buildxStep,
  checkoutStep,
  commitTimeSteps,
  type DigestStep,
  digestOf,
  findSteps,
  mergeStep,
  platformBuildStep,
  summaryStep,
  tagSteps,
} from "./image-steps";
import type { Platform } from "./images";
import { loginSteps } from "./login-steps";
import type { WorkflowPlan } from "./plan";
import { expression, inline, noted, unevaluated, type Yaml } from "./yaml-text";

const DEFAULT_RUNNER = "ubuntu-latest";

type Job = Readonly<Record<string, Yaml>>;

/** The jobs of a workflow, by id. */
export function workflowJobs(plan: WorkflowPlan): Readonly<Record<string, Job>> {
  if (plan.calls !== undefined) return { [plan.job]: callingJob(plan, plan.calls) };
  switch (plan.job) {
    case "push":
      return plan.kind === "image" ? pushingJobs(plan) : { push: artifactJob(plan) };
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

function permissions({ build }: WorkflowPlan, isAttesting = build.attest): Yaml {
  return {
    contents: "read",
    "id-token": noted("write", "needed to request the OIDC token"),
    ...(isAttesting && { attestations: noted("write", "needed to store the attestation") }),
  };
}

/** The keys of a job before its outputs and steps. */
function started(plan: WorkflowPlan, runner: Yaml, isAttesting = plan.build.attest): Job {
  const { environment } = plan.trigger;
  return {
    ...ifNotFork(plan),
    "runs-on": runner,
    "timeout-minutes": plan.timeoutMinutes,
    ...(environment !== undefined && { environment: unevaluated(environment) }),
    permissions: permissions(plan, isAttesting),
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
    ...tagConcurrency(plan),
    outputs: digestOutputs(plan, "build"),
    steps: [
      checkoutStep(),
      ...commitTimeSteps(plan),
      ...loginSteps(plan),
      buildxStep(),
      ...plan.images.flatMap((image) => [
        ...findSteps(plan, image),
        buildStep(plan, image),
        ...attestSteps(plan, image, `steps.build${image.suffix}.outputs.digest`, "build"),
        ...tagSteps(plan, image, "build"),
      ]),
      summaryStep(plan, "build"),
    ],
  };
}

function platformJob(plan: WorkflowPlan, platform: Platform): Job {
  return {
    ...started(plan, platform.runner, false),
    outputs: Object.fromEntries(
      plan.images.map(({ suffix }) => [`digest${suffix}`, expression(`steps.build${suffix}.outputs.digest`)]),
    ),
    steps: [
      checkoutStep(),
      ...commitTimeSteps(plan),
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
    ...tagConcurrency(plan),
    outputs: digestOutputs(plan, "merge"),
    steps: [
      ...loginSteps(plan),
      buildxStep(),
      ...images.flatMap((image) => [
        ...findSteps(plan, image),
        mergeStep(plan, image),
        ...attestSteps(plan, image, `needs.${platforms[0]?.jobId}.outputs.digest${image.suffix}`, "merge"),
        ...tagSteps(plan, image, "merge"),
      ]),
      summaryStep(plan, "merge"),
    ],
  };
}

/** Charts and files need no builder. */
function artifactJob(plan: WorkflowPlan): Job {
  const isChart = plan.kind === "helm";
  return {
    ...started(plan, runner(plan)),
    ...tagConcurrency(plan),
    outputs: digestOutputs(plan, "build"),
    steps: [
      checkoutStep(),
      ...loginSteps(plan),
      ...(isChart ? [] : [orasStep()]),
      ...plan.images.flatMap((image) => [
        ...(isChart ? [chartStep(plan, image)] : [...findSteps(plan, image), filesStep(plan, image)]),
        ...attestSteps(
          plan,
          image,
          `steps.build${image.suffix}.outputs.${isChart ? "pushed" : "digest"}`,
          "build",
        ),
        ...(isChart ? [] : tagSteps(plan, image, "build")),
      ]),
      summaryStep(plan, "build"),
    ],
  };
}

function pullingJob(plan: WorkflowPlan): Job {
  return {
    ...started(plan, runner(plan)),
    steps: [
      checkoutStep(),
      ...loginSteps(plan),
      ...(plan.kind === "oci" ? [orasStep()] : []),
      ...plan.images.map((image) => pullStep(plan, image)),
    ],
  };
}

/** Digests without the registry, because GitHub drops outputs that contain a secret, such as the account id. */
function digestOutputs(plan: WorkflowPlan, step: DigestStep): Yaml {
  return Object.fromEntries(
    plan.images.map((image) => [`digest${image.suffix}`, digestOf(plan, image, step)]),
  );
}

function callingJob(plan: WorkflowPlan, calls: string): Job {
  const secrets = secretNames(plan);
  return {
    ...ifNotFork(plan),
    permissions: permissions(plan),
    uses: calledWorkflow(calls),
    ...(Object.keys(plan.callInputs).length > 0 && { with: plan.callInputs }),
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(secrets.map((name) => [name, expression(`secrets.${name}`)])),
    }),
  };
}

/** The reusable workflow as `uses` names it. A branch or tag that the role trusts cannot be pinned to a commit, because the token names it. */
function calledWorkflow(calls: string): Yaml {
  const named = calls.replace(/@refs\/(?:heads|tags)\//, "@");
  return named === calls ? named : noted(named, "zizmor: ignore[unpinned-uses] the role trusts this ref");
}

/** Runs that move the same tag wait for each other. */
function tagConcurrency({ tags, ...plan }: WorkflowPlan): Readonly<Record<string, Yaml>> {
  return tags.every(({ isFixed }) => isFixed) ? {} : { concurrency: concurrencyGroup(plan, "github.ref") };
}

export function concurrencyGroup({ name, images }: Pick<WorkflowPlan, "name" | "images">, by: string): Yaml {
  const [image] = images;
  const pushed = image === undefined ? name : image.repository;
  return { group: `push-${pushed}-${expression(by)}`, "cancel-in-progress": false };
}

/** The secrets that jobs read. */
export function secretNames({ targets }: WorkflowPlan): readonly string[] {
  return [...new Set(targets.flatMap(({ values }) => (values.hasSecrets ? values.names : [])))];
}
