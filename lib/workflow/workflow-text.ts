import { workflowJobs } from "./jobs";
import { isPushing, type WorkflowPlan } from "./plan";
import { repositoryText, roleText } from "./selected-role";
import { workflowTriggers } from "./triggers";
import { yamlText } from "./yaml-text";

/** The text of a workflow. */
export function workflowText(plan: WorkflowPlan): string {
  const { selected, home, images, name } = plan;
  const names = images.map((image) => image.repository).join(", ");
  const verb = isPushing(plan) ? `Pushes ${names} to Amazon ECR` : `Pulls ${names} from Amazon ECR`;
  return yamlText([`${verb} with ${roleText(selected)}.`, `File: ${plan.path} in ${repositoryText(home)}`], {
    name,
    on: workflowTriggers(plan),
    permissions: {},
    jobs: workflowJobs(plan),
  });
}
