import type { Repository } from "../config/config";
import { isPattern } from "../policy/github-names";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { WorkflowRequest } from "./request";
import type { Trigger } from "./trigger";

export const WORKFLOW_FOLDER = ".github/workflows";

interface Called {
  /** The reusable workflow that the workflow calls. */
  readonly calls: string | undefined;
  /** The name of the file, if the role's trust requires a workflow of this repository. */
  readonly fileName: string | undefined;
  readonly problems: readonly string[];
}

/** The workflow that the role's trust requires in the claim `job_workflow_ref`. */
export function calledWorkflow(
  { claims }: Trigger,
  request: WorkflowRequest,
  repository: Repository,
): Called {
  const none: Called = { calls: undefined, fileName: undefined, problems: [] };
  if (request.calls !== undefined) return { ...none, calls: request.calls };
  const required = claims.jobWorkflowRef;
  if (required === undefined) return none;
  const own = `${repository.owner}/${repository.name}/${WORKFLOW_FOLDER}/`;
  const ownFile = required
    .filter((text) => text.startsWith(own))
    .map((text) => text.slice(own.length).split("@")[0] ?? "")
    .find((fileName) => !isPattern(fileName));
  if (ownFile !== undefined && request.event !== "workflow_call") return { ...none, fileName: ownFile };
  const exact = required.find((text) => !isPattern(text));
  if (exact !== undefined) return { ...none, calls: exact };
  const isOwn = required.some((text) =>
    subsumes(patternOf(text, WILDCARDS_ALONE), patternOf(`${own}*@*`, WILDCARDS_ALONE)),
  );
  if (isOwn) return none;
  return {
    ...none,
    problems: [
      `${request.wording.option("calls")}: missing. Expected OWNER/REPOSITORY/${WORKFLOW_FOLDER}/FILE@REF with refs/heads/BRANCH or refs/tags/TAG as REF, because the role's trust requires ${required.join(" or ")}`,
    ],
  };
}

/** The path in `OWNER/REPOSITORY/PATH@REF`. */
export function pathOf(workflow = ""): string {
  return workflow.split("@")[0]?.split("/").slice(2).join("/") ?? "";
}

export function repositoryOf(workflow = ""): Repository {
  const [owner = "", name = ""] = workflow.split("/");
  return { owner, name };
}
