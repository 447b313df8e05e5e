import { Command, CommanderError, Help, type Option } from "commander";
import { adoptCommand } from "./commands/adopt/command";
import { checkCommand } from "./commands/check/command";
import { driftCommand } from "./commands/drift/command";
import { explainCommand } from "./commands/explain/command";
import { guardrailCommand } from "./commands/guardrail/command";
import { initCommand } from "./commands/init/command";
import { resolveCommand } from "./commands/resolve/command";
import { showCommand } from "./commands/show/command";
import { synthCommand } from "./commands/synth/command";
import { workflowCommand } from "./commands/workflow/command";
import type { Io } from "./io";
import { terminalOf } from "./output";
import { ownPackage } from "./own-package";
import { EXIT, type Exit, type Run, runCommand } from "./run-command";

const COMMANDS = [
  initCommand,
  synthCommand,
  explainCommand,
  checkCommand,
  showCommand,
  resolveCommand,
  workflowCommand,
  guardrailCommand,
  adoptCommand,
  driftCommand,
];

/**
 * Runs the command line.
 * @param args without the paths of Node and of the program.
 * @returns the exit code. Bugs are thrown.
 */
export async function run(args: readonly string[], io: Io): Promise<Exit> {
  let exit: Exit = EXIT.done;
  const runAndKeep: Run = async (command) => {
    exit = await runCommand(command, io);
  };
  const program = new Command("github-actions-ecr")
    .description(
      "Write Terraform that lets GitHub Actions push to and pull from Amazon ECR without access keys.",
    )
    .version(ownPackage().version, "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => terminalOf(io.stdout, io.env).columns,
      getErrHelpWidth: () => terminalOf(io.stderr, io.env).columns,
      getOutHasColors: () => terminalOf(io.stdout, io.env).hasColour,
      getErrHasColors: () => terminalOf(io.stderr, io.env).hasColour,
    })
    .configureHelp({ optionDescription })
    .addHelpText(
      "after",
      "\nIn a clone of the repository, write npm run -s cli -- in place of github-actions-ecr.",
    )
    .showHelpAfterError("Run with --help for the commands and options.");
  for (const command of COMMANDS) {
    program.addCommand(command(io, runAndKeep).copyInheritedSettings(program));
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    // commander has printed the problem, or the help.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  }
}

/** The description of an option in --help. commander adds the default, unless the description names it or it is false or an empty list. */
function optionDescription(option: Option): string {
  if (/\bdefault: /i.test(option.description)) return option.description;
  return new Help().optionDescription(option).replace(/ \(default: (?:false|\[\])\)$/, "");
}
