import { Command } from "commander";
import { configPath, type Io } from "../../io";
import type { Run } from "../../run-command";
import type { ExplainOptions } from "./explain";

export function explainCommand(io: Io, run: Run): Command {
  return new Command("explain")
    .description(
      "Show which role allows a token and what the role may do. If none does, show the cause and what to change.",
    )
    .option(
      "--config <file>",
      "the access file with the roles (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option(
      "--policy <file>",
      "evaluate the roles of this file instead, in any form that check reads, such as the output of aws iam get-role",
    )
    .option(
      "--token <file>",
      "a token: a JWT, its claims as JSON, or the CloudTrail record of a denied call; - reads standard input",
    )
    .option("--sub <subject>", "the subject of a token, if you have no token")
    .option("--aud <audience>", "the audience of the token. Default: the audience that the role expects")
    .option(
      "--repository <name>",
      "NAME or OWNER/NAME: evaluate the token of a workflow run in this repository",
    )
    .option("--branch <name>", "the branch of the run")
    .option("--tag <name>", "the tag of the run")
    .option("--environment <name>", "the environment of the job; it replaces branch and tag in the subject")
    .option(
      "--event <name>",
      "the event that starts the run, such as push, pull_request, merge_group or schedule. Default: push",
    )
    .option("--fork", "the pull request that starts the run comes from a fork")
    .option(
      "--workflow <ref>",
      "the reusable workflow of the job: OWNER/REPOSITORY/.github/workflows/FILE@REF",
    )
    .option("--action <action>", "an action of ECR, such as ecr:PutImage: which roles may do it with --image")
    .option("--image <name>", "the ECR repository of --action, with or without registry address and tag")
    .option("--json", "print the answer as JSON", false)
    .addHelpText(
      "after",
      `
Give a token in one of three ways: --token, --sub, or --repository with the options of a run.
With --action and --image, the policies of the roles are evaluated: of those that the token may assume, or without a token of all.
The signature of a token is not verified. A token is neither printed whole nor written to a file.

Examples:
  $ github-actions-ecr explain --repository web --branch main
  $ github-actions-ecr explain --repository web --event pull_request
  $ github-actions-ecr explain --sub repo:acme/web:environment:production --aud sts.amazonaws.com
  $ github-actions-ecr explain --token - < token.jwt
  $ github-actions-ecr explain --action ecr:PutImage --image web:v1
  $ aws iam get-role --role-name push > role.json && github-actions-ecr explain --policy role.json --token claims.json

Exit code: 0 if a role allows the token (and the action); 1 if none does or it cannot be determined; 2 for bad input.`,
    )
    .action((options: ExplainOptions) =>
      run(async () => {
        const { explain } = await import("./explain");
        return explain(options, Date.now() / 1000, io);
      }),
    );
}
