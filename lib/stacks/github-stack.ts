import { App } from "cdktf";
import { Construct } from "constructs";
import { DEFAULT_WRITE_DELAY_MS } from "../config/defaults";
import { managedParts, releasedParts } from "../config/github-origins";
import type { Config, Environment, GithubValue, Owner } from "../config/types";
import { address } from "../constructs/address";
import {
  environmentResources,
  Reviewers,
  subjectTemplateResource,
} from "../constructs/base/github-resources";
import { valueResource } from "../constructs/base/value-resource";
import { resourceAddress } from "../constructs/terraform-text";
import { TestedGithubProvider } from "../constructs/tested-providers";
import { AccessStack } from "./access-stack";
import { movedResources, releasedResources, resourceAddresses } from "./renames";

/** Each kind has its own scope: a secret and a variable can have the same name. */
const KINDS = ["secrets", "variables", "dependabot secrets"] as const satisfies readonly GithubValue["as"][];

/** The stack of one owner: environments, subject templates, and published values. What is `existing` leaves the state. */
export class GithubStack extends AccessStack {
  constructor(
    scope: Construct,
    whole: Owner,
    { github, state, providers }: Pick<Config, "github" | "state" | "providers">,
  ) {
    const owner = managedParts(whole);
    super(scope, { stack: owner.stack, state, providers });
    new TestedGithubProvider(this, "github", {
      owner: owner.name,
      versions: providers.github,
      ...(github.writeDelayMs !== DEFAULT_WRITE_DELAY_MS && { writeDelayMs: github.writeDelayMs }),
      ...(github.apiBaseUrl !== undefined && { baseUrl: github.apiBaseUrl }),
    });
    const environments = environmentAddresses(this, owner.environments);
    subjectTemplates(new Construct(this, "templates"), owner);
    for (const as of KINDS) {
      const values = owner.values.filter((value) => value.as === as);
      githubValues(new Construct(this, as), as, values, environments);
    }
    const { outdir } = App.of(this);
    const addressesOf = (other: Owner) =>
      resourceAddresses(
        new GithubStack(new App({ outdir, stackTraces: false }), other, { github, state, providers }),
      );
    movedResources(this, owner, addressesOf);
    releasedResources(this, releasedParts(whole), addressesOf);
  }
}

/** Creates subject templates. That of the organization has its own scope, because a repository can be named organization. */
function subjectTemplates(scope: Construct, { name, templates }: Owner): void {
  const repositories = new Construct(scope, "repositories");
  for (const template of templates) {
    const { repository } = template;
    subjectTemplateResource(
      repository === undefined
        ? new Construct(scope, "organization")
        : new Construct(repositories, address(repository)),
      template,
      name,
    );
  }
}

/** Creates values of one kind, like `GithubValues`, but without a construct for each target, which would double the time for 10,000 values. */
function githubValues(
  kind: Construct,
  as: GithubValue["as"],
  values: readonly GithubValue[],
  environments: ReadonlyMap<string, string>,
): void {
  // Each level has its own scope: the name of an organization secret can equal the address of a repository secret.
  const scopes = {
    repository: kind,
    environment: new Construct(kind, "environment"),
    organization: new Construct(kind, "organization"),
  };
  for (const value of values) {
    const resource = valueResource(scopes[value.target.level], as, value, "value");
    const environment = environmentOf(value, environments);
    if (environment !== undefined) resource.dependsOn = [environment];
  }
}

/** Creates environments. @returns their addresses, by repository and name. */
function environmentAddresses(stack: Construct, list: readonly Environment[]): ReadonlyMap<string, string> {
  const reviewers = new Reviewers(stack, "reviewers", {
    users: [...new Set(list.flatMap((each) => each.reviewers.users))],
    teams: [...new Set(list.flatMap((each) => each.reviewers.teams))],
  });
  const scope = new Construct(stack, "environments");
  return new Map(
    list.map((each) => {
      const environment = environmentResources(new Construct(scope, address(each.repository, each.name)), {
        ...each,
        reviewers: {
          users: each.reviewers.users.flatMap((login) => reviewers.userIds.get(login) ?? []),
          teams: each.reviewers.teams.flatMap((slug) => reviewers.teamIds.get(slug) ?? []),
        },
      });
      return [environmentKey(each.repository, each.name), resourceAddress(environment)];
    }),
  );
}

/** The address of the environment of a value, if this stack creates it. */
function environmentOf(
  { target }: GithubValue,
  environments: ReadonlyMap<string, string>,
): string | undefined {
  if (target.level !== "environment") return undefined;
  return environments.get(environmentKey(target.repository, target.environment));
}

/** GitHub ignores the case of both. */
function environmentKey(repository: string, environment: string): string {
  return JSON.stringify([repository, environment]).toLowerCase();
}
