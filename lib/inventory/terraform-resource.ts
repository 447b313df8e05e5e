import type { DocumentKind } from "../policy/iam/document";
import type { DocumentValue } from "./document-value";
import type { Place } from "./place";

/** A resource or data source of Terraform's, wherever it is written. */
export interface TerraformResource {
  /** `aws_iam_role` */
  readonly type: string;
  /** `module.web["a"].aws_iam_role.push[0]` */
  readonly address: string;
  /** The address without an index of its own: the same for all that one block makes. */
  readonly block: string;
  /** `[0]`, or empty. */
  readonly index: string;
  /** Its arguments. */
  readonly arguments: Place;
  /** An argument's text, where it is known. */
  readonly text: (argument: string) => string | undefined;
  /** The blocks that an argument refers to. */
  readonly references: (argument: string) => readonly string[];
  /** A policy document, where this is the value of an argument. */
  readonly document: (value: unknown, kind: DocumentKind) => DocumentValue;
  /** Whether an argument that is not there has no value, instead of one that nobody knows. */
  readonly isComplete: boolean;
}

export function isRole({ type, block }: TerraformResource): boolean {
  return type === "aws_iam_role" && !/(?:^|\.)data\./.test(block);
}

/** The block of a role, a policy or a provider in a reference to it: `aws_iam_role.push` of `aws_iam_role.push.name`. */
const BLOCK = /^(?:data\.)?aws_iam_[a-z_]+\.[\w-]+/;

export function referredBlock(reference: string): string | undefined {
  return BLOCK.exec(reference)?.[0];
}
