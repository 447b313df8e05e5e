import type { Grant, RoleAccess } from "./access";
import type { Principal } from "./source";
import { CAN, counted } from "./words";

/** Principals that can assume a role from the same context, under the same conditions. */
export interface Row extends Pick<Grant, "context" | "conditions" | "rules" | "subjects"> {
  readonly role: RoleAccess;
  readonly principals: readonly Principal[];
}

/** In the order of the role's grants. */
export function rowsOf(role: RoleAccess): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { principal, context, conditions, rules, subjects } of role.grants) {
    const key = JSON.stringify([principal.kind, context, conditions, rules]);
    const known = rows.get(key);
    rows.set(key, {
      role,
      principals: [...(known?.principals ?? []), principal],
      context,
      conditions,
      rules,
      subjects: [...(known?.subjects ?? []), ...subjects],
    });
  }
  return [...rows.values()];
}

/** What everyone who assumes a role can do: `push to web, api in eu-west-1`. */
export function reachText({ may, repositories, registries }: RoleAccess): string {
  return `${CAN[may]} ${repositories.join(", ")} in ${registries.map(({ region }) => region).join(", ")}`;
}

export function roleText({ name, account }: RoleAccess): string {
  return `${name} in ${account.name}`;
}

/** One role by its name, several by their number. */
export function rolesText(roles: readonly RoleAccess[]): string {
  const [first, ...others] = roles;
  return first === undefined || others.length > 0 ? counted(roles.length, "role") : roleText(first);
}
