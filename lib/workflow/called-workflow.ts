import type { Repository } from "../config/config";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { isPattern } from "../policy/subject";
import type { WorkflowRequest } from "./request";
import type { Trigger } from "./trigger";

export const WORKFLOW_FOLDER = ".github/workflows";

interface Called {
  /** The reusable workflow that runs in place of the repository's own. */
  readonly calls: string | undefined;
  /** Name of the file, where the role asks for a workflow of the repository's own. */
  readonly fileName: string | undefined;
  readonly problems: readonly string[];
}

/** The workflow that the role asks for. */
export function calledWorkflow({ claims }: Trigger, wish: WorkflowRequest, repository: Repository): Called {
  const none: Called = { calls: undefined, fileName: undefined, problems: [] };
  if (wish.calls !== undefined) return { ...none, calls: wish.calls };
  const asked = claims.jobWorkflowRef;
  if (asked === undefined) return none;
  const own = `${repository.owner}/${repository.name}/${WORKFLOW_FOLDER}/`;
  const ownFile = asked
    .filter((text) => text.startsWith(own))
    .map((text) => text.slice(own.length).split("@")[0] ?? "")
    .find((fileName) => !isPattern(fileName));
  if (ownFile !== undefined && wish.event !== "workflow_call") return { ...none, fileName: ownFile };
  const exact = asked.find((text) => !isPattern(text));
  if (exact !== undefined) return { ...none, calls: exact };
  const isOwn = asked.some((text) =>
    subsumes(patternOf(text, WILDCARDS_ALONE), patternOf(`${own}*@*`, WILDCARDS_ALONE)),
  );
  if (isOwn) return none;
  return {
    ...none,
    problems: [
      `${wish.words.named("calls")} is missing; needed: OWNER/REPOSITORY/${WORKFLOW_FOLDER}/FILE@REF, where REF is refs/heads/BRANCH or refs/tags/TAG, since the role asks for ${asked.join(" or ")}`,
    ],
  };
}

/** Its path in its repository. */
export function pathOf(workflow = ""): string {
  return workflow.split("@")[0]?.split("/").slice(2).join("/") ?? "";
}

export function repositoryOf(workflow = ""): Repository {
  const [owner = "", name = ""] = workflow.split("/");
  return { owner, name };
}
