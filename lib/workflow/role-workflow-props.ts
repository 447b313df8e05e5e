import type { PublicationKind, ValueContent } from "../config/config";
import type { EcrPermissions } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyDocument, PolicyJson, TrustStatement } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject";
import type { WorkflowRequest } from "./request";

/**
 * What is left out follows from the role's trust and permissions, as in the command `workflow`.
 * @example
 * ```ts
 * import { type RoleWorkflowProps, generateWorkflow } from "cdktf-github-actions-ecr";
 *
 * const props: RoleWorkflowProps = {
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:environment:production", claims: {} }],
 *     ecr: { access: "push-pull", repositories: ["team/*"], regions: ["ap-northeast-2"] },
 *   },
 *   branches: ["main"],
 *   images: ["team/web", "team/api=services/api"],
 * };
 * console.log(generateWorkflow(props).text.includes("environment: production")); // true
 * ```
 */
export interface RoleWorkflowProps extends Partial<Omit<WorkflowRequest, "words">> {
  /** `OWNER/NAME`, whose tokens are judged. Literal text. */
  readonly repository: string;
  /** Such as an `EcrRole`; it is judged whether it lets the workflow in. */
  readonly role: WorkflowRole;
  /** What the job reads by name, with the keys of access.yaml. Default: nothing; everything stands in the text. */
  readonly publish?: WorkflowValues | undefined;
}

/**
 * A role, as far as a workflow follows from it. An `EcrRole` is one.
 * @example
 * ```ts
 * import { generateWorkflow, type WorkflowRole } from "cdktf-github-actions-ecr";
 *
 * const role: WorkflowRole = {
 *   roleArn: "arn:aws:iam::123456789012:role/Pull",
 *   trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:pull_request", claims: {} }],
 *   ecr: { access: "pull", repositories: ["base"], regions: ["ap-northeast-2"] },
 * };
 * console.log(generateWorkflow({ repository: "acme/web", role }).path); // .github/workflows/pull.yml
 * ```
 */
export interface WorkflowRole {
  /** Literal text, or a token where `publish` names what holds it. */
  readonly roleArn: string;
  /** What comments and messages call it where the ARN is a token. Default: after the value that holds the ARN. */
  readonly roleName?: string;
  /** Default: the ARN's account, and the first of `ecr.regions`. Literal text, or a token where `publish` names what holds it. */
  readonly account?: { readonly accountId: string; readonly region: string };
  /**
   * Entries, or the trust policy itself. Literal text, save for ids and for the OIDC provider's ARN: it is judged whether they let the
   * workflow in.
   */
  readonly trust: NonEmpty<TrustEntry> | PolicyDocument<TrustStatement> | PolicyJson;
  /** A repository may be a token where `images` says which are meant. */
  readonly ecr: EcrPermissions;
  /** Default: that of the region's partition, `sts.amazonaws.com` or `sts.amazonaws.com.cn`. */
  readonly audience?: string;
  /** Who signs the tokens, without `https://`. Default: `token.actions.githubusercontent.com`. */
  readonly issuerHost?: string;
}

/**
 * Secrets or variables that reach the job, in the repository, its environment or its organization.
 * @example
 * ```ts
 * import { generateWorkflow, type WorkflowValues } from "cdktf-github-actions-ecr";
 *
 * const publish: WorkflowValues = { as: "variables", values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } };
 * const { text } = generateWorkflow({
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 *     ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
 *   },
 *   publish,
 * });
 * console.log(/role-to-assume: (.*)/.exec(text)?.[1]); // ${{ vars.AWS_ROLE_ARN }}
 * ```
 */
export interface WorkflowValues {
  /** Default: `secrets`. */
  readonly as?: PublicationKind;
  /** What each name in GitHub holds: `{ AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" }`. */
  readonly values: Readonly<Record<string, ValueContent>>;
  /** Before each name. Default: none. */
  readonly prefix?: string;
}
