import { Command, InvalidArgumentError, Option } from "commander";
import { OWNER } from "../../policy/github-names";
import { SEVERITIES } from "../../policy/rules/rule";
import type { Io } from "../io";
import type { Report } from "../reported";
import type { CheckOptions } from "./check";

export function checkCommand(io: Io, report: Report): Command {
  return new Command("check")
    .description("Judge trust policies of anybody's by the rules, wherever they come from.")
    .argument("<file>", "JSON that holds roles or a trust policy; - for standard input")
    .option(
      "--owner <owner>",
      "a GitHub owner that may be trusted, in GitHub's casing, NAME or NAME@ID; all others are R05. Can be given several times",
      withOwner,
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on")
        .choices([...SEVERITIES, "never"])
        .default("high"),
    )
    .addOption(new Option("--json", "print everything as JSON").default(false).conflicts("sarif"))
    .option("--sarif", "print SARIF 2.1.0, which code scanning takes", false)
    .addHelpText(
      "after",
      `
The file is one of these, told by its shape:
  a trust policy itself
  aws iam get-role, list-roles, or get-account-authorization-details
  Terraform JSON, as synth and CDKTF write it
  terraform show -json, of a plan or of the state; projects in HCL come this way
Statements that trust others than GitHub are counted and left alone.

Examples:
  $ github-actions-ecr check trust-policy.json --owner acme
  $ aws iam get-account-authorization-details | github-actions-ecr check -
  $ terraform show -json plan | github-actions-ecr check - --fail-on medium
  $ github-actions-ecr check cdktf.out/stacks/aws-123456789012/cdk.tf.json --sarif > check.sarif

Exit code: 0 when nothing is found from --fail-on on; 1 when something is; 2 when something cannot be read, or the command line is wrong.`,
    )
    .action((file: string, options: CheckOptions) =>
      report(async () => {
        const { check }: typeof import("./check") = require("./check");
        return check(file, options, io);
      }),
    );
}

/** The owners given so far, and one more. */
function withOwner(text: string, owners: readonly string[] = []): readonly string[] {
  if (!/^[^@]+(?:@[0-9]+)?$/.test(text) || !OWNER.pattern.test(text.replace(/@.*/, ""))) {
    throw new InvalidArgumentError(
      `It is not ${OWNER.noun}; allowed: ${OWNER.allowed}, and its id after an @.`,
    );
  }
  return [...owners, text];
}
