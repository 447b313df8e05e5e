import { managedParts } from "../../../config/github-origins";
import type { Account, Config, Owner, S3State, State } from "../../../config/types";
import { STACK_FILES, type StackLanguage } from "../../../stacks/access-stack";

/** What a pipeline reads of each stack, in the order of the first apply. */
type Stack = StateStack | AwsStack | GithubStack;

interface AnyStack {
  readonly name: string;
  /** From the working folder. */
  readonly file: string;
  /** The type of Terraform's backend; `cloud` for a `cloud` block. */
  readonly backend: string;
  /** Stacks to apply before this one. */
  readonly dependsOn: readonly string[];
}

interface StateStack extends AnyStack {
  readonly kind: "state";
  readonly partition: string;
  readonly region: string;
}

interface AwsStack extends AnyStack {
  readonly kind: "aws";
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
}

interface GithubStack extends AnyStack {
  readonly kind: "github";
  readonly owner: string;
  /** The names of the GitHub repositories that the stack writes to. */
  readonly repositories: readonly string[];
  readonly permissions: GithubPermissions;
}

/**
 * What a GitHub App needs for an apply, under the names of GitHub's API. For a plan, `read` of each is enough.
 * @see https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
type GithubPermissions = Readonly<Partial<Record<GithubPermission, "read" | "write">>>;

type GithubPermission =
  | "actions"
  | "actions_variables"
  | "administration"
  | "dependabot_secrets"
  | "environments"
  | "members"
  | "organization_actions_variables"
  | "organization_administration"
  | "organization_dependabot_secrets"
  | "organization_secrets"
  | "secrets";

/** @param out the output folder, as the user gave it. */
export function stacksOf(config: Config, out: string, language: StackLanguage): readonly Stack[] {
  const { state, accounts, owners } = config;
  const common = (name: string, dependsOn: readonly string[], own: State = state) => ({
    name,
    file: `${out}/stacks/${name}/${STACK_FILES[language][0]}`,
    backend: own.kind === "partial" ? own.backend : own.kind,
    dependsOn,
  });
  return [
    ...(state.kind === "s3" && state.bucketStack !== undefined
      ? [bucketStack(common("state", [], bucketState(state)), state)]
      : []),
    ...accounts.map((account) => accountStack(common(account.stack, []), account)),
    ...owners.map((owner) => ownerStack(common(owner.stack, owner.accountStacks), managedParts(owner))),
  ];
}

/** The state of the bucket's own stack. */
function bucketState(state: S3State): State {
  return state.bucketStack?.ownState === "local" ? { kind: "local", directory: "." } : state;
}

function bucketStack(common: AnyStack, { partition, region }: S3State): StateStack {
  return { ...common, kind: "state", partition, region };
}

function accountStack(common: AnyStack, { accountId, partition, region }: Account): AwsStack {
  return { ...common, kind: "aws", accountId, partition, region };
}

function ownerStack(common: AnyStack, owner: Owner): GithubStack {
  return {
    ...common,
    kind: "github",
    owner: owner.name,
    repositories: repositoriesOf(owner),
    permissions: permissionsOf(owner),
  };
}

function repositoriesOf({ values, environments, templates }: Owner): readonly string[] {
  const names = [
    ...values.map(({ target }) => (target.level === "organization" ? undefined : target.repository)),
    ...environments.map(({ repository }) => repository),
    ...templates.map(({ repository }) => repository),
  ];
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function permissionsOf({ values, environments, templates }: Owner): GithubPermissions {
  const needed: GithubPermissions[] = [
    ...values.map(({ as, target }): GithubPermissions => VALUE_PERMISSIONS[as][target.level]),
    // Reading an environment needs actions, writing it needs administration.
    ...environments.map((): GithubPermissions => ({ actions: "read", administration: "write" })),
    ...environments
      .filter(({ reviewers }) => reviewers.teams.length > 0)
      .map((): GithubPermissions => ({ members: "read" })),
    // Last, because write replaces the read of an environment.
    ...templates.map(
      ({ repository }): GithubPermissions =>
        repository === undefined ? { organization_administration: "write" } : { actions: "write" },
    ),
  ];
  const all: GithubPermissions = Object.assign({}, ...needed);
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Value = Owner["values"][number];

const VALUE_PERMISSIONS: Readonly<
  Record<Value["as"], Readonly<Record<Value["target"]["level"], GithubPermissions>>>
> = {
  secrets: {
    repository: { secrets: "write" },
    environment: { environments: "write" },
    organization: { organization_secrets: "write" },
  },
  variables: {
    repository: { actions_variables: "write" },
    environment: { environments: "write" },
    organization: { organization_actions_variables: "write" },
  },
  // No Dependabot secret is in an environment.
  "dependabot secrets": {
    repository: { dependabot_secrets: "write" },
    environment: {},
    organization: { organization_dependabot_secrets: "write" },
  },
};
