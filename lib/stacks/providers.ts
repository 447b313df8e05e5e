import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import type { Construct } from "constructs";

/** The versions that the deploy tests cover, instead of the exact version of the bindings. */
const OLDEST_AWS_PROVIDER = "5.100.0";
const GITHUB_PROVIDER_VERSIONS = ">= 6.9.0, < 7.0.0";

/** Each stack has one version of the AWS provider, whatever the number of its regions. */
interface CoveredAwsProviderConfig extends AwsProviderConfig {
  /** The oldest version that the stack needs. Default: the oldest that is covered. */
  readonly oldestVersion?: string | undefined;
}

/** The AWS provider in any covered version. */
export class CoveredAwsProvider extends AwsProvider {
  override readonly terraformGeneratorMetadata: { providerName: string; providerVersion: string };

  constructor(scope: Construct, id: string, { oldestVersion, ...config }: CoveredAwsProviderConfig) {
    super(scope, id, config);
    this.terraformGeneratorMetadata = {
      providerName: "aws",
      providerVersion: `>= ${oldestVersion ?? OLDEST_AWS_PROVIDER}, < 7.0.0`,
    };
  }
}

/** The GitHub provider in any covered version. Its token comes only from GITHUB_TOKEN. */
export class CoveredGithubProvider extends GithubProvider {
  override readonly terraformGeneratorMetadata = {
    providerName: "github",
    providerVersion: GITHUB_PROVIDER_VERSIONS,
  };
}
