import { Command, InvalidArgumentError } from "commander";
import { configPath, type Io } from "../../io";
import type { Run } from "../../run-command";
import { withOwner } from "../check/command";
import type { GuardrailOptions } from "./guardrail";

export function guardrailCommand(io: Io, run: Run): Command {
  return new Command("guardrail")
    .description("Print policies for AWS Organizations that deny GitHub tokens of all other owners.")
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option(
      "--owner <owner>",
      "a further owner, NAME or NAME@ID in GitHub's casing. Repeatable, not with --scp alone. Default: only the owners in the file",
      withOwner,
    )
    .option("--scp", "print the service control policy, which protects the OIDC provider", false)
    .option(
      "--deployer <arn>",
      "a role that may change the OIDC provider, * is a wildcard. Repeatable, with --scp or --json. Default: accounts[].assumeRoleArn",
      withRole,
    )
    .option("--json", "print both policies as JSON, with their lengths and notes", false)
    .addHelpText(
      "after",
      `
Without --scp, the command prints a resource control policy (RCP). Attach it to an OU or to the root of the organization. It does not apply to the management account.
docs/guide/guardrail.md explains both policies and their limits.

Examples:
  $ github-actions-ecr guardrail > rcp.json
  $ github-actions-ecr guardrail --owner other@234567 > rcp.json
  $ github-actions-ecr guardrail --scp --deployer "arn:aws:iam::*:role/terraform" > scp.json

Exit code: 0 if a policy is printed; 2 if the file or the command line has problems, or a policy is too long.`,
    )
    .action((options: GuardrailOptions) =>
      run(async () => {
        const { guardrail } = await import("./guardrail");
        return guardrail(options, io.cwd);
      }),
    );
}

const DEPLOYER = /^arn:aws[a-z-]*:iam::(?:[0-9]{12}|[*]):role\/[\w+=,.@/*-]+$/;

function withRole(text: string, roles: readonly string[] = []): readonly string[] {
  if (!DEPLOYER.test(text)) {
    throw new InvalidArgumentError(
      "Expected the ARN of a role (arn:PARTITION:iam::ACCOUNT:role/NAME, * is a wildcard).",
    );
  }
  return [...roles, text];
}
