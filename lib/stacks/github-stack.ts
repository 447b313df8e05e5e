import { Construct } from "constructs";
import type { Config, Environment, GithubValue, Owner, Template, ValueTarget } from "../config/config";
import { address } from "../constructs/address";
import { GithubEnvironment } from "../constructs/github-environment";
import { GithubSubjectTemplate } from "../constructs/github-subject-template";
import { valueId } from "../constructs/github-value-target";
import { GithubValues } from "../constructs/github-values";
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

/** Makes values of one kind: those that one role writes into one place are one construct. */
function githubValues(
  scope: Construct,
  as: GithubValue["as"],
  values: readonly GithubValue[],
  environments: ReadonlyMap<string, string>,
): void {
  const byTarget = new Map<ValueTarget, [GithubValue, ...GithubValue[]]>();
  for (const value of values) {
    const before = byTarget.get(value.target);
    if (before === undefined) byTarget.set(value.target, [value]);
    else before.push(value);
  }
  // Scopes of their own: a secret of the organization may have the name that one of a repository has as its address.
  const scopes = {
    repository: new Construct(scope, "repository"),
    environment: new Construct(scope, "environment"),
    organization: new Construct(scope, "organization"),
  };
  for (const [target, placed] of byTarget) {
    new GithubValues(scopes[target.level], valueId(target, placed[0].name), {
      as,
      target,
      values: Object.fromEntries(placed.map(({ name, value }) => [name, value])),
      ...afterItsEnvironment(target, environments),
    });
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

function afterItsEnvironment(
  target: ValueTarget,
  environments: ReadonlyMap<string, string>,
): { dependsOn?: readonly string[] } {
  if (target.level !== "environment") return {};
  const made = environments.get(environmentKey(target.repository, target.environment));
  return made === undefined ? {} : { dependsOn: [made] };
}

/** GitHub compares both without case. */
function environmentKey(repository: string, environment: string): string {
  return JSON.stringify([repository, environment]).toLowerCase();
}
