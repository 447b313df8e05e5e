import type { ArnScope } from "../policy/arn";
import type { DocumentPath, ParsedPolicy, Statement } from "../policy/iam/document";
import type { PolicyJson } from "../policy/policy-document";

/** What a file says of a role, besides whom it trusts. */
export interface RoleFacts {
  readonly name: string;
  /** Its ARN or its Terraform address, where the file has one. */
  readonly address: string | undefined;
  /** Where the role stands in the file. */
  readonly path: DocumentPath;
}

/** A role whose trust policy can be read. */
export interface DiscoveredRole extends RoleFacts {
  readonly trustPolicy: PlacedDocument;
  /** The same, read. */
  readonly document: ParsedPolicy;
  readonly account: ArnScope | undefined;
  /** What its policies allow; undefined, where the file holds none of them. */
  readonly permissions: Permissions | undefined;
  readonly maxSessionSeconds: number | undefined;
  /** Undefined, where this kind of file never says. */
  readonly hasPermissionsBoundary: boolean | undefined;
}

export interface PlacedDocument {
  readonly path: DocumentPath;
  readonly value: PolicyJson;
  /** Whether the file holds it as text, so that no path of the file leads inside. */
  readonly isText: boolean;
}

export interface Permissions {
  /** The statements of each policy that can be read. */
  readonly policies: readonly (readonly Statement[])[];
  /** How many of the role's policies the file does not hold, or not in a readable form. */
  readonly unread: number;
}

/** A role whose trust policy cannot be judged. */
export interface SkippedRole extends RoleFacts {
  /** `unknown`: only Terraform will know, later or elsewhere. `unreadable`: the file is wrong. */
  readonly reason: "unknown" | "unreadable";
  readonly problems: readonly PlacedProblem[];
}

export interface PlacedProblem {
  readonly path: DocumentPath;
  /** What is wrong and what is allowed, one line. */
  readonly message: string;
}

/** The roles of a file. */
export interface Inventory {
  /** What the file is: `terraform plan`. */
  readonly kind: string;
  readonly roles: readonly DiscoveredRole[];
  readonly skipped: readonly SkippedRole[];
}
