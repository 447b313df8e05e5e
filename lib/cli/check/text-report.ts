import { pathText } from "../../config/problem";
import { SEVERITIES } from "../../policy/rules/rule";
import { type Colour, colour } from "./colour";
import { counts } from "./counts";
import { type PlacedFinding, problemLine, type Report, type ReportedRole } from "./report";
import { quoted, shown } from "./shown-text";

/** A longer list ends with how many more there are. */
const MAX_LISTED = 20;

/** For people: role by role what is found, why it matters and what to change, and a count of everything. */
export function textReport(report: Report, isColoured: boolean): string {
  const paint = colour(isColoured);
  const blocks = report.roles
    .filter(({ findings }) => findings.length > 0)
    .map((role) => roleBlock(role, report.file, paint));
  return `${[...blocks, countLines(report).join("\n")].join("\n\n")}\n`;
}

function roleBlock({ role, region, findings }: ReportedRole, file: string, paint: Colour): string {
  const { line, column } = region.start;
  const byRule = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    byRule.set(finding.rule.id, [...(byRule.get(finding.rule.id) ?? []), finding]);
  }
  return [
    [paint(shown(role.name), "bold"), shown(role.address ?? ""), `${file}:${line}:${column}`]
      .filter((part) => part !== "")
      .join("  "),
    ...[...byRule.values()].flatMap((group) => ruleLines(group, paint)),
  ].join("\n");
}

/** @param group what one rule found in one role. */
function ruleLines(group: readonly PlacedFinding[], paint: Colour): readonly string[] {
  const rule = group[0]?.rule;
  if (rule === undefined) return [];
  const head = `${rule.id} ${rule.severity}`;
  const places = group.slice(0, MAX_LISTED).map(placeText);
  const more = group.length - places.length;
  return [
    ...places.map((place, index) =>
      index === 0 ? `  ${paint(head, rule.severity)}  ${place}` : `  ${" ".repeat(head.length)}  ${place}`,
    ),
    ...(more > 0 ? [`  ${" ".repeat(head.length)}  and ${more} more`] : []),
    `    why   ${rule.why}`,
    `    mend  ${rule.mend}`,
  ];
}

function placeText({ given, path }: PlacedFinding): string {
  const place = path.length === 0 ? "" : ` at ${shown(pathText(path))}`;
  return `given ${quoted(given)}${place}`;
}

function countLines(report: Report): readonly string[] {
  const { rolesJudged, findings, rolesLeft, statementsLeft, policiesNotRead } = counts(report);
  const found = SEVERITIES.filter((severity) => findings[severity] > 0)
    .map((severity) => `${findings[severity]} ${severity}`)
    .join(", ");
  return [
    `${several(rolesJudged, "role")} judged: ${found === "" ? "nothing found" : found}`,
    ...(statementsLeft > 0
      ? [
          `${several(statementsLeft, "statement")} of others left alone; ${several(rolesLeft, "role trusts", "roles trust")} no GitHub`,
        ]
      : []),
    ...(policiesNotRead > 0
      ? [
          `${several(policiesNotRead, "policy", "policies")} of these roles not in the file, or not in a form that can be read`,
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
    ...(unreadable > 0 ? [`${several(unreadable, "role")} not judged: see the problems`] : []),
    ...unknown.flatMap(({ name, problems }) =>
      problems.map((problem) => `not judged: ${shown(name)}, ${problemLine(file, problem)}`),
    ),
  ];
}

function several(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
