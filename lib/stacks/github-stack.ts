import { Construct } from "constructs";
import type { Config, Environment, GithubValue, Owner } from "../config/config";
import { address } from "../constructs/address";
import { GithubEnvironment } from "../constructs/github-environment";
import { GithubValues } from "../constructs/github-values";
import { Reviewers } from "../constructs/reviewers";
import { SubjectTemplates } from "../constructs/subject-templates";
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
    new SubjectTemplates(this, "templates", { templates: owner.templates });
    for (const as of KINDS) {
      new GithubValues(this, as, {
        as,
        values: owner.values
          .filter((value) => value.as === as)
          .map((value) => ({ ...value, ...afterItsEnvironment(value, environments) })),
      });
    }
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
  { target }: GithubValue,
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
