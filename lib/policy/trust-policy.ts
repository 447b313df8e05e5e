import { GITHUB_ISSUER_HOST } from "./github-issuer";
import type { NonEmpty } from "./non-empty";
import { oneOrMore, type PolicyDocument, type TrustStatement } from "./policy-document";

export interface Trust {
  /** ARN of the account's OIDC provider for GitHub. */
  readonly providerArn: string;
  /** The only value of `aud` that is let in. */
  readonly audience: string;
  /** Patterns of `sub`; a token that matches any of them is let in. */
  readonly subjects: NonEmpty<string>;
}

/**
 * Who may take the role: a token of GitHub's, made for this audience, with one of these subjects. One statement, because
 * statements are alternatives and a second one could only weaken the first.
 */
export function trustPolicy({ providerArn, audience, subjects }: Trust): PolicyDocument<TrustStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${GITHUB_ISSUER_HOST}:aud`]: audience },
          StringLike: { [`${GITHUB_ISSUER_HOST}:sub`]: oneOrMore(subjects) },
        },
      },
    ],
  };
}
