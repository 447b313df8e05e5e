import type { ArnScope } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-names";
import { knownPartition, REGION } from "../policy/partition";
import { checkText, literalProblems } from "./validation";

/** An AWS account and region. */
export interface AccountProps {
  /** 12 digits, or a CDKTF token such as `DataAwsCallerIdentity.accountId`. */
  readonly accountId: string;
  /** Region of the ECR repositories, such as `ap-northeast-2`. A literal string, because the partition follows from it. */
  readonly region: string;
}

/** The parts that every ARN in an account starts with. */
export function arnScope({ accountId, region }: AccountProps): ArnScope {
  return { accountId, partition: knownPartition(region) };
}

/** Checks the prop `account`. */
export function accountProblems(account: AccountProps | undefined): readonly string[] {
  if (account === undefined) return [];
  return [
    ...checkText("account.accountId", account.accountId, ACCOUNT_ID),
    ...literalProblems("account.region", account.region, REGION),
  ];
}
