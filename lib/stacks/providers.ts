import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";

/** The versions that the deploy tests cover, instead of the exact version of the bindings. */
const AWS_PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";
const GITHUB_PROVIDER_VERSIONS = ">= 6.9.0, < 7.0.0";

/** The AWS provider in any covered version. */
export class CoveredAwsProvider extends AwsProvider {
  override readonly terraformGeneratorMetadata = {
    providerName: "aws",
    providerVersion: AWS_PROVIDER_VERSIONS,
  };
}

/** The GitHub provider in any covered version. Its token comes only from GITHUB_TOKEN. */
export class CoveredGithubProvider extends GithubProvider {
  override readonly terraformGeneratorMetadata = {
    providerName: "github",
    providerVersion: GITHUB_PROVIDER_VERSIONS,
  };
}
