import "./runtime";
import { Command, CommanderError } from "commander";
import { explainCommand } from "./explain/command";
import { EXIT } from "./reported";
import { synthCommand } from "./synth/command";

const program = new Command("github-actions-ecr")
  .description("Keyless GitHub Actions to Amazon ECR, as Terraform, from one file.")
  .exitOverride()
  .showHelpAfterError("Run with --help for the commands and options.");

for (const command of [synthCommand(), explainCommand()])
  program.addCommand(command.copyInheritedSettings(program));

program.parseAsync().catch((error: unknown) => {
  // commander has said what is wrong by now; asking for help is not wrong.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
});
