import { Token } from "cdktf";
import type { RepositoryEntry } from "../../lib/policy/subject/types";
import { trustPolicy } from "../../lib/policy/trust-policy";
import type { WorkflowRole } from "../../lib/workflow/generate-props";

export const ENTRY: RepositoryEntry = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: { owner: 1, repository: 2 },
  context: { kind: "branch", pattern: "main" },
  claims: {},
};

/** A role in the props of a program. It pushes the image `web` from the branch `main` of `acme/web`. */
export const PUSHING: WorkflowRole = {
  roleArn: "arn:aws:iam::123456789012:role/Push",
  trust: [ENTRY],
  ecr: { access: "push", repositories: ["web"], regions: ["eu-west-1"] },
};

/** A trust policy with the same trust, for an OIDC provider with this ARN. */
export function documentOf(providerArn: string) {
  const issuerHost = "token.actions.githubusercontent.com";
  return trustPolicy({ providerArn, issuerHost, audience: "sts.amazonaws.com", entries: [ENTRY] });
}

/** CDKTF tokens of a string and of a number. */
export const TOKEN = Token.asString({});
export const NUMBER_TOKEN = Token.asNumber({});
