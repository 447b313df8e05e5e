import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "../../config/problem";
import { writeFile } from "../files";
import { ownPackage } from "../own-package";
import { type CommandResult, EXIT } from "../run-command";
import { type Answers, answered, type Flags, missingFlags, wrongFlags } from "./answers";
import { project } from "./project";
import { asking, isAnswered, type Terminal } from "./questions";
import { reportJson, reportText } from "./report";
import { type Target, targetProblems } from "./target";

export interface InitOptions extends Target, Flags {
  readonly json: boolean;
}

/**
 * Writes a first access.yaml and the files of a CDKTF project. Everything is checked before the first file is written.
 * @throws ConfigError with every problem.
 */
export async function init(options: InitOptions, terminal: Terminal): Promise<CommandResult> {
  const answers = await answersOf(options, terminal);
  const made = project(answers, options, ownPackage());
  for (const { path, text } of made.files) {
    const file = resolve(options.cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFile(file, text);
  }
  const report = options.json ? reportJson : reportText;
  return { exit: EXIT.done, output: report(made, answers, options) };
}

/** Checks first, so that no one answers questions in vain. */
async function answersOf(options: InitOptions, terminal: Terminal): Promise<Answers> {
  const isAsked = isAnswered(terminal);
  const problems = [
    ...wrongFlags(options),
    ...(isAsked ? [] : missingFlags(options)),
    ...targetProblems(options),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return asking(terminal, (ask) => answered(options, ask));
}
