import { Command } from "commander";
import { configPath, hclOutput, type Io, outputFolder } from "../../io";
import { EXIT, type Run } from "../../run-command";
import type { SynthOptions } from "./synth";

interface CommandOptions extends SynthOptions {
  readonly quiet: boolean;
  /** Files with plans in JSON. */
  readonly plan?: readonly string[];
}

export function synthCommand(io: Io, run: Run): Command {
  return new Command("synth")
    .description(
      "Write Terraform JSON, or HCL, for every stack of the file, and print what each role allows.",
    )
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option("--out <folder>", "the output folder (env: CDKTF_OUTDIR)", outputFolder(io.env))
    .option(
      "--hcl",
      "write HCL, cdk.tf, instead of JSON, cdk.tf.json (env: SYNTH_HCL_OUTPUT)",
      hclOutput(io.env),
    )
    .option(
      "--plan <file...>",
      "warn of what plans destroy that others use, and of renames: output of terraform show -json PLAN; - is standard input",
    )
    .option("--json", "print the summary as JSON", false)
    .option("--quiet", "print only problems; for the app command of cdktf.json", false)
    .addHelpText(
      "after",
      `
Examples:
  $ github-actions-ecr synth
  $ github-actions-ecr synth --config production.yaml --out build/terraform
  $ github-actions-ecr synth --hcl
  $ terraform -chdir=cdktf.out/stacks/github-acme show -json plan | github-actions-ecr synth --plan -

Exit code: 0 if everything is written, 2 if the file or the command line has problems. Nothing is written then.`,
    )
    .action(({ quiet, plan = [], ...options }: CommandOptions) =>
      run(async () => {
        // Loaded only when used: loading takes most of the start.
        const ofPlans =
          plan.length === 0 ? { warnings: [] } : await (await import("./plan")).warningsOfPlans(plan, io);
        if ("problems" in ofPlans) return { exit: EXIT.badInput, output: "", lines: ofPlans.problems };
        const { synth } = await import("./synth");
        const output = synth(options, io.cwd, ofPlans.warnings);
        // The CDKTF CLI shows the warnings itself, and would show standard error as errors.
        return { exit: EXIT.done, output: quiet ? "" : output };
      }),
    );
}
