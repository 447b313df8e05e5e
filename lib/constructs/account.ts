import type { ArnScope } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-names";
import { knownPartition, REGION } from "../policy/partition";
import { checkText, literalTextProblems } from "./validation";

/**
 * The AWS account that resources are made in.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type AccountProps, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const account: AccountProps = { accountId: "123456789012", region: "cn-north-1" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: account.region });
 * const { providerArn } = new GithubOidcProvider(stack, "github", { account });
 * console.log(providerArn); // arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com
 * ```
 */
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
    ...literalTextProblems("account.region", account.region, REGION),
  ];
}
