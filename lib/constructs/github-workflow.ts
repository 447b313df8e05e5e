import { RepositoryFile } from "@cdktf/provider-github/lib/repository-file";
import { Construct } from "constructs";
import { checkedWorkflow } from "../workflow/generate";
import type { RoleWorkflowProps } from "../workflow/generate-props";
import { RESOURCE } from "./address";
import { type NamedRepository, repositoryName, repositoryProblems } from "./props";
import { escapeTemplate } from "./terraform-text";
import { assertValid } from "./validation";

/** Props of a workflow and its file. */
export interface GithubWorkflowProps extends RoleWorkflowProps {
  /** Where to commit the file. Default: the default branch of `repository`. */
  readonly file?: GithubWorkflowFile;
}

/**
 * Where to commit the file of a workflow.
 * @inline
 */
interface GithubWorkflowFile {
  /** Default: the repository of the workflow. */
  readonly repository?: NamedRepository;
  /** Accepts a CDKTF token. Default: the default branch of the repository. */
  readonly branch?: string;
  /** Default: `Write` and the path of the file. */
  readonly commitMessage?: string;
  /** Whether to replace an existing file. Default: false; Terraform reports an existing file as an error. */
  readonly overwriteOnCreate?: boolean;
}

/**
 * A workflow file in a repository that uses a role. The token of the `GithubProvider` needs the right to write workflows (the scope
 * `workflow`, or the permission Workflows), and the rules of the branch must allow the commit. The commit is a push: if the workflow runs on
 * pushes to this branch, it runs.
 * @throws Error if the role does not allow the workflow's token, or with every problem of the props.
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
  /** Path of the file in its repository. */
  readonly path: string;
  /** Content of the file. */
  readonly text: string;
  /** What readers of the workflow must know beside its text, a sentence each. */
  readonly notes: readonly string[];

  constructor(scope: Construct, id: string, { file = {}, ...props }: GithubWorkflowProps) {
    super(scope, id);
    const workflow = checkedWorkflow(props);
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
