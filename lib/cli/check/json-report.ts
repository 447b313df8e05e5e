import type { Region } from "../../inventory/json-regions";
import { counts } from "./counts";
import type { Report, ReportedRole, ReportedUnjudged } from "./report";

/** For machines: everything, every list in full. */
export function jsonReport(report: Report): string {
  const { file, kind, roles, unjudged } = report;
  const said = {
    file,
    kind,
    roles: roles.map(reportedRole),
    notJudged: unjudged.map(notJudgedRole),
    counts: counts(report),
  };
  return `${JSON.stringify(said, undefined, 2)}\n`;
}

function reportedRole({ role, region, findings, isJudged, statementsLeft }: ReportedRole): object {
  return {
    name: role.name,
    ...(role.address !== undefined && { address: role.address }),
    place: { path: role.path, ...start(region) },
    isJudged,
    statementsLeft,
    policiesNotRead: role.permissions?.unread ?? 0,
    findings: findings.map((finding) => ({
      rule: finding.rule.id,
      severity: finding.rule.severity,
      given: finding.given,
      place: { path: finding.path, ...start(finding.region) },
      state: finding.rule.requirement,
      why: finding.rule.impact,
      mend: finding.rule.fix,
    })),
  };
}

function notJudgedRole({ name, address, path, reason, problems }: ReportedUnjudged): object {
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
