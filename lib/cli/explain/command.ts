import { Command } from "commander";
import { configPath } from "../env";
import type { Io } from "../io";
import type { Run } from "../run-command";
import type { ExplainOptions } from "./explain";

export function explainCommand(io: Io, run: Run): Command {
  return new Command("explain")
    .description(
      "Say which role lets a token in and what it may then do; if none does, what differs and what to change.",
    )
    .option("--config <file>", "the file whose roles are asked (ACCESS_CONFIG)", configPath(io.env))
    .option(
      "--policy <file>",
      "ask the roles of a file in place of those of --config: whatever check reads, such as aws iam get-role's output",
    )
    .option("--token <file>", "a token: a JWT, or its claims as JSON; - reads standard input")
    .option("--sub <subject>", "the token's subject, in place of a token")
    .option("--aud <audience>", "the token's audience; without it, that of the role")
    .option("--repository <name>", "NAME or OWNER/NAME: the token that a workflow of it would send")
    .option("--branch <name>", "the branch that the workflow runs on")
    .option("--tag <name>", "the tag that the workflow runs on")
    .option("--environment <name>", "the environment that the job names, which wins over branch and tag")
    .option(
      "--event <name>",
      "what starts the workflow: push, pull_request, merge_group, schedule and others",
    )
    .option(
      "--workflow <ref>",
      "the reusable workflow that the job runs in: OWNER/REPOSITORY/.github/workflows/FILE@REF",
    )
    .option("--json", "print the answer as JSON", false)
    .addHelpText(
      "after",
      `
The signature of a token is not verified, and a token is neither printed whole nor written anywhere.

Examples:
  $ github-actions-ecr explain --repository web --branch main
  $ github-actions-ecr explain --repository web --event pull_request
  $ github-actions-ecr explain --sub repo:acme/web:environment:production --aud sts.amazonaws.com
  $ github-actions-ecr explain --token - < token.jwt
  $ aws iam get-role --role-name push > role.json && github-actions-ecr explain --policy role.json --token claims.json

Exit code: 0 when a role lets the token in; 1 when none does, or it cannot be said; 2 when the input has problems.`,
    )
    .action((options: ExplainOptions) =>
      run(async () => {
        const { explain }: typeof import("./explain") = require("./explain");
        return explain(options, Date.now() / 1000, io);
      }),
    );
}
