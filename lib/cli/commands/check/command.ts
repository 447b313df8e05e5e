import { Command, InvalidArgumentError, Option } from "commander";
import { ID } from "../../../policy/claims";
import { OWNER } from "../../../policy/github-names";
import { SEVERITIES } from "../../../policy/rules/rule";
import type { Io } from "../../io";
import type { Run } from "../../run-command";
import type { CheckOptions } from "./check";

export function checkCommand(io: Io, run: Run): Command {
  return new Command("check")
    .description("Check trust policies from any source against the rules.")
    .argument(
      "<file>",
      "JSON with roles or a trust policy, or a CloudFormation template; - reads standard input",
    )
    .option(
      "--owner <owner>",
      "an owner that you trust, NAME or NAME@ID in GitHub's casing. Any other owner violates R05. Repeatable. Default: any owner",
      withOwner,
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 if there is a finding of this severity or higher")
        .choices([...SEVERITIES, "never"])
        .default("high"),
    )
    .addOption(new Option("--json", "print JSON").default(false).conflicts("sarif"))
    .option("--sarif", "print SARIF 2.1.0 for code scanning", false)
    .addHelpText(
      "after",
      `
The file contains one of these, or a list of them:
  a trust policy, or a statement of one
  a role of IAM, or the output of aws iam get-role, list-roles, or get-account-authorization-details
  Terraform JSON, as synth and CDKTF write it
  terraform show -json, of a plan or a state (use it for HCL)
  a CloudFormation template, or the output of aws cloudformation get-template
  pulumi stack export
  the output of aws ecr describe-repositories, or get-repository-policy
Statements for principals other than GitHub are counted and not checked.
Each rule is explained in docs/rules.md.

Examples:
  $ github-actions-ecr check trust-policy.json --owner acme
  $ aws iam get-account-authorization-details | github-actions-ecr check -
  $ terraform show -json plan | github-actions-ecr check - --fail-on medium
  $ github-actions-ecr check cdktf.out/stacks/aws-123456789012/cdk.tf.json --sarif > check.sarif

Exit code: 0 if there is no finding of severity --fail-on or higher; 1 if there is one; 2 if something cannot be read or the command line is wrong.`,
    )
    .action((file: string, options: CheckOptions) =>
      run(async () => {
        const { check } = await import("./check");
        return check(file, options, io);
      }),
    );
}

/** Adds an owner to those already given. */
export function withOwner(text: string, owners: readonly string[] = []): readonly string[] {
  const [name = "", id, ...more] = text.split("@");
  if (!OWNER.pattern.test(name) || (id !== undefined && !ID.pattern.test(id)) || more.length > 0) {
    throw new InvalidArgumentError(
      `Expected ${OWNER.noun} (${OWNER.allowed}), optionally with @ and its id.`,
    );
  }
  const other = owners.find((given) => {
    const [otherName = "", otherId] = given.split("@");
    return otherName.toLowerCase() === name.toLowerCase() && otherId !== undefined && otherId !== id;
  });
  if (id !== undefined && other !== undefined) {
    throw new InvalidArgumentError(`Expected one id of an owner, got ${other} and ${text}.`);
  }
  return [...owners, text];
}
