import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { GithubProvider, type GithubProviderConfig } from "@cdktf/provider-github/lib/provider";
import { TerraformProvider, type TerraformProviderGeneratorMetadata, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  compareVersions,
  DEFAULT_VERSIONS,
  OLDEST_VERSIONS,
  versionRange,
} from "../config/provider-versions";

/** The versions of a provider. */
export interface ProviderVersionsProps {
  /**
   * A version, or a range in Terraform's syntax, such as `~> 6.13`. Default: the versions that this package is tested with.
   * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
   */
  readonly versions?: string;
}

/**
 * The AWS provider in the versions that this package is tested with. `AwsProvider` of the bindings allows only the version from which it was
 * generated.
 * @example
 * ```ts
 * import { App, TerraformStack } from "cdktf";
 * import { TestedAwsProvider } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new TestedAwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * console.log(stack.toTerraform().terraform.required_providers.aws.version); // >= 5.100.0, < 7.0.0
 * ```
 */
export class TestedAwsProvider extends AwsProvider {
  /** The versions for `required_providers`. */
  override readonly terraformGeneratorMetadata: TerraformProviderGeneratorMetadata;
  /** The bindings write `aws`. OpenTofu then installs the provider again at each run. */
  override readonly terraformProviderSource = "hashicorp/aws";

  constructor(scope: Construct, id: string, props: AwsProviderConfig & ProviderVersionsProps = {}) {
    const { versions = DEFAULT_VERSIONS.aws, ...config } = props;
    super(scope, id, config);
    this.terraformGeneratorMetadata = { providerName: "aws", providerVersion: versions };
  }
}

/**
 * The GitHub provider in the versions that this package is tested with. `GithubProvider` of the bindings allows only the version from which it
 * was generated. Create it before the constructs of this package: they write the arguments that its lowest version knows.
 * @example
 * ```ts
 * import { App, TerraformStack } from "cdktf";
 * import { TestedGithubProvider } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new TestedGithubProvider(stack, "github", { owner: "acme", versions: "~> 6.13" });
 * console.log(stack.toTerraform().terraform.required_providers.github.version); // ~> 6.13
 * ```
 */
export class TestedGithubProvider extends GithubProvider {
  /** The versions for `required_providers`. */
  override readonly terraformGeneratorMetadata: TerraformProviderGeneratorMetadata;

  constructor(scope: Construct, id: string, props: GithubProviderConfig & ProviderVersionsProps = {}) {
    const { versions = DEFAULT_VERSIONS.github, ...config } = props;
    super(scope, id, config);
    this.terraformGeneratorMetadata = { providerName: "github", providerVersion: versions };
  }
}

/**
 * Whether each version of the GitHub provider that the stack allows knows `value` of secrets and a colon in the name of an environment. Without
 * a provider yet, it is that of the bindings, 6.9.0.
 */
export function hasTestedGithubProvider(scope: Construct): boolean {
  const versions = TerraformStack.of(scope)
    .node.children.filter(TerraformProvider.isTerraformProvider)
    .filter(({ terraformResourceType }) => terraformResourceType === "github")
    .map(({ terraformGeneratorMetadata }) => terraformGeneratorMetadata?.providerVersion ?? "");
  return (
    versions.length > 0 &&
    versions.every((constraint) => {
      const { lowest } = versionRange(constraint);
      return lowest !== undefined && compareVersions(lowest.version, OLDEST_VERSIONS.github) >= 0;
    })
  );
}
