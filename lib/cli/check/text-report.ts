import { pathText } from "../../config/problem";
import { SEVERITIES } from "../../policy/rules/rule";
import { counted } from "../../report/words";
import { listed } from "../output/listed";
import type { Paint } from "../output/paint";
import { quotedText, shortText } from "../output/shown-text";
import { problemLine } from "../roles-file/problem-line";
import { counts } from "./counts";
import type { PlacedFinding, Report, ReportedRole } from "./report";

/** For people: role by role what is found, why it matters and what to change, and a count of everything. */
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
    ...[...byRule.values()].flatMap((group) => ruleLines(group, paint)),
  ].join("\n");
}

/** @param group what one rule found in one role. */
function ruleLines(group: readonly PlacedFinding[], paint: Paint): readonly string[] {
  const rule = group[0]?.rule;
  if (rule === undefined) return [];
  const head = `${rule.id} ${rule.severity}`;
  return [
    ...listed(group, placeText).map(
      (place, index) => `  ${index === 0 ? paint(rule.severity, head) : " ".repeat(head.length)}  ${place}`,
    ),
    `    why   ${rule.impact}`,
    `    mend  ${rule.fix}`,
  ];
}

function placeText({ given, path }: PlacedFinding): string {
  const place = path.length === 0 ? "" : ` at ${shortText(pathText(path))}`;
  return `given ${quotedText(given)}${place}`;
}

function countLines(report: Report): readonly string[] {
  const { rolesJudged, findings, rolesLeft, statementsLeft, policiesNotRead } = counts(report);
  const found = SEVERITIES.filter((severity) => findings[severity] > 0)
    .map((severity) => `${findings[severity]} ${severity}`)
    .join(", ");
  return [
    `${counted(rolesJudged, "role")} judged: ${found !== "" ? found : rolesJudged === 0 ? "nothing to judge in the file" : "nothing found"}`,
    ...(statementsLeft > 0
      ? [
          `${counted(statementsLeft, "statement")} of others left alone; ${counted(rolesLeft, "role trusts", "roles trust")} no GitHub`,
        ]
      : []),
    ...(policiesNotRead > 0
      ? [
          `${counted(policiesNotRead, "policy", "policies")} of these roles not in the file, or not in a form that can be read`,
        ]
      : []),
    ...unjudgedLines(report),
  ];
}

/** What cannot be read is told on standard error. */
function unjudgedLines({ file, unjudged }: Report): readonly string[] {
  const unknown = unjudged.filter(({ reason }) => reason === "unknown");
  const unreadable = unjudged.length - unknown.length;
  return [
    ...(unreadable > 0 ? [`${counted(unreadable, "role")} not judged: see the problems`] : []),
    ...unknown.flatMap(({ name, problems }) =>
      problems.map((problem) => `not judged: ${shortText(name)}, ${problemLine(file, problem)}`),
    ),
  ];
}
