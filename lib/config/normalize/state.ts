import { arnScopeOf } from "../../policy/arn";
import { distinct, mapped, type NonEmpty } from "../../policy/non-empty";
import { knownPartition } from "../../policy/partition";
import { type Account, type BucketStack, PASSED_BACKENDS, type State } from "../config";
import { DEFAULT_KEY_PREFIX, STATE_NAMES } from "../defaults";
import type { StateEntry } from "../schema/state";

type S3Entry = NonNullable<StateEntry["s3"]>;

/** Where the state is kept. Default: local files. */
export function resolvedState(entry: StateEntry | undefined, accounts: NonEmpty<Account>): State {
  if (entry?.s3 !== undefined) {
    const { bucket, region, keyPrefix = DEFAULT_KEY_PREFIX, kmsKeyId, assumeRoleArn } = entry.s3;
    return {
      kind: "s3",
      bucket,
      region,
      partition: knownPartition(region),
      keyPrefix,
      kmsKeyId,
      assumeRoleArn,
      bucketStack: bucketStackOf(entry.s3, accounts),
    };
  }
  if (entry?.partial !== undefined) return { kind: "partial", backend: entry.partial };
  for (const kind of PASSED_BACKENDS) {
    const settings = entry?.[kind];
    if (settings !== undefined) return { kind, settings: { ...STATE_NAMES[kind], ...settings } };
  }
  return { kind: "local", directory: entry?.local?.directory ?? "." };
}

/** Without a role of the bucket's account, the bucket can be in any account of the file, and in no other. */
function bucketStackOf(
  { create, assumeRoleArn }: S3Entry,
  accounts: NonEmpty<Account>,
): BucketStack | undefined {
  if (create === undefined || create === false) return undefined;
  return {
    ownState: create === true ? "local" : "bucket",
    accountIds:
      assumeRoleArn === undefined
        ? distinct(mapped(accounts, ({ accountId }) => accountId))
        : [arnScopeOf(assumeRoleArn).accountId],
  };
}
