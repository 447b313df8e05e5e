import type { RepositoryEntry } from "../../lib/policy/subject";
import type { WorkflowRole } from "../../lib/workflow/role-workflow-props";

export const ENTRY: RepositoryEntry = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: { owner: 1, repository: 2 },
  context: { kind: "branch", pattern: "main" },
  claims: {},
};

/** A role of a program's own, that pushes the image `web` from the branch `main` of `acme/web`. */
export const PUSHING: WorkflowRole = {
  roleArn: "arn:aws:iam::123456789012:role/Push",
  trust: [ENTRY],
  ecr: { access: "push", repositories: ["web"], regions: ["eu-west-1"] },
};

/** As CDKTF writes what only Terraform knows. */
export const TOKEN = "$".concat("{TfToken[TOKEN.7]}");
