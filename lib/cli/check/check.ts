import type { Inventory } from "../../inventory/discovered-role";
import { SEVERITIES, type Severity } from "../../policy/rules/rule";
import type { InputIo, Io } from "../io";
import { type Paint, paintOf } from "../output/paint";
import { terminalOf } from "../output/terminal";
import { EXIT, type Exit, type Said } from "../reported";
import { problemLine } from "../roles-file/problem-line";
import { rolesFile } from "../roles-file/roles-file";
import { jsonReport } from "./json-report";
import { type JudgedRole, judgedRole, type Owners, ownersOf } from "./judged-role";
import { type Report, report } from "./report";
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
): Promise<Said> {
  const read = await rolesFile(path, io);
  if ("problems" in read) return { output: "", lines: read.problems, exit: EXIT.badInput };
  const judged = judgedRoles(read.found, ownersOf(options.owner ?? []));
  if (judged === undefined)
    return { output: "", lines: [`${read.name}:1:1 ${TOO_MUCH}`], exit: EXIT.badInput };
  const said = report(read, judged);
  return {
    output: reportText(said, options, paintOf(terminalOf(io.stdout, io.env))),
    lines: problemLines(said),
    exit: exitOf(said, options),
  };
}

/** What a report holds at most, in characters of its JSON. Node takes no text of more than half a billion. */
const MAX_REPORT_CHARACTERS = 200_000_000;
/** What a finding or a problem takes besides what it quotes. */
const PLACE_CHARACTERS = 1_000;
const TOO_MUCH = "breaks more rules in more places than a report can hold; judge it in parts";

/** Every role judged; nothing, where more is found than anybody would read. */
function judgedRoles({ roles, skipped }: Inventory, owners: Owners): readonly JudgedRole[] | undefined {
  const judged: JudgedRole[] = [];
  let size = skipped.reduce((sum, { problems }) => sum + sizeOf(problems), 0);
  for (const role of roles) {
    const one = judgedRole(role, owners);
    size += sizeOf(one.findings.map(({ path, given }) => ({ path, given })));
    if (size > MAX_REPORT_CHARACTERS) return undefined;
    judged.push(one);
  }
  return size > MAX_REPORT_CHARACTERS ? undefined : judged;
}

function sizeOf(told: readonly object[]): number {
  return told.length * PLACE_CHARACTERS + JSON.stringify(told).length;
}

function reportText(said: Report, { json, sarif }: CheckOptions, paint: Paint): string {
  if (sarif) return sarifReport(said);
  return json ? jsonReport(said) : textReport(said, paint);
}

function problemLines({ file, unjudged }: Report): readonly string[] {
  return unjudged
    .filter(({ reason }) => reason === "unreadable")
    .flatMap(({ problems }) => problems.map((problem) => problemLine(file, problem)));
}

/** What cannot be read weighs more than what is found: nobody has judged the whole. */
function exitOf({ roles, unjudged }: Report, { failOn }: CheckOptions): Exit {
  if (unjudged.some(({ reason }) => reason === "unreadable")) return EXIT.badInput;
  const failing: readonly string[] =
    failOn === "never" ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const isFailing = roles.some(({ findings }) =>
    findings.some(({ rule }) => failing.includes(rule.severity)),
  );
  return isFailing ? EXIT.no : EXIT.done;
}
