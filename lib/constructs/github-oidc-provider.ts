import { Token } from "cdktf";
import { Construct } from "constructs";
import { text } from "../config/schema/parts";
import type { OidcProviderMode } from "../config/types";
import { oidcProviderArn } from "../policy/arn";
import { ENTERPRISE, GITHUB_COM, GITHUB_HOST, githubAt, issuerHost } from "../policy/github-issuer";
import { AUDIENCE } from "../policy/iam-limits";
import { defaultAudience } from "../policy/partition";
import { givenText } from "../policy/text-rule";
import { oidcProviderResource } from "./base/iam-resources";
import { type AccountProps, accountProblems, arnScope } from "./props";
import { resourceAddress } from "./terraform-text";
import { assertValid, literalProblems, othersInStack, valueProblems } from "./validation";

/** An account's OIDC provider for the tokens of a GitHub. */
export interface GithubOidcProviderProps {
  /**
   * `create` creates the provider, `existing` reuses one, `import` imports one into the Terraform state. An account can have only one
   * provider for each GitHub. Default: `create`.
   */
  readonly mode?: OidcProviderMode;
  /** Account of the provider. With it, ARNs are literal strings, and roles use it as their account. */
  readonly account?: AccountProps;
  /** ARN of an existing provider. Accepts a CDKTF token. Default: from `account`. */
  readonly arn?: string;
  /** `github.com`, `SUBDOMAIN.ghe.com`, or the host of a GitHub Enterprise Server. Default: `github.com`. */
  readonly host?: string;
  /** Slug of the enterprise, if the issuer contains it. github.com only. Default: none. */
  readonly enterprise?: string | undefined;
  /** The only allowed value of `aud`. Default: by the account's partition; `sts.amazonaws.com` without an account. */
  readonly audience?: string;
  /** Values may be CDKTF tokens. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The IAM OIDC provider for GitHub Actions. It has no thumbprint, because IAM trusts GitHub's certificate authorities.
 * @throws Error with every problem of the props.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 * @example
 * ```ts
 * import { App, TerraformStack } from "cdktf";
 * import { GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * const { providerArn } = new GithubOidcProvider(stack, "github", {
 *   mode: "existing",
 *   account: { accountId: "123456789012", region: "ap-northeast-2" },
 * });
 * console.log(providerArn); // arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com
 * ```
 */
export class GithubOidcProvider extends Construct {
  /** A literal string if the account or the ARN is known, otherwise the attribute of the resource. */
  readonly providerArn: string;
  /** Issuer of the tokens, without `https://`: the prefix of the condition keys. */
  readonly issuerHost: string;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** Host of the GitHub. */
  readonly host: string;
  /** Slug of the enterprise in the issuer, if any. */
  readonly enterprise: string | undefined;
  /** As given in the props. */
  readonly account: AccountProps | undefined;
  /** Addresses of the resources that must exist before a role can trust the provider. */
  readonly addresses: readonly string[];

  /** Reuses the provider of an account. Creates nothing. */
  static fromAccount(
    scope: Construct,
    id: string,
    account: AccountProps,
    options: Pick<GithubOidcProviderProps, "host" | "enterprise" | "audience"> = {},
  ): GithubOidcProvider {
    return new GithubOidcProvider(scope, id, { ...options, account, mode: "existing" });
  }

  /** Reuses the provider with this ARN, which may be a CDKTF token. Creates nothing. */
  static fromArn(
    scope: Construct,
    id: string,
    arn: string,
    options: Pick<GithubOidcProviderProps, "host" | "enterprise" | "audience"> = {},
  ): GithubOidcProvider {
    return new GithubOidcProvider(scope, id, { ...options, arn, mode: "existing" });
  }

  constructor(scope: Construct, id: string, props: GithubOidcProviderProps = {}) {
    super(scope, id);
    assertValid(this, providerProblems(props));
    const { mode = "create", account, enterprise, host = GITHUB_COM } = props;
    const scopeOfArns = account && arnScope(account);
    this.host = host;
    this.enterprise = enterprise;
    this.account = account;
    this.issuerHost = issuerHost(githubAt(host, enterprise));
    this.audience = props.audience ?? defaultAudience(scopeOfArns?.partition ?? "aws");
    const knownArn = props.arn ?? (scopeOfArns && oidcProviderArn(scopeOfArns, this.issuerHost));
    if (mode !== "existing") assertValid(this, sameProviderProblems(this));
    const provider = oidcProviderResource(this, {
      mode,
      issuerHost: this.issuerHost,
      audience: this.audience,
      arn: knownArn,
      tags: props.tags ?? {},
    });
    // A CDKTF token may turn out to be the ARN of another provider. The resource has its own ARN.
    const isOwn = provider !== undefined && (knownArn === undefined || Token.isUnresolved(props.arn));
    this.providerArn = isOwn ? provider.arn : (knownArn ?? "");
    this.addresses = provider === undefined ? [] : [resourceAddress(provider)];
  }
}

function sameProviderProblems(provider: GithubOidcProvider): readonly string[] {
  const other = othersInStack(provider, GithubOidcProvider).find(
    ({ issuerHost, addresses }) => issuerHost === provider.issuerHost && addresses.length > 0,
  );
  if (other === undefined) return [];
  return [
    `host: expected one OIDC provider for ${provider.issuerHost}, got a second one. Pass ${other.node.path} as oidcProvider instead`,
  ];
}

function providerProblems(props: GithubOidcProviderProps): readonly string[] {
  const { mode = "create", account, arn, host = GITHUB_COM, enterprise } = props;
  const problems = [...accountProblems(account), ...literalProblems("host", host, text(GITHUB_HOST))];
  if (props.audience !== undefined)
    problems.push(...valueProblems("audience", props.audience, text(AUDIENCE)));
  if (enterprise !== undefined) problems.push(...literalProblems("enterprise", enterprise, text(ENTERPRISE)));
  return problems.length > 0
    ? problems
    : arnProblems(arn, mode, account, issuerHost(githubAt(host, enterprise)));
}

function arnProblems(
  arn: string | undefined,
  mode: OidcProviderMode,
  account: AccountProps | undefined,
  issuer: string,
): readonly string[] {
  if (mode === "create") {
    return arn === undefined
      ? []
      : ['arn: expected no arn with mode "create". Set mode to "existing" or "import"'];
  }
  if (arn === undefined) {
    if (account !== undefined) return [];
    return [`arn: missing. Expected arn or account with mode "${mode}"`];
  }
  if (Token.isUnresolved(arn) || arn.endsWith(`:oidc-provider/${issuer}`)) return [];
  return [
    `arn: expected the ARN of the OIDC provider for ${issuer} (arn:PARTITION:iam::ACCOUNT:oidc-provider/${issuer}), got ${givenText(arn)}`,
  ];
}
