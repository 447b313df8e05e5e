import type { Account, GithubHost, Owner, Publication, Repository, Role } from "../config/types";
import type { EcrPublicAccess } from "../policy/ecr-access";
import { isPattern } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import { ownerNamed, parseRawSubject, repositoryNamed } from "../policy/subject/parse";
import type { ParsedTrust } from "../policy/trust-policy";
import type { SourceRegistry } from "./immutable-tags";
import { trustedContexts } from "./trusted-contexts";

/** The parts of a `Config` that workflows are generated from. */
export interface RoleSource {
  readonly github: Pick<GithubHost, "host" | "issuerHost">;
  readonly accounts: NonEmpty<SourceAccount>;
  readonly owners: readonly Pick<Owner, "name" | "values" | "environments" | "templates">[];
}

interface SourceAccount extends Pick<Account, "accountId" | "name" | "partition" | "region" | "audience"> {
  readonly roles: NonEmpty<SourceRole>;
  /** What is known about the ECR repositories. Default: nothing. */
  readonly ecr?: SourceRegistry | undefined;
}

/** The registry of an account in ECR Public. */
export interface PublicRegistry {
  /** `ALIAS` in `public.ecr.aws/ALIAS/REPOSITORY`. Without it, no workflow can name an image there. */
  readonly alias: string | undefined;
  readonly repositories: NonEmpty<string>;
  /** What the role may do there. Default: `push`. */
  readonly access?: NonEmpty<EcrPublicAccess> | undefined;
}

export interface SourceRole
  extends Pick<Role, "name" | "path" | "ecr" | "furtherEcr" | "maxSessionSeconds">,
    ParsedTrust {
  /** What the role may push to ECR Public. Default: nothing. */
  readonly ecrPublic?: PublicRegistry | undefined;
  readonly publish: Pick<Publication, "isWanted" | "as" | "to" | "values" | "repositories" | "organizations">;
}

/** The account id if only a CDKTF token of it is known. */
export const UNKNOWN_ACCOUNT = "";

/** A role and its account. */
export interface SelectedRole {
  readonly account: SourceAccount;
  readonly role: SourceRole;
}

/** Which role and repository a workflow is for. Undefined if only one is possible. */
export interface RoleSelector {
  readonly repository: Repository | undefined;
  readonly role: string | undefined;
  /** The name or id of the account. */
  readonly account: string | undefined;
  /** Further accounts, whose roles push to their own registries. Default: none. */
  readonly furtherAccounts?: readonly string[];
}

/** The roles that a selector matches: those with its role name, or without one, those that trust its repository. */
export function matchingRoles({ accounts }: RoleSource, selector: RoleSelector): readonly SelectedRole[] {
  return accounts
    .filter(
      ({ name, accountId }) => selector.account === undefined || [name, accountId].includes(selector.account),
    )
    .flatMap((account) => account.roles.map((role) => ({ account, role })))
    .filter(({ role }) => {
      if (selector.role !== undefined) return role.name.toLowerCase() === selector.role.toLowerCase();
      return selector.repository === undefined || trustedContexts(role, selector.repository).length > 0;
    });
}

/** The repositories that a role's trust names without wildcards, without repetition. */
export function exactRepositories({ trust, publish }: SourceRole): readonly Repository[] {
  const named =
    trust.kind === "document"
      ? publish.repositories
      : trust.entries.flatMap((entry): readonly Repository[] => {
          if (entry.kind === "repository") {
            return isPattern(entry.repository) ? [] : [{ owner: entry.owner, name: entry.repository }];
          }
          const parsed = parseRawSubject(entry.subject);
          const repository = parsed && repositoryNamed(parsed);
          return repository === undefined ? [] : [repository];
        });
  return [...new Map(named.map((known) => [`${known.owner}/${known.name}`.toLowerCase(), known])).values()];
}

/** The owners of the repositories that any role trusts, without repetition. */
export function trustedOwners({ accounts }: RoleSource): readonly string[] {
  const owners = accounts.flatMap(({ roles }) =>
    roles.flatMap(({ trust, publish }) =>
      trust.kind === "document"
        ? publish.organizations
        : trust.entries.flatMap((entry) =>
            entry.kind === "repository" ? entry.owner : (subjectOwner(entry.subject) ?? []),
          ),
    ),
  );
  return [...new Map(owners.map((owner) => [owner.toLowerCase(), owner])).values()];
}

function subjectOwner(subject: string): string | undefined {
  const parsed = parseRawSubject(subject);
  return parsed && ownerNamed(parsed);
}

/** A role for messages: `Push (account 123456789012)`. */
export function roleText({ account, role }: SelectedRole): string {
  return account.name === "" ? role.name : `${role.name} (account ${account.name})`;
}

export function repositoryText({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}
