import { DEFAULT_ROLE_NAME, defaultPolicyName } from "../defaults";
import { accountsOf, at, isValid, type Place, rolesOf, textOf } from "../place";
import { givenText, type Path, type Problem } from "../problem";
import { groupedBy, timesText } from "./some-of";

/** A name that must be unique, with the place where it is written or is the default. */
interface Named {
  readonly name: string;
  readonly path: Path;
}

const IGNORING_CASE = " (case is ignored)";

/** Names that must be unique in AWS, Terraform or a file system. All of them ignore case. */
export function nameProblems(file: Place): readonly Problem[] {
  const accounts = accountsOf(file);
  return [
    ...repeated(
      accounts.flatMap((account) => named(at(account, "id"))),
      "account id",
      ". Write the account once, with all its roles. For several regions, list them in ecr.region",
    ),
    ...repeated(accountNames(accounts), "account name", IGNORING_CASE),
    ...accounts.flatMap((account) => [
      ...repeated(
        rolesOf(account).flatMap(roleNames),
        "role name",
        ` in this account${IGNORING_CASE}. A role without name is ${DEFAULT_ROLE_NAME}`,
      ),
      ...repeated(policyNames(rolesOf(account)), "policy name", ` in this account${IGNORING_CASE}`),
    ]),
  ];
}

function roleNames(role: Place): readonly Named[] {
  return named(at(role, "name"), role, DEFAULT_ROLE_NAME);
}

/** Two roles with one name have policies with one name by default, which is the same mistake. */
function policyNames(roles: readonly Place[]): readonly Named[] {
  const seen = new Set<string>();
  return roles.flatMap((role) => {
    const policyName = at(role, "policyName");
    return roleNames(role).flatMap(({ name }) => {
      if (policyName.value === undefined && seen.has(name.toLowerCase())) return [];
      seen.add(name.toLowerCase());
      return named(policyName, role, defaultPolicyName(name));
    });
  });
}

/** Two accounts with one id have one name by default, which is the same mistake. */
function accountNames(accounts: readonly Place[]): readonly Named[] {
  const seen = new Set<string>();
  return accounts.flatMap((account) => {
    const id = textOf(at(account, "id"));
    const isRepeated = id !== undefined && seen.has(id);
    if (id !== undefined) seen.add(id);
    return named(at(account, "name"), account, isRepeated ? undefined : id);
  });
}

/** @param holder has the default name if none is written. */
function named(place: Place, holder: Place = place, byDefault?: string): readonly Named[] {
  if (place.value === undefined)
    return byDefault === undefined || !isValid(holder) ? [] : [{ name: byDefault, path: holder.path }];
  const name = textOf(place);
  return name === undefined ? [] : [{ name, path: place.path }];
}

function repeated(list: readonly Named[], noun: string, rest: string): readonly Problem[] {
  return groupedBy(list, ({ name }) => name.toLowerCase()).flatMap(([first, second, ...others]) =>
    second === undefined
      ? []
      : [
          {
            path: second.path,
            other: first.path,
            message: `duplicate ${noun} ${timesText(givenText(second.name), others.length + 2)}${rest}`,
          },
        ],
  );
}
