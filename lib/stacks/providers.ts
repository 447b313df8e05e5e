import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { GithubProvider, type GithubProviderConfig } from "@cdktf/provider-github/lib/provider";
import type { TerraformProviderGeneratorMetadata } from "cdktf";
import type { Construct } from "constructs";

interface Versioned {
  /** A version constraint, instead of the exact version of the bindings. */
  readonly versions: string;
}

/** The AWS provider in the versions that a file allows. */
export class CoveredAwsProvider extends AwsProvider {
  override readonly terraformGeneratorMetadata: TerraformProviderGeneratorMetadata;
  /** The bindings write `aws`. OpenTofu then installs the provider again at each run. */
  override readonly terraformProviderSource = "hashicorp/aws";

  constructor(scope: Construct, id: string, { versions, ...config }: AwsProviderConfig & Versioned) {
    super(scope, id, config);
    this.terraformGeneratorMetadata = { providerName: "aws", providerVersion: versions };
  }
}

/** The GitHub provider in the versions that a file allows. Its token comes only from GITHUB_TOKEN. */
export class CoveredGithubProvider extends GithubProvider {
  override readonly terraformGeneratorMetadata: TerraformProviderGeneratorMetadata;

  constructor(scope: Construct, id: string, { versions, ...config }: GithubProviderConfig & Versioned) {
    super(scope, id, config);
    this.terraformGeneratorMetadata = { providerName: "github", providerVersion: versions };
  }
}
