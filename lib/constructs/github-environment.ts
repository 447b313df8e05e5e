import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { RepositoryEnvironmentDeploymentPolicy } from "@cdktf/provider-github/lib/repository-environment-deployment-policy";
import { Construct } from "constructs";
import { address, RESOURCE } from "./address";
import { literal } from "./terraform-text";

export interface GithubEnvironmentProps {
  /** Without its owner, which the provider knows. */
  readonly repository: string;
  readonly name: string;
  /** Patterns for the branches and tags that may deploy; with neither, all may. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Ids, one of whose holders has to approve each job. */
  readonly reviewers: { readonly users: readonly number[]; readonly teams: readonly number[] };
  /** Needs reviewers; without them GitHub forgets it. */
  readonly preventSelfReview: boolean;
  readonly waitMinutes: number;
  readonly administratorsMayBypass: boolean;
}

/**
 * An environment of a repository, and what a job has to pass to run in it.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
 */
export class GithubEnvironment extends Construct {
  /** Of the resource, for what has to be made after it. */
  readonly environmentAddress: string;

  constructor(scope: Construct, id: string, props: GithubEnvironmentProps) {
    super(scope, id);
    const { repository, name, branches, tags, reviewers } = props;
    const isRestricted = branches.length + tags.length > 0;
    const isReviewed = reviewers.users.length + reviewers.teams.length > 0;
    const environment = new RepositoryEnvironment(this, RESOURCE, {
      repository,
      environment: literal(name),
      canAdminsBypass: props.administratorsMayBypass,
      ...(props.preventSelfReview && { preventSelfReview: true }),
      ...(props.waitMinutes > 0 && { waitTimer: props.waitMinutes }),
      ...(isReviewed && {
        reviewers: [
          {
            ...(reviewers.users.length > 0 && { users: [...reviewers.users] }),
            ...(reviewers.teams.length > 0 && { teams: [...reviewers.teams] }),
          },
        ],
      }),
      ...(isRestricted && {
        deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      }),
    });
    this.environmentAddress = `${environment.terraformResourceType}.${environment.friendlyUniqueId}`;
    const inside = { repository, environment: literal(name), dependsOn: [environment] };
    for (const pattern of branches) {
      new RepositoryEnvironmentDeploymentPolicy(this, address(repository, name, "branch", pattern), {
        ...inside,
        branchPattern: literal(pattern),
      });
    }
    for (const pattern of tags) {
      new RepositoryEnvironmentDeploymentPolicy(this, address(repository, name, "tag", pattern), {
        ...inside,
        tagPattern: literal(pattern),
      });
    }
  }
}
