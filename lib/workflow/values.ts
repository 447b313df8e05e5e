import type { GithubValue, PublicationKind, Repository, ValueContent, ValueTarget } from "../config/config";
import { roleArn } from "../policy/arn";
import { isSameName } from "../policy/github-names";
import type { ChosenRole } from "./chosen-role";
import { expression } from "./expression";
import { type RoleSource, UNKNOWN_ACCOUNT } from "./role-source";

/** What a workflow says of a role, as literal text or by the name of a value that holds it. */
export interface RoleValues {
  readonly roleToAssume: string;
  readonly region: string;
  /** Undefined, where nobody knows it yet. */
  readonly accountId: string | undefined;
  /** What is read by name, each once. */
  readonly names: readonly string[];
  /** Whether any of them is a secret: GitHub masks it in logs and drops job outputs that hold it. */
  readonly hasSecrets: boolean;
}

/** Where a job runs, as far as it decides which values it reads. */
interface JobPlace {
  readonly repository: Repository;
  readonly environment: string | undefined;
}

/** The values of a role, by name where the name leads this job to the very value, else literally: that is never wrong. */
export function roleValues(
  { account, role }: ChosenRole,
  owners: RoleSource["owners"],
  place: JobPlace,
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
  const region = role.ecr.regions.includes(account.region) ? account.region : role.ecr.regions[0];
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

/** What a job reads under a name: its environment's value before the repository's, and that before the organization's. */
function reachedValue(
  name: string,
  publish: ChosenRole["role"]["publish"],
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
