import { Annotations, App } from "cdktf";
import type { Config } from "../config/config";
import { stackWarnings } from "../config/warnings/warnings";
import { AwsStack } from "./aws-stack";
import { GithubStack } from "./github-stack";
import type { StackLanguage } from "./stack-language";

/**
 * Every stack of a file. Stacks of GitHub are deployed after the stacks with the roles that they name. The stack of the state bucket
 * has no dependents: the CDKTF CLI initializes all stacks before it deploys the first, so you deploy the bucket alone. Warnings are
 * annotations, which the CDKTF CLI prints at synth, diff and deploy.
 * @param outdir the output folder; what is made lands in `stacks/<stack>/cdk.tf.json` below it, or in `cdk.tf`.
 * @param language CDKTF's SYNTH_HCL_OUTPUT, which `cdktf synth --hcl` sets, wins over it.
 *
 * @example
 * ```ts
 * import { createApp, loadConfig } from "cdktf-github-actions-ecr";
 *
 * const app = createApp(loadConfig("access.yaml"), "cdktf.out");
 * app.synth();
 * console.log(app.node.children.map(({ node }) => node.id).join()); // aws-123456789012,github-acme
 * ```
 */
export function createApp(config: Config, outdir: string, language: StackLanguage = "json"): App {
  const { state, accounts, owners } = config;
  // CDKTF's validations ask for a Terraform binary where a provider is imported: synthesis needs none.
  const app = new App({ outdir, hclOutput: language === "hcl", stackTraces: false, skipValidation: true });
  if (state.kind === "s3" && state.bucketStack !== undefined) {
    // Loaded where it is needed: its resources are a tenth of a start, and few files have it.
    const { StateStack }: typeof import("./state-stack") = require("./state-stack");
    new StateStack(app, state, state.bucketStack);
  }
  const accountStacks = new Map(
    accounts.map((account) => [account.stack, new AwsStack(app, account, config)] as const),
  );
  for (const [name, warnings] of stackWarnings(config)) {
    const stack = accountStacks.get(name);
    if (stack !== undefined) for (const warning of warnings) Annotations.of(stack).addWarning(warning);
  }
  for (const owner of owners) {
    const stack = new GithubStack(app, owner, config);
    for (const name of owner.accountStacks) {
      const accountStack = accountStacks.get(name);
      if (accountStack !== undefined) stack.addDependency(accountStack);
    }
  }
  return app;
}
