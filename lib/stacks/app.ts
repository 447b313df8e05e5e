import { Annotations, App } from "cdktf";
import { Construct } from "constructs";
import type { BucketStack, Config, S3State, State } from "../config/types";
import { stackWarnings } from "../config/warnings";
import { bucketResources } from "../constructs/base/bucket-resources";
import { TestedAwsProvider } from "../constructs/tested-providers";
import { AccessStack, type StackLanguage } from "./access-stack";
import { AwsStack } from "./aws-stack";
import { GithubStack } from "./github-stack";

/**
 * Creates the CDKTF app of an access.yaml with all its stacks. Stacks of GitHub depend on the stacks of the accounts whose roles they publish.
 * No stack depends on the stack of the state bucket: deploy it on its own first, because the CDKTF CLI initializes all stacks before it deploys
 * one. Warnings are annotations, which the CDKTF CLI prints at synth, diff and deploy.
 * @param outdir output folder. Each stack is written to `stacks/<stack>/cdk.tf.json` in it, or to `cdk.tf`.
 * @param language of the output. The environment variable SYNTH_HCL_OUTPUT of CDKTF, which `cdktf synth --hcl` sets, overrides it.
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
  const { state, providers, accounts, owners } = config;
  // CDKTF's validations need a Terraform binary if a provider is imported. Synthesis does not.
  const app = new App({ outdir, hclOutput: language === "hcl", stackTraces: false, skipValidation: true });
  if (state.kind === "s3" && state.bucketStack !== undefined) {
    new StateStack(app, state, state.bucketStack, providers);
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

/** Name of the stack and of the bucket construct. */
const STATE_STACK = "state";

/** The stack of the bucket for the state of all stacks, its own included once the bucket exists. */
class StateStack extends AccessStack {
  constructor(
    scope: Construct,
    state: S3State,
    { ownState, accountIds }: BucketStack,
    providers: Config["providers"],
  ) {
    const ownBackend: State = ownState === "bucket" ? state : { kind: "local", directory: "." };
    super(scope, { stack: STATE_STACK, state: ownBackend, providers });
    const { bucket, region, partition, kmsKeyId, assumeRoleArn } = state;
    new TestedAwsProvider(this, "aws", {
      region,
      allowedAccountIds: [...accountIds],
      versions: providers.aws,
      ...(assumeRoleArn !== undefined && { assumeRole: [{ roleArn: assumeRoleArn }] }),
    });
    bucketResources(new Construct(this, STATE_STACK), { bucket, partition, kmsKeyId });
  }
}
