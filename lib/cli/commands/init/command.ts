import { Command, Option } from "commander";
import { configPath, type Io } from "../../io";
import type { Run } from "../../run-command";
import type { InitOptions } from "./init";

export function initCommand(io: Io, run: Run): Command {
  return new Command("init")
    .description("Write a first access.yaml and the files to deploy it into a folder.")
    .argument("[folder]", "the folder to write to; created if it does not exist", ".")
    .option("--owner <name>", "the GitHub user or organization, in GitHub's casing")
    .option("--repository <name>", "the GitHub repository that can push: NAME or OWNER/NAME")
    .option("--account <id>", "the AWS account, 12 digits")
    .option("--region <region>", "the AWS region of the ECR repository")
    .option("--branch <pattern>", "the branch that can push, or a pattern as in access.yaml", "main")
    .option(
      "--ecr-repository <name>",
      "the ECR repository. Default: the GitHub repository's name in lower case",
    )
    .addOption(
      new Option("--publish <kind>", "what GitHub stores the region, account id and role name as")
        .choices(["variables", "secrets"])
        .default("variables"),
    )
    .option(
      "--config <file>",
      "the access file, in the folder (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option(
      "--pipeline <bucket>",
      "also write a pipeline for GitHub Actions, with the Terraform state in this S3 bucket",
    )
    .option("--force", "overwrite the files of init, and add missing entries to package.json", false)
    .option("--json", "print the files and the next steps as JSON", false)
    .addHelpText(
      "after",
      `
On a terminal it asks for the owner, repository, account and region that you do not pass as options.

Examples:
  $ github-actions-ecr init
  $ github-actions-ecr init infra --repository acme/web --account 123456789012 --region ap-northeast-2
  $ github-actions-ecr init infra --repository acme/web --account 123456789012 --region ap-northeast-2 --pipeline acme-tfstate

It writes access.yaml, cdktf.json, package.json and .gitignore. With --pipeline, it also writes .github/workflows/access.yml and, in
pipeline-roles, the Terraform files of the pipeline's roles. An existing package.json or .gitignore is not changed.
If the package was installed from a tarball outside of the folder, init copies the tarball into the folder.

Exit code: 0 if everything is written, 2 if a file exists already or the command line has problems. Nothing is written then.`,
    )
    .action((folder: string, options: Omit<InitOptions, "cwd" | "folder">) =>
      run(async () => {
        const { init } = await import("./init");
        return init({ ...options, folder, cwd: io.cwd }, { input: io.stdin, output: io.stderr });
      }),
    );
}
