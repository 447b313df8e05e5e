import type { Region } from "../../inventory/json-text";
import { counts } from "./counts";
import type { NotCheckedRole, Report, ReportedRole } from "./report";

/** For machines: every list is complete. */
export function jsonReport(report: Report): string {
  const { file, kind, roles, notChecked } = report;
  const json = {
    file,
    kind,
    roles: roles.map(reportedRole),
    notChecked: notChecked.map(notCheckedRole),
    counts: counts(report),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function reportedRole({ role, region, findings, isChecked, otherStatements }: ReportedRole): object {
  return {
    name: role.name,
    ...(role.address !== undefined && { address: role.address }),
    place: { path: role.path, ...start(region) },
    checked: isChecked,
    otherStatements,
    policiesNotRead: role.permissions?.unread ?? 0,
    findings: findings.map(({ rule, given, path, region: at }) => ({
      rule: rule.id,
      name: rule.name,
      severity: rule.severity,
      given,
      place: { path, ...start(at) },
      requirement: rule.requirement,
      impact: rule.impact,
      fix: rule.fix,
    })),
  };
}

function notCheckedRole({ name, address, path, reason, problems }: NotCheckedRole): object {
  return {
    name,
    ...(address !== undefined && { address }),
    path,
    reason,
    problems: problems.map((problem) => ({
      message: problem.message,
      place: { path: problem.path, ...start(problem.region) },
    })),
  };
}

function start({ start: { line, column } }: Region): { readonly line: number; readonly column: number } {
  return { line, column };
}
