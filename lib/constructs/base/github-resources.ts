import { ActionsOrganizationOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-organization-oidc-subject-claim-customization-template";
import { ActionsRepositoryOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-repository-oidc-subject-claim-customization-template";
import { DataGithubTeam } from "@cdktf/provider-github/lib/data-github-team";
import { DataGithubUser } from "@cdktf/provider-github/lib/data-github-user";
import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { RepositoryEnvironmentDeploymentPolicy } from "@cdktf/provider-github/lib/repository-environment-deployment-policy";
import { type TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Template } from "../../config/types";
import { address, addressWithoutTokens, RESOURCE } from "../address";
import { type GithubId, idNumbers } from "../props";
import { escapeTemplate, githubImportId } from "../terraform-text";

/** Reviewers by their ids. */
interface ReviewerIds {
  readonly users: readonly GithubId[];
  readonly teams: readonly GithubId[];
}

/** Creates an environment with its protection rules, from checked values. */
export function environmentResources(
  scope: Construct,
  environment: Omit<Environment, "reviewers"> & { readonly reviewers: ReviewerIds },
): RepositoryEnvironment {
  const { repository, branches, tags, reviewers, waitMinutes } = environment;
  const name = escapeTemplate(environment.name);
  const resource = new RepositoryEnvironment(scope, RESOURCE, {
    repository,
    environment: name,
    canAdminsBypass: environment.administratorsMayBypass,
    ...(environment.preventSelfReview && { preventSelfReview: true }),
    ...(waitMinutes !== 0 && { waitTimer: waitMinutes }),
    ...reviewed(reviewers),
    ...(branches.length + tags.length > 0 && {
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
    }),
  });
  if (environment.origin === "import") resource.importFrom(githubImportId(repository, environment.name));
  const names = [repository, environment.name];
  const inside = { repository, environment: name, dependsOn: [resource] };
  const importPolicy = (policy: RepositoryEnvironmentDeploymentPolicy, id: number | undefined): void => {
    if (id !== undefined) policy.importFrom(githubImportId(repository, environment.name, id));
  };
  for (const pattern of branches) {
    const id = addressWithoutTokens(names, "branch", pattern);
    const branchPattern = escapeTemplate(pattern);
    importPolicy(
      new RepositoryEnvironmentDeploymentPolicy(scope, id, { ...inside, branchPattern }),
      environment.policyIds?.branches?.[pattern],
    );
  }
  for (const pattern of tags) {
    const id = addressWithoutTokens(names, "tag", pattern);
    const tagPattern = escapeTemplate(pattern);
    importPolicy(
      new RepositoryEnvironmentDeploymentPolicy(scope, id, { ...inside, tagPattern }),
      environment.policyIds?.tags?.[pattern],
    );
  }
  return resource;
}

/** The argument `reviewers` of the resource, if there are reviewers. */
function reviewed({ users, teams }: ReviewerIds): { reviewers?: { users?: number[]; teams?: number[] }[] } {
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

/** Sets the subject template of a repository or the organization, from checked values. */
export function subjectTemplateResource(
  scope: Construct,
  { repository, claims, origin }: Template,
  organization = "organization",
): TerraformResource {
  const resource = templateResource(scope, repository, [...claims]);
  // The provider reads the organization from its own configuration, and takes any text for it.
  if (origin === "import") resource.importFrom(repository ?? organization);
  return resource;
}

function templateResource(
  scope: Construct,
  repository: string | undefined,
  includeClaimKeys: string[],
): TerraformResource {
  return repository === undefined
    ? new ActionsOrganizationOidcSubjectClaimCustomizationTemplate(scope, RESOURCE, { includeClaimKeys })
    : new ActionsRepositoryOidcSubjectClaimCustomizationTemplate(scope, RESOURCE, {
        repository,
        useDefault: false,
        includeClaimKeys,
      });
}

export interface ReviewersProps {
  /** Logins without duplicates. */
  readonly users: readonly string[];
  /** Slugs of teams of the provider's owner, without duplicates. */
  readonly teams: readonly string[];
}

/** Looks up the ids of users and teams, which GitHub requires for reviewers. */
export class Reviewers extends Construct {
  /** By login. */
  readonly userIds: ReadonlyMap<string, number>;
  /** By slug. */
  readonly teamIds: ReadonlyMap<string, number>;

  constructor(scope: Construct, id: string, { users, teams }: ReviewersProps) {
    super(scope, id);
    const byUser = new Construct(this, "users");
    const byTeam = new Construct(this, "teams");
    this.userIds = new Map(
      users.map((username) => [
        username,
        Token.asNumber(new DataGithubUser(byUser, address(username), { username }).id),
      ]),
    );
    this.teamIds = new Map(
      teams.map((slug) => [
        slug,
        Token.asNumber(new DataGithubTeam(byTeam, address(slug), { slug, summaryOnly: true }).id),
      ]),
    );
  }
}
