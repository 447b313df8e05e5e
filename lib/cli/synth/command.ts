import { Command } from "commander";
import { configPath, hclOutput, outputFolder } from "../env";
import type { Io } from "../io";
import { EXIT, type Run } from "../run-command";
import type { SynthOptions } from "./synth";

export function synthCommand(io: Io, run: Run): Command {
  return new Command("synth")
    .description("Write Terraform JSON, or HCL, for every stack of the file, and say what it gives to whom.")
    .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath(io.env))
    .option("--out <folder>", "the folder to write to (CDKTF_OUTDIR)", outputFolder(io.env))
    .option(
      "--hcl",
      "write Terraform's own language, cdk.tf, in place of cdk.tf.json (SYNTH_HCL_OUTPUT)",
      hclOutput(io.env),
    )
    .option("--json", "print what was made as JSON", false)
    .option("--quiet", "print nothing but what is wrong, as suits an app of the CDKTF CLI", false)
    .addHelpText(
      "after",
      `
Examples:
  $ github-actions-ecr synth
  $ github-actions-ecr synth --config production.yaml --out build/terraform
  $ github-actions-ecr synth --hcl

Exit code: 0 when everything is written; 2 when the file has problems (nothing is written then) or the command line does.`,
    )
    .action(({ quiet, ...options }: SynthOptions & { readonly quiet: boolean }) =>
      run(async () => {
        // Loaded where it is needed: CDKTF takes most of a start.
        const { synth }: typeof import("./synth") = require("./synth");
        const output = synth(options, io.cwd);
        return { exit: EXIT.done, output: quiet ? "" : output };
      }),
    );
}
