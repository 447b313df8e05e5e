import { App } from "cdktf";
import type { Config } from "../config/config";
import { AwsStack } from "./aws-stack";
import { GithubStack } from "./github-stack";
import { StateStack } from "./state-stack";

/**
 * Every stack of a file, in the order in which they can be deployed.
 * @param outdir the output folder; what is made lands in `stacks/<stack>/cdk.tf.json` below it.
 */
export function accessApp({ state, accounts, owners }: Config, outdir: string): App {
  // CDKTF's validations ask for a Terraform binary where a provider is imported: synthesis needs none.
  const app = new App({ outdir, stackTraces: false, skipValidation: true });
  const bucketStack =
    state.kind === "s3" && state.bucketStack !== undefined
      ? new StateStack(app, state, state.bucketStack)
      : undefined;
  const accountStacks = new Map(
    accounts.map((account) => [account.stack, new AwsStack(app, account, state)] as const),
  );
  const ownerStacks = owners.map((owner) => {
    const stack = new GithubStack(app, owner, state);
    for (const name of owner.accountStacks) {
      const accountStack = accountStacks.get(name);
      if (accountStack !== undefined) stack.addDependency(accountStack);
    }
    return stack;
  });
  if (bucketStack !== undefined) {
    for (const stack of [...accountStacks.values(), ...ownerStacks]) stack.addDependency(bucketStack);
  }
  return app;
}
