import { DEFAULT_ROLE_NAME, defaultPolicyName } from "../defaults";
import { accountsOf, at, type Place, rolesOf, textOf } from "../place";
import { givenText, type Path, type Problem } from "../problem";

/** A name that must not be given twice, with the place where it is given or would be. */
interface Named {
  readonly name: string;
  readonly path: Path;
}

const ONCE = "once, case not counted";

/** Names that AWS, Terraform or a file system would take for one and the same. All of them compare without case. */
export function nameProblems(file: Place): readonly Problem[] {
  const accounts = accountsOf(file);
  return [
    ...repeated(
      accounts.flatMap((account) => named(at(account, "id"))),
      "an account's id",
      "once, with all its roles; each can have a list of regions in ecr.region",
    ),
    ...repeated(accountNames(accounts), "an account's name", ONCE),
    ...accounts.flatMap((account) => [
      ...repeated(
        rolesOf(account).flatMap(roleNames),
        "a role's name in this account",
        `${ONCE}, and one role without a name, which is ${DEFAULT_ROLE_NAME}`,
      ),
      ...repeated(policyNames(rolesOf(account)), "a policy's name in this account", ONCE),
    ]),
  ];
}

function roleNames(role: Place): readonly Named[] {
  return named(at(role, "name"), role, DEFAULT_ROLE_NAME);
}

/** Two roles of one name would have policies of one name too, which is the same mistake and told once. */
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

/** Two accounts of one id would have one name by default too, which is the same mistake and told once. */
function accountNames(accounts: readonly Place[]): readonly Named[] {
  const seen = new Set<string>();
  return accounts.flatMap((account) => {
    const id = textOf(at(account, "id"));
    const isRepeated = id !== undefined && seen.has(id);
    if (id !== undefined) seen.add(id);
    return named(at(account, "name"), account, isRepeated ? undefined : id);
  });
}

/** @param holder what gets the default where the name is not written. */
function named(place: Place, holder: Place = place, byDefault?: string): readonly Named[] {
  if (place.value === undefined)
    return byDefault === undefined ? [] : [{ name: byDefault, path: holder.path }];
  const name = textOf(place);
  return name === undefined ? [] : [{ name, path: place.path }];
}

function repeated(list: readonly Named[], noun: string, allowed: string): readonly Problem[] {
  const first = new Map<string, Path>();
  return list.flatMap(({ name, path }) => {
    const other = first.get(name.toLowerCase());
    if (other === undefined) {
      first.set(name.toLowerCase(), path);
      return [];
    }
    return [
      {
        path,
        other,
        message: `is ${noun} for the second time; allowed: ${allowed}; given: ${givenText(name)}`,
      },
    ];
  });
}
