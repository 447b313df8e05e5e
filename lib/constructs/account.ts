import type { ArnScope } from "../policy/arn";
import { knownPartition, REGION } from "../policy/partition";
import { literalText } from "./literal-text";

/** The AWS account that resources are made in. */
export interface AccountProps {
  /** 12 digits, or a token, such as `DataAwsCallerIdentity.accountId`. */
  readonly accountId: string;
  /** Where its ECR repositories are, such as `ap-northeast-2`. Literal text: the partition follows from it. */
  readonly region: string;
}

/**
 * What every ARN in an account begins with.
 * @param place of the account in messages.
 * @throws Error for a region that is none, or a token.
 */
export function arnScope({ accountId, region }: AccountProps, place: string): ArnScope {
  literalText(region, REGION, `${place}.region`);
  return { accountId, partition: knownPartition(region) };
}
