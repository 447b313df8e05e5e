import { Construct } from "constructs";
import type { BucketStack, S3State, State } from "../config/types";
import { bucketResources } from "../constructs/base/bucket-resources";
import { AccessStack } from "./access-stack";
import { CoveredAwsProvider } from "./providers";

/** Name of the stack and of the bucket construct. */
const STATE_STACK = "state";

/** The stack of the bucket for the state of all stacks, its own included once the bucket exists. */
export class StateStack extends AccessStack {
  constructor(scope: Construct, state: S3State, { ownState, accountIds }: BucketStack) {
    const ownBackend: State = ownState === "bucket" ? state : { kind: "local", directory: "." };
    super(scope, { stack: STATE_STACK, state: ownBackend });
    const { bucket, region, partition, kmsKeyId, assumeRoleArn } = state;
    new CoveredAwsProvider(this, "aws", {
      region,
      allowedAccountIds: [...accountIds],
      ...(assumeRoleArn !== undefined && { assumeRole: [{ roleArn: assumeRoleArn }] }),
    });
    bucketResources(new Construct(this, STATE_STACK), { bucket, partition, kmsKeyId });
  }
}
