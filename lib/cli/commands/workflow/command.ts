import { Command, Option } from "commander";
import { EVENTS } from "../../../workflow/request";
import { configPath, type Io } from "../../io";
import type { Run } from "../../run-command";
import type { WorkflowOptions } from "./workflow";

export function workflowCommand(io: Io, run: Run): Command {
  return new Command("workflow")
    .description("Write the GitHub Actions workflow that uses a role.")
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option("--repository <name>", "NAME or OWNER/NAME. Default: the one that the role trusts")
    .option("--role <name>", "the role. Needed if several match")
    .option("--account <name>", "its account, by name or id. Needed if several match")
    .addOption(
      new Option(
        "--event <event>",
        "what starts the workflow. Default: the first context that the role trusts",
      ).choices(EVENTS),
    )
    .option("--branch <pattern>", "branch or pattern, as in access.yaml. Repeatable", collected, [])
    .option("--tag-pattern <pattern>", "git tag or pattern, as in access.yaml. Repeatable", collected, [])
    .option("--environment <name>", "GitHub environment of the job")
    .option(
      "--workflow <path>",
      "reusable workflow to call, if the role trusts a pattern of them: OWNER/REPOSITORY/.github/workflows/FILE@REF",
    )
    .option(
      "--image <name>",
      "ECR repository, or NAME=FOLDER to build it from another folder. Repeatable",
      collected,
      [],
    )
    .option(
      "--tag <tag>",
      "tag of the images. Repeatable. Default: the commit, and the git tag",
      collected,
      [],
    )
    .option("--context <folder>", "folder to build from. Default: .")
    .option("--file <file>", "the Dockerfile. Default: Dockerfile in the folder")
    .option("--platform <platform>", "linux/amd64, linux/arm64. Repeatable", collected, [])
    .option("--runs-on <label>", "label of the runner. Repeatable", collected, [])
    .option("--out <file>", "the file to write. Default: standard output")
    .option("--force", "overwrite an existing file", false)
    .option("--json", "print JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  $ github-actions-ecr workflow --out ../web/.github/workflows/push.yml
  $ github-actions-ecr workflow --repository web --environment production
  $ github-actions-ecr workflow --image web --image api=services/api --tag latest
  $ github-actions-ecr workflow --platform linux/amd64 --platform linux/arm64

The workflow goes to standard output or to --out. Notes go to standard error.

Exit code: 0 if the workflow is written; 1 if the role's trust policy denies it, with the reason and the fix on standard error; 2 if the file or the command line has problems.`,
    )
    .action((options: WorkflowOptions) =>
      run(async () => {
        // Loaded on demand, because zod and yaml take most of the start time.
        const { writeWorkflow } = await import("./workflow");
        return writeWorkflow(options, io.cwd);
      }),
    );
}

function collected(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
