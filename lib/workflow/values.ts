import type { GithubValue, PublicationKind, Repository, ValueTarget } from "../config/types";
import { roleArn } from "../policy/arn";
import { isSameName } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import { loginRegion, type ValueContent } from "../policy/published-values";
import { type RoleSource, type SelectedRole, UNKNOWN_ACCOUNT } from "./role-source";
import { expression } from "./yaml-text";

/** The values of a role in a workflow: literal, or an expression that reads a secret or variable. */
export interface RoleValues {
  readonly roleToAssume: string;
  readonly region: string;
  /** Undefined if it is a CDKTF token that no value holds. */
  readonly accountId: string | undefined;
  /** The secrets or variables that the workflow reads, without repetition. */
  readonly names: readonly string[];
  /** Whether any is a secret. GitHub masks secrets in logs and drops job outputs that contain them. */
  readonly hasSecrets: boolean;
}

/** The repository and environment of a job. They decide which secrets and variables it reads. */
interface JobPlace {
  readonly repository: Repository;
  readonly environment: string | undefined;
}

/**
 * The values of a role. A secret or variable is used only if this job reads the same value under its name.
 * @param region whose registry the job logs in to.
 */
export function roleValues(
  { account, role }: SelectedRole,
  owners: RoleSource["owners"],
  place: JobPlace,
  region: string,
): RoleValues {
  const names = new Map<string, PublicationKind>();
  const reference = (holds: ValueContent, literal: string): string | undefined => {
    const value = role.publish.isWanted
      ? role.publish.values.find((published) => published.holds === holds)
      : undefined;
    if (value === undefined || value.text !== literal) return undefined;
    if (reachedValue(value.name, role.publish, owners, place) !== value.text) return undefined;
    names.set(value.name, role.publish.as);
    return expression(`${role.publish.as === "secrets" ? "secrets" : "vars"}.${value.name}`);
  };
  const arn = roleArn(account, role.path, role.name);
  const whole = reference("roleArn", arn);
  const accountId = reference("accountId", account.accountId);
  const name = whole === undefined && accountId !== undefined ? reference("roleName", role.name) : undefined;
  const composed =
    accountId === undefined || name === undefined
      ? undefined
      : roleArn({ ...account, accountId }, role.path, name);
  return {
    roleToAssume: whole ?? composed ?? arn,
    region: reference("region", region) ?? region,
    accountId: accountId ?? (account.accountId === UNKNOWN_ACCOUNT ? undefined : account.accountId),
    names: [...names.keys()],
    hasSecrets: [...names.values()].includes("secrets"),
  };
}

/** The regions whose registries the workflow uses: those of the request that the role may use. Default: the account's, if the role may use it. */
export function usedRegions(
  { account, role: { ecr } }: SelectedRole,
  requested: readonly string[],
): NonEmpty<string> {
  const [first, ...others] = requested.filter((region) => ecr.regions.includes(region));
  if (first !== undefined) return [first, ...others];
  return [loginRegion(account.region, ecr)];
}

/**
 * The value that a job reads under a name. The environment comes first, then the repository, then the organization.
 * @see https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets
 */
function reachedValue(
  name: string,
  publish: SelectedRole["role"]["publish"],
  owners: RoleSource["owners"],
  { repository, environment }: JobPlace,
): string | undefined {
  const owner = owners.find((known) => isSameName(known.name, repository.owner));
  const named = (owner?.values ?? []).filter(
    (value) => value.as === publish.as && isSameName(value.name, name),
  );
  const at = (reaches: (target: ValueTarget) => boolean): GithubValue | undefined =>
    named.find(({ target }) => reaches(target));
  const ofEnvironment = at(
    (target) =>
      target.level === "environment" &&
      isSameName(target.repository, repository.name) &&
      environment !== undefined &&
      isSameName(target.environment, environment),
  );
  const ofRepository = at(
    (target) => target.level === "repository" && isSameName(target.repository, repository.name),
  );
  const isSelected = publish.repositories.some(
    (known) => isSameName(known.owner, repository.owner) && isSameName(known.name, repository.name),
  );
  const ofOrganization = at(
    (target) => target.level === "organization" && (target.visibility !== "selected" || isSelected),
  );
  return (ofEnvironment ?? ofRepository ?? ofOrganization)?.value;
}
