/**
 * Who signs the tokens of GitHub Actions on github.com, without `https://`: the name under which IAM keeps the provider and
 * the prefix of its condition keys.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const GITHUB_ISSUER_HOST = "token.actions.githubusercontent.com";

export const GITHUB_ISSUER_URL = `https://${GITHUB_ISSUER_HOST}`;
