import { Command, InvalidArgumentError, Option } from "commander";
import { configPath, githubAccess, type Io } from "../../io";
import type { Run } from "../../run-command";
import { DIFFERENCES, type DifferenceKind } from "./difference";
import type { DriftOptions } from "./drift";

export function driftCommand(io: Io, run: Run): Command {
  return new Command("drift")
    .description("Compare the access file with AWS and GitHub, also what a Terraform plan does not see.")
    .argument(
      "[file...]",
      "outputs of the AWS CLI in JSON; - reads standard input. Without one, only GitHub is compared",
    )
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option("--offline", "do not ask GitHub", false)
    .option(
      "--known-role <name>",
      "a role that trusts GitHub and is managed elsewhere, * is a wildcard. Repeatable. Default: none",
      (name: string, others: readonly string[] = []) => [...others, name],
    )
    .addOption(
      new Option(
        "--ignore <kind>",
        `a kind of difference that is not reported: ${Object.keys(DIFFERENCES).join(", ")}. Repeatable. Default: none`,
      ).argParser(ignoredKind),
    )
    .option(
      "--api-url <url>",
      "URL of GitHub's REST API (env: GITHUB_API_URL). Default: the API of github.host",
    )
    .addOption(new Option("--json", "print JSON").default(false).conflicts("sarif"))
    .option("--sarif", "print SARIF 2.1.0 for code scanning", false)
    .addHelpText(
      "after",
      `
Outputs of these commands, in any order, of one account of the file or several:
  aws iam get-account-authorization-details --filter Role LocalManagedPolicy   (required for AWS)
  aws iam list-roles                            descriptions and session lengths
  aws iam get-open-id-connect-provider          audiences and tags of the provider
  aws ecr describe-repositories                 ECR repositories, of each region
  aws ecr get-repository-policy
  aws resourcegroupstaggingapi get-resources    tags of ECR repositories

Set GITHUB_TOKEN to a token with the permissions Metadata: read and Actions: read for the repositories in the file.

Examples:
  $ aws iam get-account-authorization-details | github-actions-ecr drift -
  $ github-actions-ecr drift iam.json roles.json provider.json ecr.json --sarif > drift.sarif
  $ github-actions-ecr drift

Exit code: 0 if nothing differs; 1 if something differs; 2 if an input or the command line has problems, or GitHub cannot be reached.`,
    )
    .action((files: readonly string[], options: DriftOptions & { readonly apiUrl?: string }) =>
      run(async () => {
        const { drift } = await import("./drift");
        return drift(files, options, {
          cwd: io.cwd,
          stdin: io.stdin,
          stderr: io.stderr,
          ...githubAccess(io, options.apiUrl),
        });
      }),
    );
}

/** Adds a kind to those already given. */
function ignoredKind(text: string, kinds: readonly DifferenceKind[] = []): readonly DifferenceKind[] {
  const known = (Object.keys(DIFFERENCES) as DifferenceKind[]).find((kind) => kind === text);
  if (known === undefined) {
    throw new InvalidArgumentError(`Expected one of ${Object.keys(DIFFERENCES).join(", ")}.`);
  }
  return [...kinds, known];
}
