import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { RepositoryEnvironmentDeploymentPolicy } from "@cdktf/provider-github/lib/repository-environment-deployment-policy";
import { Construct } from "constructs";
import { addressWithoutTokens, RESOURCE } from "./address";
import {
  environmentProblems,
  type GithubEnvironmentProps,
  type ReviewersOfEnvironment,
} from "./github-environment-props";
import { idNumbers } from "./github-ids";
import { repositoryName } from "./repository-name";
import { escapeTemplate, resourceAddress } from "./terraform-text";
import { assertValid } from "./validation";

/**
 * A GitHub environment of a repository with its protection rules.
 * @throws Error with every problem of the props.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 * @example
 * ```ts
 * import { DataGithubUser } from "@cdktf/provider-github/lib/data-github-user";
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubEnvironment } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const production = new GithubEnvironment(stack, "production", {
 *   repository: "web",
 *   name: "production",
 *   branches: ["main"],
 *   reviewers: { users: [new DataGithubUser(stack, "octocat", { username: "octocat" }).id] },
 * });
 * console.log(production.environmentAddress); // github_repository_environment.production_98A682B9
 * ```
 */
export class GithubEnvironment extends Construct {
  /** Address of the resource, for `dependsOn` of other resources. */
  readonly environmentAddress: string;
  /** Name as given. Pass `environmentName` to resources that must be created after the environment. */
  readonly name: string;
  /** Name of the repository without its owner, as given. */
  readonly repositoryName: string;
  /** Whether it requires a reviewer or limits branches or tags. */
  readonly isProtected: boolean;
  private readonly environment: RepositoryEnvironment;

  constructor(scope: Construct, id: string, props: GithubEnvironmentProps) {
    super(scope, id);
    assertValid(this, environmentProblems(props));
    const { branches = [], tags = [], waitMinutes = 0 } = props;
    const repository = repositoryName(props.repository);
    this.name = props.name;
    this.repositoryName = repository;
    const { users = [], teams = [] } = props.reviewers ?? {};
    this.isProtected = branches.length + tags.length + users.length + teams.length > 0;
    const environment = escapeTemplate(props.name);
    this.environment = new RepositoryEnvironment(this, RESOURCE, {
      repository,
      environment,
      canAdminsBypass: props.administratorsMayBypass ?? false,
      ...(props.preventSelfReview === true && { preventSelfReview: true }),
      ...(waitMinutes !== 0 && { waitTimer: waitMinutes }),
      ...reviewed(props.reviewers ?? {}),
      ...(branches.length + tags.length > 0 && {
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      }),
    });
    this.environmentAddress = resourceAddress(this.environment);
    const names = [repository, props.name];
    const inside = { repository, environment, dependsOn: [this.environment] };
    for (const pattern of branches) {
      new RepositoryEnvironmentDeploymentPolicy(this, addressWithoutTokens(names, "branch", pattern), {
        ...inside,
        branchPattern: escapeTemplate(pattern),
      });
    }
    for (const pattern of tags) {
      new RepositoryEnvironmentDeploymentPolicy(this, addressWithoutTokens(names, "tag", pattern), {
        ...inside,
        tagPattern: escapeTemplate(pattern),
      });
    }
  }

  /** Name as a CDKTF token: resources that use it are created after the environment. */
  get environmentName(): string {
    return this.environment.environment;
  }
}

/** The argument `reviewers` of the resource, if there are reviewers. */
function reviewed({ users = [], teams = [] }: ReviewersOfEnvironment): {
  reviewers?: { users?: number[]; teams?: number[] }[];
} {
  if (users.length + teams.length === 0) return {};
  return {
    reviewers: [
      {
        ...(users.length > 0 && { users: idNumbers(users) }),
        ...(teams.length > 0 && { teams: idNumbers(teams) }),
      },
    ],
  };
}
