import type { DocumentKind } from "../policy/iam/document";
import type { DocumentValue } from "./document-value";
import type { Place } from "./place";

/** A Terraform resource or data source, from a configuration, a plan or a state. */
export interface TerraformResource {
  /** `aws_iam_role` */
  readonly type: string;
  /** `module.web["a"].aws_iam_role.push[0]` */
  readonly address: string;
  /** The address without its own index. All instances of a block have the same one. */
  readonly block: string;
  /** `[0]`, or empty. */
  readonly index: string;
  /** Its arguments. */
  readonly arguments: Place;
  /** The string of an argument, if it is known. */
  readonly text: (argument: string) => string | undefined;
  /** The blocks that an argument refers to. */
  readonly references: (argument: string) => readonly string[];
  /** Reads an argument's value as a policy document. */
  readonly document: (value: unknown, kind: DocumentKind) => DocumentValue;
  /** Whether an absent argument has no value. Otherwise its value is not known. */
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
