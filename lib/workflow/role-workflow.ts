import type { WorkflowRequest } from "./request";
import { roleAccess } from "./role-access";
import { roleWorkflowProblems } from "./role-workflow-problems";
import type { RoleWorkflowProps } from "./role-workflow-props";
import { shownText } from "./token";
import { PROGRAM_WORDS } from "./words";
import { workflow } from "./workflow";

/** A workflow of GitHub Actions. */
export interface RoleWorkflow {
  /** Where it belongs in its repository: `.github/workflows/push.yml`. */
  readonly path: string;
  /** The file's text. */
  readonly text: string;
  /** What the text does not say and its reader has to know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The workflow by which a repository uses a role: the text that the command `workflow` writes. It is a file of another repository, which
 * Terraform does not fill in, so what stands in it is literal text; what Terraform only knows later reaches the job by the values that `publish` names.
 * @throws Error where the role does not let the workflow in, or the properties are wrong: a line for each thing to change.
 * @example
 * ```ts
 * import { generateWorkflow } from "cdktf-github-actions-ecr";
 *
 * const { path, text } = generateWorkflow({
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 *     ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
 *   },
 *   publish: { as: "variables", values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } },
 * });
 * console.log(path); // .github/workflows/push.yml
 * console.log(text.split("\n")[0]); // # Pushes web as the role Push in 123456789012. For .github/workflows/push.yml of acme/web.
 * ```
 */
export function generateWorkflow(props: RoleWorkflowProps): RoleWorkflow {
  const result = judgedWorkflow(props);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result;
}

/** The same, or why not: a problem each, of several lines where a role refuses. */
export function judgedWorkflow(
  props: RoleWorkflowProps,
): RoleWorkflow | { readonly problems: readonly string[] } {
  const wish = wishOf(props);
  const problems = roleWorkflowProblems(props, wish);
  if (problems.length > 0) return { problems };
  const [owner = "", name = ""] = props.repository.split("/");
  const repository = { owner, name };
  const access = roleAccess(props, repository);
  const role = access.accounts[0].roles[0].name;
  const answer = workflow(access, { repository, role, account: undefined }, wish);
  switch (answer.kind) {
    case "written":
      return { path: answer.path, text: answer.text, notes: answer.notes.map(shownText) };
    case "refused":
      return { problems: [shownText(answer.lines.join("\n"))] };
    case "unclear":
      return { problems: answer.problems.map(shownText) };
  }
}

function wishOf(props: RoleWorkflowProps): WorkflowRequest {
  return {
    event: props.event,
    branches: props.branches ?? [],
    tagPatterns: props.tagPatterns ?? [],
    environment: props.environment,
    calls: props.calls,
    fileName: props.fileName,
    platforms: props.platforms ?? [],
    images: props.images ?? [],
    context: props.context,
    dockerfile: props.dockerfile,
    tags: props.tags ?? [],
    runsOn: props.runsOn ?? [],
    words: PROGRAM_WORDS,
  };
}
