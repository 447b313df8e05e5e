/**
 * What a stack is written in: Terraform JSON, or Terraform's own language.
 * @inline
 */
export type StackLanguage = "json" | "hcl";

/** The files of a stack by CDKTF's names, the stack itself first. */
export const STACK_FILES = {
  json: ["cdk.tf.json"],
  hcl: ["cdk.tf", "metadata.json"],
} as const satisfies Readonly<Record<StackLanguage, readonly string[]>>;
