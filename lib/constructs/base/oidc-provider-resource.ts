import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import type { Construct } from "constructs";
import type { OidcProviderMode } from "../../config/types";
import { RESOURCE } from "../address";
import { tagged } from "../terraform-text";

interface OidcProviderProps {
  readonly mode: OidcProviderMode;
  /** Issuer of the tokens, without `https://`. */
  readonly issuerHost: string;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** The ARN of a provider to import. */
  readonly arn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Creates or imports an account's OIDC provider, from checked values. Undefined for a provider that exists. */
export function oidcProviderResource(
  scope: Construct,
  { mode, issuerHost, audience, arn, tags }: OidcProviderProps,
): IamOpenidConnectProvider | undefined {
  if (mode === "existing") return undefined;
  const provider = new IamOpenidConnectProvider(scope, RESOURCE, {
    url: `https://${issuerHost}`,
    clientIdList: [audience],
    ...tagged(tags),
  });
  if (mode === "import" && arn !== undefined) provider.importFrom(arn);
  return provider;
}
