import { type ArnScope, roleArn } from "./arn";
import { registryHost } from "./ecr-names";
import { type EcrPermissions, registryScope } from "./ecr-policies";

export const VALUE_CONTENTS = [
  "region",
  "accountId",
  "roleName",
  "roleArn",
  "registry",
  "repository",
  "repositoryUrl",
] as const;
/**
 * The contents of a value. `repository` and `repositoryUrl` are the name and the address of the role's only ECR repository. CONTRIBUTING lists the places of a new one.
 * @inline
 */
export type ValueContent = (typeof VALUE_CONTENTS)[number];

/** The role whose values are published. */
export interface PublishedRole {
  readonly name: string;
  readonly path: string;
  readonly ecr: Pick<EcrPermissions, "accountId" | "regions" | "repositories">;
  readonly account: ArnScope & { readonly region: string };
}

/** The contents of a role's values. */
export function contentTexts({
  name,
  path,
  ecr,
  account,
}: PublishedRole): Readonly<Record<ValueContent, string>> {
  const region = loginRegion(account.region, ecr);
  const registry = registryHost(registryScope(account, ecr), region);
  // A role that publishes one of its repository's values has only one.
  const [repository] = ecr.repositories;
  return {
    region,
    accountId: account.accountId,
    roleName: name,
    roleArn: roleArn(account, path, name),
    registry,
    repository,
    repositoryUrl: `${registry}/${repository}`,
  };
}

/** The region whose registry jobs log in to: the account's. If the role has access only in other regions, a login there is of no use. */
export function loginRegion(
  accountRegion: string | undefined,
  { regions }: Pick<EcrPermissions, "regions">,
): string {
  return accountRegion !== undefined && regions.includes(accountRegion) ? accountRegion : regions[0];
}
