import { Command } from "commander";
import { configPath } from "../env";
import type { Io } from "../io";
import type { Run } from "../run-command";
import type { InitOptions } from "./init";

export function initCommand(io: Io, run: Run): Command {
  return new Command("init")
    .description("Write a first access.yaml, and what deploys it, into a folder.")
    .argument("[folder]", "the folder to write to; it is made if it does not exist", ".")
    .option("--owner <name>", "the GitHub user or organization, as GitHub spells it")
    .option("--repository <name>", "the GitHub repository that may push: NAME or OWNER/NAME")
    .option("--account <id>", "the AWS account, 12 digits")
    .option("--region <region>", "the AWS region of the ECR repository")
    .option("--branch <pattern>", "the branch that may push, * as in access.yaml", "main")
    .option("--ecr-repository <name>", "the ECR repository; default: the repository's name in lower case")
    .option("--config <file>", "the file to write, below the folder (ACCESS_CONFIG)", configPath(io.env))
    .option("--force", "write over the files that are there; package.json is added to alone", false)
    .option("--json", "print what was written and what comes next as JSON", false)
    .addHelpText(
      "after",
      `
On a terminal it asks for what is missing of owner, repository, account and region.

Examples:
  $ github-actions-ecr init
  $ github-actions-ecr init infra --repository acme/web --account 123456789012 --region ap-northeast-2

It writes access.yaml, cdktf.json, package.json and .gitignore. A package.json or .gitignore that is there stays as it is.

Exit code: 0 when everything is written; 2 when a file is there already or the command line has problems (nothing is written then).`,
    )
    .action((folder: string, options: Omit<InitOptions, "cwd" | "folder">) =>
      run(async () => {
        const { init }: typeof import("./init") = require("./init");
        return init({ ...options, folder, cwd: io.cwd }, { input: io.stdin, output: io.stderr });
      }),
    );
}
