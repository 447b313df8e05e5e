import { expression } from "./expression";
import { idOf } from "./jobs";
import { isPushing, type WorkflowPlan } from "./plan";
import type { RefName } from "./ref-name";
import { inline, noted, type Yaml } from "./yaml-text";

/** The key `on` of a workflow. */
export function workflowTriggers(plan: WorkflowPlan): Yaml {
  const { event, isReusable, branches, tags } = plan.trigger;
  if (isReusable) return { workflow_call: callInterface(plan) };
  switch (event) {
    case "push":
      return { push: { ...filter("branches", branches), ...filter("tags", tags) } };
    case "pull_request":
    case "merge_group":
      return { [event]: branches.length === 0 ? null : filter("branches", branches) };
    case "workflow_dispatch":
      return { workflow_dispatch: null };
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
            value: expression(`jobs.${idOf(plan)}.outputs.digest${suffix}`),
          },
        ]),
      ),
    }),
  };
  return Object.keys(given).length === 0 ? null : given;
}
