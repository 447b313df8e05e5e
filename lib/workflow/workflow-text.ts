import { type Image, imageName } from "./images";
import { isPushing, type WorkflowPlan } from "./plan";
import { repositoryText, roleText } from "./role-source";
import type { RefName } from "./trigger";
import { concurrencyGroup, secretNames, workflowJobs } from "./workflow-jobs";
import { expression, inline, noted, type Yaml, yamlText } from "./yaml-text";

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
  return { concurrency: concurrencyGroup(plan, "github.sha") };
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
