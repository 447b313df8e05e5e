import { RepositoryFile } from "@cdktf/provider-github/lib/repository-file";
import { Construct } from "constructs";
import { judgedWorkflow } from "../workflow/role-workflow";
import type { RoleWorkflowProps } from "../workflow/role-workflow-props";
import { RESOURCE } from "./address";
import { type NamedRepository, repositoryName, repositoryProblems } from "./repository-name";
import { escapeTemplate } from "./terraform-text";
import { assertValid } from "./validation";

/** A workflow, and where its file goes. */
export interface GithubWorkflowProps extends RoleWorkflowProps {
  /** Where the file goes. */
  readonly file?: GithubWorkflowFile;
}

/**
 * Where the file of a workflow goes.
 * @inline
 */
export interface GithubWorkflowFile {
  /** Default: the one whose workflow it is. */
  readonly repository?: NamedRepository;
  /** That the file is committed to; a token is welcome. Default: the repository's default branch. */
  readonly branch?: string;
  /** Default: `Write`, and the file's path. */
  readonly commitMessage?: string;
  /** Whether a file that stands there is replaced. Default: no, and Terraform says that it stands there. */
  readonly overwriteOnCreate?: boolean;
}

/**
 * A workflow by which a repository uses a role, as a file of the repository. The provider's token has to be one that may write workflows
 * (the scope `workflow`, or the permission Workflows), and no rule of the branch may be in its way. A commit of Terraform's is a push: where
 * the workflow runs on pushes to this branch, it runs.
 * @throws Error where the role does not let the workflow in, or the properties are wrong: a line for each thing to change.
 * @example
 * ```ts
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubWorkflow } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const { path } = new GithubWorkflow(stack, "workflow", {
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 *     ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
 *   },
 *   file: { branch: "main" },
 * });
 * console.log(path); // .github/workflows/push.yml
 * ```
 */
export class GithubWorkflow extends Construct {
  /** Of the file in its repository. */
  readonly path: string;
  /** As it stands in the repository. */
  readonly text: string;
  /** What the text does not say and its reader has to know, a sentence each. */
  readonly notes: readonly string[];

  constructor(scope: Construct, id: string, { file = {}, ...props }: GithubWorkflowProps) {
    super(scope, id);
    const workflow = judgedWorkflow(props);
    if ("problems" in workflow) {
      throw new Error(workflow.problems.map((problem) => `${this.node.path}: ${problem}`).join("\n"));
    }
    if (file.repository !== undefined)
      assertValid(this, repositoryProblems("file.repository", file.repository));
    const { path, text, notes } = workflow;
    this.path = path;
    this.text = text;
    this.notes = notes;
    new RepositoryFile(this, RESOURCE, {
      repository: repositoryName(file.repository ?? props.repository.split("/")[1] ?? ""),
      ...(file.branch !== undefined && { branch: escapeTemplate(file.branch) }),
      file: escapeTemplate(path),
      content: escapeTemplate(text),
      commitMessage: escapeTemplate(file.commitMessage ?? `Write ${path}`),
      overwriteOnCreate: file.overwriteOnCreate ?? false,
    });
  }
}
