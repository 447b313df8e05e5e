import type { PublicationKind, ValueContent } from "../config/config";
import type { EcrPermissions } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyDocument, PolicyJson, TrustStatement } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject";
import type { WorkflowRequest } from "./request";

/** What is left out follows from the role's trust and permissions, as in the command `workflow`. */
export interface RoleWorkflowProps extends Partial<Omit<WorkflowRequest, "wording">> {
  /** `OWNER/NAME`, whose tokens are judged. Literal text. */
  readonly repository: string;
  /** Such as an `EcrRole`; it is judged whether it lets the workflow in. */
  readonly role: WorkflowRole;
  /** What the job reads by name, with the keys of access.yaml. Default: nothing; everything stands in the text. */
  readonly publish?: WorkflowValues | undefined;
}

/**
 * A role, as far as a workflow follows from it. An `EcrRole` is one.
 * @inline
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
 * @inline
 */
export interface WorkflowValues {
  /** Default: `secrets`. */
  readonly as?: PublicationKind;
  /** What each name in GitHub holds: `{ AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" }`. */
  readonly values: Readonly<Record<string, ValueContent>>;
  /** Before each name. Default: none. */
  readonly prefix?: string;
}
