import type { PublicationKind } from "../config/types";
import { isToken } from "../policy/deferred";
import type { EcrPermissions, EcrPublicPermissions } from "../policy/ecr-policies";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyDocument, PolicyJson, TrustStatement } from "../policy/policy-document";
import type { ValueContent } from "../policy/published-values";
import type { TrustEntry } from "../policy/subject/types";
import type { TextRule } from "../policy/text-rule";
import type { SourceRegistry } from "./immutable-tags";
import type { WorkflowRequest } from "./request";

/** Options that are left out follow from the role's trust and permissions, as in the command `workflow`. */
export interface RoleWorkflowProps extends Partial<Omit<WorkflowRequest, "wording">> {
  /** `OWNER/NAME` of the GitHub repository whose tokens are evaluated. A literal string. */
  readonly repository: string;
  /** The role, such as an `EcrRole`. Its trust policy must allow the workflow. */
  readonly role: WorkflowRole;
  /** The secrets or variables that the job reads. Default: none; the workflow contains the values. */
  readonly publish?: WorkflowValues | undefined;
}

/**
 * The parts of a role that a workflow needs. An `EcrRole` has them.
 * @inline
 */
export interface WorkflowRole {
  /** A literal string, or a CDKTF token if `publish` names the value that holds it. */
  readonly roleArn: string;
  /** The name in comments and messages if the ARN is a CDKTF token. Default: the name of the value that holds the ARN. */
  readonly roleName?: string;
  /** Default: the account of the ARN, and the first of `ecr.regions`. Accepts CDKTF tokens if `publish` names the values that hold them. */
  readonly account?: { readonly accountId: string; readonly region: string };
  /**
   * Trust entries, or a trust policy. It must be literal, because it is evaluated. Only ids and the ARN of the OIDC provider may be
   * CDKTF tokens.
   */
  readonly trust: NonEmpty<TrustEntry> | PolicyDocument<TrustStatement> | PolicyJson;
  /** An ECR repository may be a CDKTF token if `images` names the ECR repositories. */
  readonly ecr: EcrPermissions;
  /** What it may do with further repositories. The workflow logs in to their registries if it can pull from them. Default: none. */
  readonly furtherEcr?: readonly EcrPermissions[];
  /** Its repositories in ECR Public, which `images` can name. Default: none. */
  readonly ecrPublic?: Pick<EcrPublicPermissions, "alias" | "repositories"> &
    Partial<Pick<EcrPublicPermissions, "access">>;
  /** Which image tags of the ECR repositories cannot move. Default: unknown. */
  readonly registry?: SourceRegistry;
  /** How long a session of the role may be, in seconds. The workflow asks for this. Default, also for a CDKTF token: 3600. */
  readonly maxSessionSeconds?: number;
  /** Default: the audience of the partition, `sts.amazonaws.com` or `sts.amazonaws.com.cn`. */
  readonly audience?: string;
  /** The issuer of the tokens, without `https://`. Default: `token.actions.githubusercontent.com`. */
  readonly issuerHost?: string;
}

/**
 * The secrets or variables of the job, from its repository, environment or organization.
 * @inline
 */
export interface WorkflowValues {
  /** Default: `secrets`. */
  readonly as?: PublicationKind;
  /** The content of each value, by its name in GitHub: `{ AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" }`. */
  readonly values: Readonly<Record<string, ValueContent>>;
  /** The prefix of each name. Default: none. */
  readonly prefix?: string;
}

/** The problem of a literal string of the props, if its form is wrong. */
export function textProblems(
  path: string,
  { noun, allowed, pattern }: TextRule,
  text: string,
): readonly string[] {
  if (isToken(text)) return tokenProblems(text, path);
  return pattern.test(text) ? [] : [`${path}: expected ${noun} (${allowed}), got ${JSON.stringify(text)}`];
}

/** A problem for each CDKTF token in a value that must be literal. */
export function tokenProblems(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    return isToken(value)
      ? [
          `${path}: expected a literal string, got a CDKTF token. The workflow is checked before Terraform runs`,
        ]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => tokenProblems(element, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, element]) => tokenProblems(element, `${path}.${key}`));
}
