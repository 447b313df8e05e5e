import type { PublicationKind, ValueContent } from "../config/config";
import type { EcrPermissions } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import type { OwnDocument, PolicyDocument, TrustStatement } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject";
import type { Wish } from "./wish";

/** What is left out follows from the role's trust and permissions, as in the command `workflow`. */
export interface RoleWorkflowProps extends Partial<Omit<Wish, "words">> {
  /** `OWNER/NAME`, whose tokens are judged. Literal text. */
  readonly repository: string;
  readonly role: WorkflowRole;
  /** What the job reads by name. Default: nothing; everything stands in the text. */
  readonly values?: WorkflowValues;
}

/** A role, as far as a workflow follows from it. An `EcrRole` is one. */
export interface WorkflowRole {
  /** Literal text, or a token where `values` names what holds it. */
  readonly roleArn: string;
  /** What comments and messages call it where the ARN is a token. Default: after the value that holds the ARN. */
  readonly roleName?: string;
  /** Default: the ARN's account, and the first of `ecr.regions`, which is literal text. */
  readonly account?: { readonly accountId: string; readonly region: string };
  /** Entries, or the trust policy itself. Literal text, save for ids of entries: it is judged whether they let the workflow in. */
  readonly trust: NonEmpty<TrustEntry> | PolicyDocument<TrustStatement> | OwnDocument;
  /** A repository may be a token where `images` says which are meant. */
  readonly ecr: EcrPermissions;
  /** Default: that of the region's partition, `sts.amazonaws.com` or `sts.amazonaws.com.cn`. */
  readonly audience?: string;
  /** Who signs the tokens, without `https://`. Default: `token.actions.githubusercontent.com`. */
  readonly issuerHost?: string;
}

/** What of a role a workflow reads by name. */
export const VALUES_READ = [
  "region",
  "accountId",
  "roleName",
  "roleArn",
] as const satisfies readonly ValueContent[];

/** Secrets or variables that the workflow reads, and what they hold. */
export interface WorkflowValues {
  /** Default: `secrets`. */
  readonly as?: PublicationKind;
  /** What each holds, by its name in GitHub: `{ AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" }`. */
  readonly names: Readonly<Record<string, (typeof VALUES_READ)[number]>>;
}
