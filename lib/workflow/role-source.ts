import type { Account, GithubHost, Owner, Publication, Role } from "../config/config";
import type { NonEmpty } from "../policy/non-empty";
import type { RoleTrust } from "../policy/trust-policy";

/** Who may push where, as far as a workflow follows from it. A `Config` is one. */
export interface RoleSource {
  readonly github: Pick<GithubHost, "host" | "issuerHost">;
  readonly accounts: NonEmpty<AccessAccount>;
  readonly owners: readonly Pick<Owner, "name" | "values" | "environments" | "templates">[];
}

export interface AccessAccount
  extends Pick<Account, "accountId" | "name" | "partition" | "region" | "audience"> {
  readonly roles: NonEmpty<AccessRole>;
}

export interface AccessRole extends Pick<Role, "name" | "path" | "trustPolicy" | "ecr"> {
  readonly trust: RoleTrust;
  readonly publish: Pick<Publication, "isWanted" | "as" | "to" | "values" | "repositories" | "organizations">;
}

/** The id of an account that nobody knows yet. */
export const UNKNOWN_ACCOUNT = "";
