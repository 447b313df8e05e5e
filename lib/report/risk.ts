import { ruleLink, ruleTitle } from "../policy/rules/rule-text";
import type { Access, RoleAccess, RoleRisk } from "./access";

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

/** `R07 repository-wildcard (high)` */
export function riskTitle({ rule, name, severity }: Pick<RoleRisk, "rule" | "name" | "severity">): string {
  return ruleTitle({ id: rule, name, severity });
}

/** What to change, and where to read more. */
export function fixText({ rule, fix }: Pick<RoleRisk, "rule" | "fix">): string {
  return `${fix}. ${ruleLink({ id: rule })}`;
}
