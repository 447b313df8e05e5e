import { pathText } from "../../../config/problem";
import { ruleLink, ruleTitle, SEVERITIES } from "../../../policy/rules/rule";
import { counted } from "../../../report/words";
import { listed, type Paint, quote, shortText } from "../../output";
import { problemLine } from "../../roles-file";
import { counts, type PlacedFinding, policyPath, policyText, type Report, type ReportedRole } from "./report";

/** For people: the findings of each role with impact and fix, then the counts. */
export function textReport(report: Report, paint: Paint): string {
  const blocks = report.roles
    .filter(({ findings }) => findings.length > 0)
    .map((role) => roleBlock(role, report.file, paint));
  return `${[...blocks, countLines(report).join("\n")].join("\n\n")}\n`;
}

function roleBlock({ role, region, findings }: ReportedRole, file: string, paint: Paint): string {
  const { line, column } = region.start;
  const byRule = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    byRule.set(finding.rule.id, [...(byRule.get(finding.rule.id) ?? []), finding]);
  }
  return [
    [paint("strong", shortText(role.name)), shortText(role.address ?? ""), `${file}:${line}:${column}`]
      .filter((part) => part !== "")
      .join("  "),
    // The findings of a role are sorted by severity and place.
    ...[...byRule.values()].flatMap((group) => ruleLines(group, file, paint)),
  ].join("\n");
}

/** @param group the findings of one rule in one role. */
function ruleLines(group: readonly PlacedFinding[], file: string, paint: Paint): readonly string[] {
  const rule = group[0]?.rule;
  if (rule === undefined) return [];
  const head = ruleTitle(rule);
  return [
    ...listed(group, (finding) => placeText(finding, file)).map(
      (place, index) => `  ${index === 0 ? paint(rule.severity, head) : " ".repeat(head.length)}  ${place}`,
    ),
    `    impact  ${rule.impact}`,
    `    fix     ${rule.fix}. ${ruleLink(rule)}`,
  ];
}

function placeText(finding: PlacedFinding, file: string): string {
  const { given, expected, hint, policy, region } = finding;
  const path = policyPath(finding);
  const within =
    policy === undefined
      ? ""
      : ` of ${shortText(policyText(policy))}, ${file}:${region.start.line}:${region.start.column}`;
  const place = path.length === 0 ? "" : ` at ${shortText(pathText(path))}${within}`;
  const meant = expected === undefined ? "" : `, expected ${quote(expected)}`;
  return `${quote(given)}${place}${meant}${hint === undefined ? "" : `: ${shortText(hint)}`}`;
}

function countLines(report: Report): readonly string[] {
  const { rolesChecked, rolesWithoutGithub, otherStatements, policiesNotRead } = counts(report);
  const found = foundText(report);
  return [
    `${counted(rolesChecked, "role")} checked: ${found !== "" ? found : rolesChecked === 0 ? "no role in the file trusts GitHub" : "no findings"}`,
    ...(otherStatements > 0
      ? [
          `${counted(otherStatements, "statement")} for other principals not checked${rolesWithoutGithub === 0 ? "" : `; ${counted(rolesWithoutGithub, "role does", "roles do")} not trust GitHub`}`,
        ]
      : []),
    ...(policiesNotRead > 0
      ? [
          `${counted(policiesNotRead, "policy of these roles is", "policies of these roles are")} not in the file, or cannot be read`,
        ]
      : []),
    ...notCheckedLines(report),
  ];
}

/** The findings as they are shown: one for each rule of a role, with all of its places. */
function foundText({ roles }: Report): string {
  const shown = roles.flatMap(({ findings }) => [
    ...new Map(findings.map(({ rule }) => [rule.id, rule.severity])).values(),
  ]);
  const places = roles.reduce((sum, { findings }) => sum + findings.length, 0);
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: shown.filter((each) => each === severity).length,
  })).filter(({ count }) => count > 0);
  const several = places > shown.length ? ` (${counted(places, "place")})` : "";
  return shown.length === 0
    ? ""
    : `${counted(shown.length, "finding")}${several}: ${bySeverity.map(({ severity, count }) => `${count} ${severity}`).join(", ")}`;
}

/** The problems of unreadable roles are on standard error. */
function notCheckedLines({ file, notChecked }: Report): readonly string[] {
  const unknown = notChecked.filter(({ reason }) => reason === "unknown");
  const unreadable = notChecked.length - unknown.length;
  return [
    ...(unreadable > 0 ? [`${counted(unreadable, "role")} not checked: see the problems`] : []),
    ...unknown.flatMap(({ name, problems }) =>
      problems.map((problem) => `not checked: ${shortText(name)}, ${problemLine(file, problem)}`),
    ),
  ];
}
