import { SEVERITIES, type Severity } from "../../policy/rules/rule";
import { STANDARD_INPUT } from "../input-text";
import { EXIT, type Exit } from "../reported";
import { jsonReport } from "./json-report";
import { judgedRole, ownersOf } from "./judged-role";
import { readFile } from "./read-file";
import { problemLine, type Report, report } from "./report";
import { sarifReport } from "./sarif-report";
import { textReport } from "./text-report";

export interface CheckOptions {
  readonly owner?: readonly string[];
  readonly failOn: Severity | "never";
  readonly json: boolean;
  readonly sarif: boolean;
}

/** What a check says: the report for standard output, the problems of the file, a line each, and how it ended. */
export interface Checked {
  readonly output: string;
  readonly problems: readonly string[];
  readonly exit: Exit;
}

/**
 * @param path `-` is standard input.
 * @param isColoured whether the report is for a terminal.
 */
export async function check(path: string, options: CheckOptions, isColoured: boolean): Promise<Checked> {
  const file = path === STANDARD_INPUT ? "standard input" : path;
  const read = await readFile(path, file);
  if ("problems" in read) return { output: "", problems: read.problems, exit: EXIT.badInput };
  const owners = ownersOf(options.owner ?? []);
  const judged = read.found.roles.map((role) => judgedRole(role, owners));
  const said = report(file, read, judged);
  return {
    output: reportText(said, options, isColoured),
    problems: problemsOf(said),
    exit: exitOf(said, options),
  };
}

function reportText(said: Report, { json, sarif }: CheckOptions, isColoured: boolean): string {
  if (sarif) return sarifReport(said);
  return json ? jsonReport(said) : textReport(said, isColoured);
}

function problemsOf({ file, unjudged }: Report): readonly string[] {
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
