import type { ArnScope } from "../policy/arn";
import type { DocumentPath, ParsedPolicy, Statement } from "../policy/iam/document";
import type { PolicyJson } from "../policy/policy-document";

/** What a file says about a role, apart from its policies. */
export interface RoleFacts {
  readonly name: string;
  /** Its ARN or its Terraform address, if the file has one. */
  readonly address: string | undefined;
  /** The place of the role in the file. */
  readonly path: DocumentPath;
}

/** A role whose trust policy can be read. */
export interface DiscoveredRole extends RoleFacts {
  readonly trustPolicy: PlacedDocument;
  /** The same, parsed. */
  readonly document: ParsedPolicy;
  readonly account: ArnScope | undefined;
  /** The statements of its policies; undefined if the file names no policy of the role. */
  readonly permissions: Permissions | undefined;
  readonly maxSessionSeconds: number | undefined;
  /** Undefined if this form of file never contains it. */
  readonly hasPermissionsBoundary: boolean | undefined;
}

interface PlacedDocument {
  readonly path: DocumentPath;
  readonly value: PolicyJson;
  /** Whether the file contains it as a string, so that no path of the file leads inside. */
  readonly isText: boolean;
}

export interface Permissions {
  /** The statements of each policy that can be read. */
  readonly policies: readonly (readonly Statement[])[];
  /** How many of the role's policies are not in the file or cannot be read. */
  readonly unread: number;
}

/** A role whose trust policy cannot be checked. */
export interface SkippedRole extends RoleFacts {
  /** `unknown`: only Terraform knows the policy, later or in another file. `unreadable`: the file is wrong. */
  readonly reason: "unknown" | "unreadable";
  readonly problems: readonly PlacedProblem[];
}

export interface PlacedProblem {
  readonly path: DocumentPath;
  /** One line: what is expected and what was given. */
  readonly message: string;
}

/** The roles of a file. */
export interface Inventory {
  /** The form of the file: `terraform show -json, a plan`. */
  readonly kind: string;
  readonly roles: readonly DiscoveredRole[];
  readonly skipped: readonly SkippedRole[];
}
