/**
 * What a stack is written in: Terraform JSON, or Terraform's own language.
 *
 * @example
 * ```ts
 * import { createApp, loadConfig, type StackLanguage } from "cdktf-github-actions-ecr";
 *
 * const language: StackLanguage = "hcl";
 * const app = createApp(loadConfig("access.yaml"), "cdktf.out", language);
 * console.log(app.hclOutput); // true
 * ```
 */
export type StackLanguage = "json" | "hcl";

/** The files of a stack by CDKTF's names, the stack itself first. */
export const STACK_FILES = {
  json: ["cdk.tf.json"],
  hcl: ["cdk.tf", "metadata.json"],
} as const satisfies Readonly<Record<StackLanguage, readonly string[]>>;
