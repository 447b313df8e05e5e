import type { Account, Config, GithubHost, Role } from "../config";
import type { FileContext } from "../file-context";
import { resolvedAccount } from "../normalize/resolved-config";
import { accountsOf, at, isValid, isValidThroughout, type Place, rolesOf } from "../place";
import type { Problem } from "../problem";
import { accountEntry } from "../schema/access-file";
import { customTrustPolicyProblems, formProblems } from "./custom-trust-policy";
import { documentProblems, policyNameProblems } from "./documents";
import { riskProblems, violationsOf } from "./risks";
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

/**
 * The same for the valid roles of a file with other errors, and the violations of roles of which the trust is valid.
 * @param file without its invalid values.
 */
export function problemsOfParts(file: Place, context: FileContext): readonly Problem[] {
  return accountsOf(file).flatMap((place) => {
    const needed = Object.fromEntries(CHECKED_WITH.map((key) => [key, at(place, key).value]));
    const roles = rolesOf(place)
      .filter((role) => isValid(role) && !lacksIds(role, context.known, context.github.host))
      .map((role) => ({
        role,
        account: isValidThroughout(role) ? accountOf({ ...needed, roles: [role.value] }, context) : undefined,
      }));
    return [
      ...roleProblems(
        roles.flatMap(({ role, account }) =>
          account === undefined ? [] : [{ account, role: account.roles[0], place: role }],
        ),
        context.github,
      ),
      ...roles.flatMap(({ role, account }) => (account === undefined ? trustProblems(role, context) : [])),
    ];
  });
}

function accountOf(value: unknown, context: FileContext): Account | undefined {
  const { data } = accountEntry.safeParse(value);
  return data && resolvedAccount(data, context);
}

/** The keys of an account that the checks of its roles need. */
const CHECKED_WITH = ["id", "region", "audience", "trustPolicyCharacters"];

/** Violations that follow from a role's entries of trust, whatever else is invalid in the role or its account. */
function trustProblems(role: Place, context: FileContext): readonly Problem[] {
  const { value: trust } = at(role, "trust");
  if (trust === undefined || at(role, "trustPolicy").value !== undefined) return [];
  const account = accountOf(
    {
      ...ANY_ACCOUNT,
      roles: [{ trust, acceptRisks: at(role, "acceptRisks").value, ecr: LEAST_ACCESS }],
    },
    context,
  );
  return account === undefined ? [] : violationsOf(account.roles[0], role);
}

const ANY_ACCOUNT = { id: "000000000000", region: "us-east-1" };

/** Access of which no rule reports anything. */
const LEAST_ACCESS = { repositories: ["any"], access: "pull" };

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
