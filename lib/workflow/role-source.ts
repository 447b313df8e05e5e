import type { Account, GithubHost, Owner, Publication, Role } from "../config/config";
import type { NonEmpty } from "../policy/non-empty";
import type { RoleTrust } from "../policy/trust-policy";

/** The parts of a `Config` that workflows are generated from. */
export interface RoleSource {
  readonly github: Pick<GithubHost, "host" | "issuerHost">;
  readonly accounts: NonEmpty<SourceAccount>;
  readonly owners: readonly Pick<Owner, "name" | "values" | "environments" | "templates">[];
}

export interface SourceAccount
  extends Pick<Account, "accountId" | "name" | "partition" | "region" | "audience"> {
  readonly roles: NonEmpty<SourceRole>;
}

export interface SourceRole extends Pick<Role, "name" | "path" | "trustPolicy" | "ecr"> {
  readonly trust: RoleTrust;
  readonly publish: Pick<Publication, "isWanted" | "as" | "to" | "values" | "repositories" | "organizations">;
}

/** The account id if only a CDKTF token of it is known. */
export const UNKNOWN_ACCOUNT = "";
