import { repositoryText, roleText } from "./chosen-role";
import { workflowJobs } from "./jobs";
import { isPushing, type WorkflowPlan } from "./plan";
import { workflowTriggers } from "./triggers";
import { yamlText } from "./yaml-text";

/** The text of a workflow. */
export function workflowText(plan: WorkflowPlan): string {
  const { chosen, home, images, name } = plan;
  const verb = isPushing(plan) ? "Pushes" : "Pulls";
  const what = images.map((image) => image.repository).join(", ");
  return yamlText(
    `${verb} ${what} as the role ${roleText(chosen)}. For ${plan.path} of ${repositoryText(home)}.`,
    {
      name,
      on: workflowTriggers(plan),
      permissions: {},
      jobs: workflowJobs(plan),
    },
  );
}
