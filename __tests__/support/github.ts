import type { ArnScope } from "../../lib/policy/arn";

/** The issuer of github.com's tokens, as condition keys have it. */
export const ISSUER = "token.actions.githubusercontent.com";

/** The account of the examples. */
export const ACCOUNT_ID = "123456789012";
export const ACCOUNT: ArnScope = { partition: "aws", accountId: ACCOUNT_ID };

/** The OIDC provider of github.com in that account. */
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/${ISSUER}`;
