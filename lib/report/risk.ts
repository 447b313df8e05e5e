import type { Access, RiskTaken, RoleAccess } from "./access";

/** A rule, and who breaks it without anybody having said why. */
export interface OpenRisk extends Pick<RiskTaken, "rule" | "severity" | "why" | "mend"> {
  readonly roles: readonly RoleAccess[];
}

/** The rules that are broken and not accepted, each once, in the order of the rules. */
export function openRisks({ roles }: Access): readonly OpenRisk[] {
  const byRule = new Map<string, OpenRisk & { readonly roles: RoleAccess[] }>();
  for (const role of roles) {
    for (const { rule, severity, why, mend, reason } of role.risks) {
      if (reason !== undefined) continue;
      const risk = byRule.get(rule) ?? { rule, severity, why, mend, roles: [] };
      byRule.set(rule, risk);
      risk.roles.push(role);
    }
  }
  return [...byRule.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** A rule that a role breaks for a reason. */
export interface AcceptedRisk extends RiskTaken {
  readonly role: RoleAccess;
  readonly reason: string;
}

export function acceptedRisks({ roles }: Access): readonly AcceptedRisk[] {
  return roles.flatMap((role) =>
    role.risks.flatMap((risk) => (risk.reason === undefined ? [] : [{ ...risk, role, reason: risk.reason }])),
  );
}
