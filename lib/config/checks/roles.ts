import type { Account, Config, GithubHost, Role } from "../config";
import type { FileContext } from "../file-context";
import { resolvedAccount } from "../normalize/resolved-config";
import { accountsOf, at, type Place, rolesOf } from "../place";
import type { Problem } from "../problem";
import { accountEntry } from "../schema/access-file";
import { customTrustPolicyProblems, formProblems } from "./custom-trust-policy";
import { documentProblems, policyNameProblems } from "./documents";
import { riskProblems } from "./risks";
import { lacksIds } from "./subjects";

/** A role with valid values, and its place in the file. */
interface PlacedRole {
  readonly account: Account;
  readonly role: Role;
  readonly place: Place;
}

/** Errors in the policies of a file's roles. */
export function problemsOfRoles({ accounts, github }: Config, file: Place): readonly Problem[] {
  const places = accountsOf(file).map(rolesOf);
  return accounts.flatMap((account, index) =>
    roleProblems(
      account.roles.map((role, position) => ({ account, role, place: places[index]?.[position] ?? file })),
      github,
    ),
  );
}

/** The same for the valid roles of a file with other errors. */
export function problemsOfParts(file: Place, surroundings: FileContext): readonly Problem[] {
  return accountsOf(file).flatMap((place) => {
    const needed = Object.fromEntries(CHECKED_WITH.map((key) => [key, at(place, key).value]));
    const roles = rolesOf(place).flatMap((role): readonly PlacedRole[] => {
      if (lacksIds(role, surroundings.known, surroundings.github.host)) return [];
      const entry = accountEntry.safeParse({ ...needed, roles: [role.value] });
      if (!entry.success) return [];
      const account = resolvedAccount(entry.data, surroundings);
      return [{ account, role: account.roles[0], place: role }];
    });
    return roleProblems(roles, surroundings.github);
  });
}

/** The keys of an account that the checks of its roles need. */
const CHECKED_WITH = ["id", "region", "audience", "trustPolicyCharacters"];

/** @param roles of one account. */
function roleProblems(roles: readonly PlacedRole[], github: GithubHost): readonly Problem[] {
  return [
    ...policyNameProblems(roles),
    ...roles.flatMap(({ account, role, place }) => {
      const unreadable = formProblems(role, place);
      return unreadable.length > 0
        ? unreadable
        : [
            ...documentProblems(account, role, place),
            ...customTrustPolicyProblems(role, github, place),
            ...riskProblems(role, place),
          ];
    }),
  ];
}
