import { type ArnScope, arnScopeOf } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-names";
import { isPartition } from "../policy/partition";

/** The account of an IAM ARN; undefined for another string. */
export function accountOf(arn: string | undefined): ArnScope | undefined {
  if (arn === undefined || !/^arn:[^:]*:iam::[0-9]+:/.test(arn)) return undefined;
  const { partition, accountId } = arnScopeOf(arn);
  return isPartition(partition) && ACCOUNT_ID.pattern.test(accountId) ? { partition, accountId } : undefined;
}
