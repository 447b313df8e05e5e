import {
  attestSteps,
  buildStep,
  buildxStep,
  chartStep,
  checkoutStep,
  commitTimeSteps,
  type DigestStep,
  digestOf,
  filesStep,
  findSteps,
  mergeStep,
  orasStep,
  platformBuildStep,
  pullStep,
  summaryStep,
  tagSteps,
} from "./image-steps";
import { type Image, imageName, type Platform } from "./images";
import { loginSteps } from "./login-steps";
import { isPushing, type WorkflowPlan } from "./plan";
import { repositoryText, roleText } from "./role-source";
import type { RefName } from "./trigger";
import { expression, inline, noted, unevaluated, type Yaml, yamlText } from "./yaml-text";

/** The text of a workflow. */
export function workflowText(plan: WorkflowPlan): string {
  const { home, images, name } = plan;
  const names = images.map(imageName).join(", ");
  const roles = plan.targets.map((target) => roleText(target.selected)).join(" and ");
  return yamlText(
    [
      `${SUMMARY[plan.job](names)} with ${roles}.`,
      ...(plan.build.sign && plan.calls === undefined
        ? ["ECR signs what is pushed, with a signing profile of the role."]
        : []),
      `File: ${plan.path} in ${repositoryText(home)}`,
    ],
    {
      name,
      on: workflowTriggers(plan),
      permissions: {},
      ...commitConcurrency(plan),
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

/**
 * Runs of a branch and of a git tag can start at once for the same commit, and would build it twice. The name of the workflow is not in the
 * group: in a reusable workflow it is the caller's, whose run would wait for itself.
 */
function commitConcurrency(plan: WorkflowPlan): Readonly<Record<string, Yaml>> {
  const { calls, key, trigger } = plan;
  const hasBoth = trigger.isReusable || (trigger.branches.length > 0 && trigger.tags.length > 0);
  if (calls !== undefined || !isPushing(plan) || key === undefined || !hasBoth) return {};
  return { concurrency: group(plan, "github.sha") };
}

/** Runs that move the same tag wait for each other. */
function tagConcurrency({ tags, ...plan }: WorkflowPlan): Readonly<Record<string, Yaml>> {
  return tags.every(({ isFixed }) => isFixed) ? {} : { concurrency: group(plan, "github.ref") };
}

function group({ name, images }: Pick<WorkflowPlan, "name" | "images">, by: string): Yaml {
  const [image] = images;
  const pushed = image === undefined ? name : image.repository;
  return { group: `push-${pushed}-${expression(by)}`, "cancel-in-progress": false };
}

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
  const { images, trigger } = plan;
  const secrets = secretNames(plan);
  const given = {
    ...(images[0]?.inputs !== undefined && { inputs: callInputs(images[0].inputs, isPushing(plan)) }),
    // With an environment, the secrets can come from the environment.
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(
        secrets.map((name) => [name, { required: trigger.environment === undefined }]),
      ),
    }),
    ...(isPushing(plan) && {
      outputs: Object.fromEntries(
        images.map((image) => [
          `digest${image.suffix}`,
          {
            description: image.inputs === undefined ? `Digest of ${image.repository}` : "Digest of the image",
            value: expression(`jobs.${plan.job}.outputs.digest${image.suffix}`),
          },
        ]),
      ),
    }),
  };
  return Object.keys(given).length === 0 ? null : given;
}

function callInputs({ image, context }: NonNullable<Image["inputs"]>, isBuilding: boolean): Yaml {
  return {
    image: {
      description: "ECR repository",
      type: "string",
      ...(image === undefined ? { required: true } : { default: image }),
    },
    ...(isBuilding && {
      context: { description: "Folder to build or push", type: "string", default: context },
    }),
  };
}

/** The secrets that jobs read. */
function secretNames({ targets }: WorkflowPlan): readonly string[] {
  return [...new Set(targets.flatMap(({ values }) => (values.hasSecrets ? values.names : [])))];
}

const DEFAULT_RUNNER = "ubuntu-latest";

type Job = Readonly<Record<string, Yaml>>;

/** The jobs of a workflow, by id. */
function workflowJobs(plan: WorkflowPlan): Readonly<Record<string, Job>> {
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
