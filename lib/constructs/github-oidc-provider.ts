import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { type ArnScope, oidcProviderArn } from "../policy/arn";
import { GITHUB_ISSUER_HOST, GITHUB_ISSUER_URL } from "../policy/github-issuer";
import { RESOURCE } from "./address";
import { tagged } from "./tagged";

export interface GithubOidcProviderProps {
  readonly account: ArnScope;
  /** `create` makes the provider, `existing` refers to it, `import` takes over one that was made by hand. */
  readonly mode: "create" | "existing" | "import";
  readonly audience: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The account's trust in GitHub Actions. Without a thumbprint: IAM knows GitHub's certificates itself.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class GithubOidcProvider extends Construct {
  /** Literal text, also where the provider exists already. */
  readonly providerArn: string;
  /** Addresses of what has to stand before a role can trust the provider. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { account, mode, audience, tags }: GithubOidcProviderProps) {
    super(scope, id);
    this.providerArn = oidcProviderArn(account, GITHUB_ISSUER_HOST);
    if (mode === "existing") {
      this.addresses = [];
      return;
    }
    const provider = new IamOpenidConnectProvider(this, RESOURCE, {
      url: GITHUB_ISSUER_URL,
      clientIdList: [audience],
      ...tagged(tags),
    });
    if (mode === "import") provider.importFrom(this.providerArn);
    this.addresses = [`${provider.terraformResourceType}.${provider.friendlyUniqueId}`];
  }
}
