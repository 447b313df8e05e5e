import type { ArnScope } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-names";
import { knownPartition, REGION } from "../policy/partition";
import { checkText, literalProblems } from "./validation";

/** The AWS account that resources are made in. */
export interface AccountProps {
  /** 12 digits, or a token, such as `DataAwsCallerIdentity.accountId`. */
  readonly accountId: string;
  /** Where its ECR repositories are, such as `ap-northeast-2`. Literal text: the partition follows from it. */
  readonly region: string;
}

/** What every ARN in an account begins with. */
export function arnScope({ accountId, region }: AccountProps): ArnScope {
  return { accountId, partition: knownPartition(region) };
}

/** Why an account cannot stand in the props. */
export function accountProblems(account: AccountProps | undefined): readonly string[] {
  if (account === undefined) return [];
  return [
    ...checkText("account.accountId", account.accountId, ACCOUNT_ID),
    ...literalProblems("account.region", account.region, REGION),
  ];
}
