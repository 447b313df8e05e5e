import type { Repository } from "../config/config";
import { isPattern } from "../policy/subject";
import type { AccessAccount, AccessRole, RoleSource } from "./role-source";
import { SUBJECT_NAMES } from "./subject-use";
import { trustedContexts } from "./trusted-contexts";

/** A role and the account that it lies in. */
export interface ChosenRole {
  readonly account: AccessAccount;
  readonly role: AccessRole;
}

/** What the user says of the role; nothing, where the file leaves no choice. */
export interface RoleSelector {
  readonly repository: Repository | undefined;
  readonly role: string | undefined;
  /** Its name or its id. */
  readonly account: string | undefined;
}

/** Every role that the wish can mean: those of that name, or else those that trust the repository. */
export function possibleRoles({ accounts }: RoleSource, wish: RoleSelector): readonly ChosenRole[] {
  return accounts
    .filter(({ name, accountId }) => wish.account === undefined || [name, accountId].includes(wish.account))
    .flatMap((account) => account.roles.map((role) => ({ account, role })))
    .filter(({ role }) => {
      if (wish.role !== undefined) return role.name.toLowerCase() === wish.role.toLowerCase();
      return wish.repository === undefined || trustedContexts(role, wish.repository).length > 0;
    });
}

/** The repositories that trust names without wildcards, each once. */
export function exactRepositories({ trust, publish }: AccessRole): readonly Repository[] {
  const named =
    trust.kind === "document"
      ? publish.repositories
      : trust.entries.flatMap((entry): readonly Repository[] => {
          if (entry.kind === "repository") {
            return isPattern(entry.repository) ? [] : [{ owner: entry.owner, name: entry.repository }];
          }
          const [, owner, name] = SUBJECT_NAMES.exec(entry.subject) ?? [];
          return owner === undefined || name === undefined || isPattern(name) ? [] : [{ owner, name }];
        });
  return [...new Map(named.map((known) => [`${known.owner}/${known.name}`.toLowerCase(), known])).values()];
}

/** Every owner of whose repositories some role trusts one, each once. */
export function trustedOwners({ accounts }: RoleSource): readonly string[] {
  const owners = accounts.flatMap(({ roles }) =>
    roles.flatMap(({ trust, publish }) =>
      trust.kind === "document"
        ? publish.organizations
        : trust.entries.flatMap((entry) =>
            entry.kind === "repository" ? entry.owner : (SUBJECT_NAMES.exec(entry.subject)?.[1] ?? []),
          ),
    ),
  );
  return [...new Map(owners.map((owner) => [owner.toLowerCase(), owner])).values()];
}

export function roleText({ account, role }: ChosenRole): string {
  return `${role.name} in ${account.name}`;
}

export function repositoryText({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}
