import type { AttachedPolicy, Inventory } from "../../../inventory/discovered-role";
import { ecrOutput } from "../../../inventory/ecr-output";
import type { Region } from "../../../policy/json-text";
import { SEVERITIES, type Severity } from "../../../policy/rules/rule";
import type { InputIo, Io } from "../../io";
import { type Paint, paintOf, terminalOf } from "../../output";
import { jsonFile, problemLine, rolesOf } from "../../roles-file";
import { type CommandResult, EXIT, type Exit } from "../../run-command";
import { checkRepositories } from "./ecr-repositories";
import {
  type CheckedRole,
  checkedRole,
  counts,
  type NotCheckedRole,
  type Owners,
  ownersOf,
  type PlacedFinding,
  policyPath,
  type Report,
  type ReportedRole,
  report,
} from "./report";
import { sarifReport } from "./sarif-report";
import { textReport } from "./text-report";

export interface CheckOptions {
  readonly owner?: readonly string[];
  readonly failOn: Severity | "never";
  readonly json: boolean;
  readonly sarif: boolean;
}

/**
 * @param path `-` is standard input.
 */
export async function check(
  path: string,
  options: CheckOptions,
  io: InputIo & Pick<Io, "env" | "stdout">,
): Promise<CommandResult> {
  const file = await jsonFile(path, io);
  if ("problems" in file) return { output: "", lines: file.problems, exit: EXIT.badInput };
  const paint = paintOf(terminalOf(io.stdout, io.env));
  const repositories = ecrOutput(file.value);
  if (repositories !== undefined) return checkRepositories(file, repositories, options, paint);
  const read = rolesOf(file);
  if ("problems" in read) return { output: "", lines: read.problems, exit: EXIT.badInput };
  const checked = checkedRoles(read.found, ownersOf(options.owner ?? []));
  if (checked === undefined)
    return { output: "", lines: [`${read.name}:1:1 ${TOO_MANY_FINDINGS}`], exit: EXIT.badInput };
  const found = report(read, checked);
  return {
    output: reportText(found, options, paint),
    lines: problemLines(found),
    exit: exitOf(found, options),
  };
}

/** The longest report, in characters of its JSON. A string in Node has at most about half a billion. */
const MAX_REPORT_CHARACTERS = 200_000_000;
/** The characters of a finding or a problem without its path and the quoted value. */
const PLACE_CHARACTERS = 1_000;
const TOO_MANY_FINDINGS = "too many findings for one report. Split the file and check the parts";

/** @returns undefined if the report would be too long. */
function checkedRoles({ roles, skipped }: Inventory, owners: Owners): readonly CheckedRole[] | undefined {
  const checked: CheckedRole[] = [];
  let size = skipped.reduce((sum, { problems }) => sum + sizeOf(problems), 0);
  for (const role of roles) {
    const one = checkedRole(role, owners);
    size += sizeOf(one.findings.map(({ path, given }) => ({ path, given })));
    if (size > MAX_REPORT_CHARACTERS) return undefined;
    checked.push(one);
  }
  return size > MAX_REPORT_CHARACTERS ? undefined : checked;
}

function sizeOf(quoted: readonly object[]): number {
  return quoted.length * PLACE_CHARACTERS + JSON.stringify(quoted).length;
}

function reportText(found: Report, { json, sarif }: CheckOptions, paint: Paint): string {
  if (sarif) return sarifReport(found);
  return json ? jsonReport(found) : textReport(found, paint);
}

function problemLines({ file, notChecked }: Report): readonly string[] {
  return notChecked
    .filter(({ reason }) => reason === "unreadable")
    .flatMap(({ problems }) => problems.map((problem) => problemLine(file, problem)));
}

/** A role that cannot be read is bad input, whatever the findings are. */
function exitOf({ roles, notChecked }: Report, { failOn }: CheckOptions): Exit {
  if (notChecked.some(({ reason }) => reason === "unreadable")) return EXIT.badInput;
  const failing: readonly string[] =
    failOn === "never" ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const isFailing = roles.some(({ findings }) =>
    findings.some(({ rule }) => failing.includes(rule.severity)),
  );
  return isFailing ? EXIT.failed : EXIT.done;
}

/** For machines: every list is complete. */
function jsonReport(report: Report): string {
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
    findings: findings.map(reportedFinding),
  };
}

function reportedFinding(finding: PlacedFinding): object {
  const { rule, given, expected, hint, policy, region } = finding;
  return {
    rule: rule.id,
    name: rule.name,
    severity: rule.severity,
    given,
    ...(expected !== undefined && { expected }),
    ...(hint !== undefined && { hint }),
    ...(policy !== undefined && { policy: reportedPolicy(policy) }),
    place: { path: policyPath(finding), ...start(region) },
    requirement: rule.requirement,
    impact: rule.impact,
    fix: rule.fix,
  };
}

function reportedPolicy({ kind, name, address }: AttachedPolicy): object {
  return { kind, name, ...(address !== undefined && { address }) };
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
