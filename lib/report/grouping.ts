import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { Access, Grant, RoleAccess, RoleRisk } from "./access";
import type { Principal } from "./source";

/** Principals that can assume a role from the same context, under the same conditions. */
export interface Row extends Pick<Grant, "context" | "conditions" | "rules"> {
  /** As they are shown. */
  readonly subjects: readonly string[];
  readonly role: RoleAccess;
  readonly principals: readonly Principal[];
}

/** In the order of the role's grants. */
export function rowsOf(role: RoleAccess): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { principal, context, conditions, rules, subjects, shownSubjects = subjects } of role.grants) {
    const key = JSON.stringify([principal.kind, context, conditions, rules]);
    const known = rows.get(key);
    rows.set(key, {
      role,
      principals: [...(known?.principals ?? []), principal],
      context,
      conditions,
      rules,
      subjects: [...(known?.subjects ?? []), ...shownSubjects],
    });
  }
  return [...rows.values()];
}

/** Things that share a name. */
export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
  /** The names of other groups that are patterns and match this group's name. */
  readonly matchedBy: readonly string[];
}

/** Grouped and sorted by name. */
export function groupsOf<T>(named: Iterable<readonly [name: string, member: T]>): readonly Group<T>[] {
  const byName = new Map<string, T[]>();
  for (const [name, member] of named) {
    const members = byName.get(name);
    if (members === undefined) byName.set(name, [member]);
    else members.push(member);
  }
  const names = [...byName.keys()].sort();
  const patterns = names.filter((name) => /[*?]/.test(name));
  return names.map((name) => ({
    name,
    members: byName.get(name) ?? [],
    matchedBy: patterns.filter((pattern) => pattern !== name && matches(pattern, name)),
  }));
}

/** @param name or another pattern, everything of which has to match. */
function matches(pattern: string, name: string): boolean {
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), patternOf(plainText(name), WILDCARDS_ALONE));
}

/** A rule, and the roles that violate it without having accepted the risk. */
export interface UnacceptedRisk extends Pick<RoleRisk, "rule" | "name" | "severity" | "impact" | "fix"> {
  readonly roles: readonly RoleAccess[];
}

/** Each rule once, in the order of the rules. */
export function unacceptedRisks({ roles }: Access): readonly UnacceptedRisk[] {
  const byRule = new Map<string, UnacceptedRisk & { readonly roles: RoleAccess[] }>();
  for (const role of roles) {
    for (const { rule, name, severity, impact, fix, reason } of role.risks) {
      if (reason !== undefined) continue;
      const risk = byRule.get(rule) ?? { rule, name, severity, impact, fix, roles: [] };
      byRule.set(rule, risk);
      risk.roles.push(role);
    }
  }
  return [...byRule.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** A warning that belongs to no rule, and the roles that it is about. */
export interface SharedWarning {
  readonly text: string;
  readonly roles: readonly RoleAccess[];
}

/** Each warning about roles once. */
export function sharedWarnings({ roles }: Access): readonly SharedWarning[] {
  const byText = new Map<string, RoleAccess[]>();
  for (const role of roles) {
    for (const text of role.warnings) {
      const named = byText.get(text) ?? [];
      byText.set(text, named);
      named.push(role);
    }
  }
  return [...byText].map(([text, named]) => ({ text, roles: named }));
}

/** A rule that a role violates for a reason. */
export interface AcceptedRisk extends RoleRisk {
  readonly role: RoleAccess;
  readonly reason: string;
}

export function acceptedRisks({ roles }: Access): readonly AcceptedRisk[] {
  return roles.flatMap((role) =>
    role.risks.flatMap((risk) => (risk.reason === undefined ? [] : [{ ...risk, role, reason: risk.reason }])),
  );
}
