/**
 * Language of the output: Terraform JSON or HCL.
 * @inline
 */
export type StackLanguage = "json" | "hcl";

/** The files of a stack under CDKTF's names, the stack itself first. */
export const STACK_FILES = {
  json: ["cdk.tf.json"],
  hcl: ["cdk.tf", "metadata.json"],
} as const satisfies Readonly<Record<StackLanguage, readonly string[]>>;
