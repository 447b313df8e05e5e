#!/usr/bin/env node
import "./runtime";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./check/command";
import { explainCommand } from "./explain/command";
import { initCommand } from "./init/command";
import { ownPackage } from "./own-package";
import { EXIT } from "./reported";
import { resolveCommand } from "./resolve/command";
import { showCommand } from "./show/command";
import { synthCommand } from "./synth/command";
import { workflowCommand } from "./workflow/command";

const program = new Command("github-actions-ecr")
  .description("Keyless GitHub Actions to Amazon ECR, as Terraform, from one file.")
  .version(ownPackage().version, "-V, --version", "print the version")
  .exitOverride()
  .showHelpAfterError("Run with --help for the commands and options.");

const COMMANDS = [
  initCommand(),
  synthCommand(),
  explainCommand(),
  checkCommand(),
  showCommand(),
  resolveCommand(),
  workflowCommand(),
];
for (const command of COMMANDS) program.addCommand(command.copyInheritedSettings(program));

// Whoever reads may have had enough before the end, as head has.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

program.parseAsync().catch((error: unknown) => {
  // commander has said what is wrong by now; asking for help is not wrong.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
});
