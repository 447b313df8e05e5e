import type { RoleAccess } from "./access";
import type { From, Who } from "./source";
import type { Asked } from "./trust-group";
import { counted } from "./words";

/** A line of a table: those who get a role from the same place, under the same conditions. */
export interface Row {
  readonly role: RoleAccess;
  readonly who: readonly Who[];
  readonly from: From;
  readonly asked: readonly Asked[];
  /** The rules that it breaks. */
  readonly rules: readonly string[];
}

/** The lines of a role, in the order of its grants. */
export function rowsOf(role: RoleAccess): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { who, from, asked, rules } of role.grants) {
    const key = JSON.stringify([who.kind, from, asked, rules]);
    const others = rows.get(key)?.who ?? [];
    rows.set(key, { role, who: [...others, who], from, asked, rules });
  }
  return [...rows.values()];
}

/** What a role may reach: `web, api in eu-west-1`. */
export function reachText({ repositories, registries }: RoleAccess): string {
  return `${repositories.join(", ")} in ${registries.map(({ region }) => region).join(", ")}`;
}

export function roleText({ name, account }: RoleAccess): string {
  return `${name} in ${account.name}`;
}

/** Roles that have something in common: a single one by its name. */
export function rolesText(roles: readonly RoleAccess[]): string {
  const [first, ...others] = roles;
  return first === undefined || others.length > 0 ? counted(roles.length, "role") : roleText(first);
}
