import type { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { Construct } from "constructs";
import { NEEDS_REVIEWERS, waitMinutes } from "../config/schema/github";
import { text } from "../config/schema/parts";
import { DEPLOYMENT_PATTERN, environmentRule, MAX_REVIEWERS } from "../policy/github-names";
import { environmentResources } from "./base/github-resources";
import { type GithubId, idProblems, type NamedRepository, repositoryName, repositoryProblems } from "./props";
import { resourceAddress } from "./terraform-text";
import { hasTestedGithubProvider } from "./tested-providers";
import { assertValid, listProblems, valueProblems } from "./validation";

/**
 * Reviewers by their ids, such as `DataGithubUser.id` and `DataGithubTeam.id`.
 * @inline
 */
interface ReviewersOfEnvironment {
  readonly users?: readonly GithubId[];
  readonly teams?: readonly GithubId[];
}

/** Props of a GitHub environment and its protection rules. */
export interface GithubEnvironmentProps {
  /** Name without the owner, or a resource with a name. The owner is that of the `GithubProvider`. */
  readonly repository: NamedRepository;
  /** In the same case as in `trust`. Without a colon, because the provider uses it as a separator in ids. */
  readonly name: string;
  /** Patterns of the branches that may deploy; `*` matches all characters except `/`. Default: all branches, or none if `tags` is set. */
  readonly branches?: readonly string[];
  /** Patterns of the tags that may deploy. Default: all tags, or none if `branches` is set. */
  readonly tags?: readonly string[];
  /** One of them must approve each job. At most six users and teams. Default: no approval. */
  readonly reviewers?: ReviewersOfEnvironment;
  /** Whether the user who started a run cannot approve it. Requires reviewers. Default: false. */
  readonly preventSelfReview?: boolean;
  /** Minutes that a job waits, at most 43,200. Default: 0. */
  readonly waitMinutes?: number;
  /** Whether administrators may bypass the protection rules. Default: false (GitHub's own default is true). */
  readonly administratorsMayBypass?: boolean;
}

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
    assertValid(this, environmentProblems(props, hasTestedGithubProvider(this)));
    const { branches = [], tags = [], reviewers: { users = [], teams = [] } = {} } = props;
    this.name = props.name;
    this.repositoryName = repositoryName(props.repository);
    this.isProtected = branches.length + tags.length + users.length + teams.length > 0;
    this.environment = environmentResources(this, {
      repository: this.repositoryName,
      name: props.name,
      branches,
      tags,
      reviewers: { users, teams },
      preventSelfReview: props.preventSelfReview ?? false,
      waitMinutes: props.waitMinutes ?? 0,
      administratorsMayBypass: props.administratorsMayBypass ?? false,
    });
    this.environmentAddress = resourceAddress(this.environment);
  }

  /** Name as a CDKTF token: resources that use it are created after the environment. */
  get environmentName(): string {
    return this.environment.environment;
  }
}

/** Finds what GitHub or its Terraform provider would reject or ignore. */
function environmentProblems(props: GithubEnvironmentProps, isTested: boolean): readonly string[] {
  return [
    ...repositoryProblems("repository", props.repository),
    ...valueProblems("name", props.name, text(environmentRule(isTested))),
    ...listProblems("branches", props.branches ?? [], text(DEPLOYMENT_PATTERN), "branch pattern"),
    ...listProblems("tags", props.tags ?? [], text(DEPLOYMENT_PATTERN), "tag pattern"),
    ...reviewerProblems(props),
    ...valueProblems("waitMinutes", props.waitMinutes ?? 0, waitMinutes),
  ];
}

function reviewerProblems({ reviewers = {}, preventSelfReview }: GithubEnvironmentProps): readonly string[] {
  const { users = [], teams = [] } = reviewers;
  const count = users.length + teams.length;
  return [
    ...idProblems("reviewers.users", users),
    ...idProblems("reviewers.teams", teams),
    ...(count > MAX_REVIEWERS
      ? [`reviewers: expected at most ${MAX_REVIEWERS} reviewers (users and teams together), got ${count}`]
      : []),
    ...(preventSelfReview === true && count === 0 ? [`preventSelfReview: ${NEEDS_REVIEWERS}`] : []),
  ];
}
