import "./runtime";
import { Command, CommanderError } from "commander";
import { EXIT, reported } from "./reported";
import { configPath, outputFolder } from "./surroundings";
import { synth } from "./synth";

const program = new Command("github-actions-ecr")
  .description("Keyless GitHub Actions to Amazon ECR, as Terraform, from one file.")
  .exitOverride()
  .showHelpAfterError("Run with --help for the commands and options.");

program
  .command("synth")
  .description("Write Terraform JSON for every stack of the file, and say what it gives to whom.")
  .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath())
  .option("--out <folder>", "the folder to write to (CDKTF_OUTDIR)", outputFolder())
  .option("--json", "print what was made as JSON", false)
  .addHelpText(
    "after",
    `
Examples:
  $ github-actions-ecr synth
  $ github-actions-ecr synth --config production.yaml --out build/terraform

Exit code: 0 when everything is written; 2 when the file has problems (nothing is written then) or the command line does.`,
  )
  .action((options: { config: string; out: string; json: boolean }) => {
    process.exitCode = reported(() => {
      process.stdout.write(synth(options));
    });
  });

try {
  program.parse();
} catch (error) {
  // commander has said what is wrong by now; asking for help is not wrong.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
}
