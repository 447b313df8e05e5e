import { Construct } from "constructs";
import type { Config, Environment, GithubValue, Owner, Template } from "../config/config";
import { address } from "../constructs/address";
import { GithubEnvironment } from "../constructs/github-environment";
import { GithubSubjectTemplate } from "../constructs/github-subject-template";
import { valueResource } from "../constructs/github-value-resources";
import { Reviewers } from "../constructs/reviewers";
import { AccessStack } from "./access-stack";
import { CoveredGithubProvider } from "./providers";

/** A scope each: a secret and a variable may have one name. */
const KINDS = ["secrets", "variables", "dependabot secrets"] as const satisfies readonly GithubValue["as"][];

/** One owner: its environments, the templates of its subjects, and the values that its workflows read. */
export class GithubStack extends AccessStack {
  constructor(scope: Construct, owner: Owner, { github, state }: Pick<Config, "github" | "state">) {
    super(scope, { stack: owner.stack, state });
    new CoveredGithubProvider(this, "github", {
      owner: owner.name,
      ...(github.apiBaseUrl !== undefined && { baseUrl: github.apiBaseUrl }),
    });
    const environments = environmentAddresses(this, owner.environments);
    subjectTemplates(new Construct(this, "templates"), owner.templates);
    for (const as of KINDS) {
      const values = owner.values.filter((value) => value.as === as);
      githubValues(new Construct(this, as), as, values, environments);
    }
  }
}

/** Makes templates; the organization's apart, since a repository may be called organization. */
function subjectTemplates(scope: Construct, templates: readonly Template[]): void {
  const repositories = new Construct(scope, "repositories");
  for (const { repository, claims } of templates) {
    if (repository === undefined) new GithubSubjectTemplate(scope, "organization", { claims });
    else new GithubSubjectTemplate(repositories, address(repository), { repository, claims });
  }
}

/** Makes values of one kind, as `GithubValues` does, but without a construct for each place: ten thousand take longer than their values. */
function githubValues(
  kind: Construct,
  as: GithubValue["as"],
  values: readonly GithubValue[],
  environments: ReadonlyMap<string, string>,
): void {
  // Scopes of their own: a secret of the organization may have the name that one of a repository has as its address.
  const scopes = {
    repository: kind,
    environment: new Construct(kind, "environment"),
    organization: new Construct(kind, "organization"),
  };
  for (const value of values) {
    const resource = valueResource(scopes[value.target.level], as, value);
    const environment = environmentOf(value, environments);
    if (environment !== undefined) resource.dependsOn = [environment];
  }
}

/** Makes environments. @returns their addresses, by repository and name. */
function environmentAddresses(stack: Construct, list: readonly Environment[]): ReadonlyMap<string, string> {
  const reviewers = new Reviewers(stack, "reviewers", {
    users: [...new Set(list.flatMap((each) => each.reviewers.users))],
    teams: [...new Set(list.flatMap((each) => each.reviewers.teams))],
  });
  const scope = new Construct(stack, "environments");
  return new Map(
    list.map((each) => {
      const { environmentAddress } = new GithubEnvironment(scope, address(each.repository, each.name), {
        ...each,
        reviewers: {
          users: each.reviewers.users.flatMap((login) => reviewers.userIds.get(login) ?? []),
          teams: each.reviewers.teams.flatMap((slug) => reviewers.teamIds.get(slug) ?? []),
        },
      });
      return [environmentKey(each.repository, each.name), environmentAddress];
    }),
  );
}

/** The address of the environment that a value lies in, where it is made here. */
function environmentOf(
  { target }: GithubValue,
  environments: ReadonlyMap<string, string>,
): string | undefined {
  if (target.level !== "environment") return undefined;
  return environments.get(environmentKey(target.repository, target.environment));
}

/** GitHub compares both without case. */
function environmentKey(repository: string, environment: string): string {
  return JSON.stringify([repository, environment]).toLowerCase();
}
