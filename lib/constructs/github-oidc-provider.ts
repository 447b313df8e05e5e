import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { type ArnScope, oidcProviderArn } from "../policy/arn";
import { RESOURCE } from "./address";
import { tagged } from "./tagged";

export interface GithubOidcProviderProps {
  readonly account: ArnScope;
  /** `create` makes the provider, `existing` refers to it, `import` takes over one that was made by hand. */
  readonly mode: "create" | "existing" | "import";
  /** Who signs the tokens, without `https://`. */
  readonly issuerHost: string;
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
  /** Without `https://`. */
  readonly issuerHost: string;
  /** Addresses of what has to stand before a role can trust the provider. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: GithubOidcProviderProps) {
    super(scope, id);
    const { account, mode, issuerHost, audience, tags } = props;
    this.issuerHost = issuerHost;
    this.providerArn = oidcProviderArn(account, issuerHost);
    if (mode === "existing") {
      this.addresses = [];
      return;
    }
    const provider = new IamOpenidConnectProvider(this, RESOURCE, {
      url: `https://${issuerHost}`,
      clientIdList: [audience],
      ...tagged(tags),
    });
    if (mode === "import") provider.importFrom(this.providerArn);
    this.addresses = [`${provider.terraformResourceType}.${provider.friendlyUniqueId}`];
  }
}
