import { Command, Option } from "commander";
import { EVENTS } from "../../workflow/request";
import { configPath } from "../env";
import type { Io } from "../io";
import type { Run } from "../run-command";
import type { WorkflowOptions } from "./workflow";

export function workflowCommand(io: Io, run: Run): Command {
  return new Command("workflow")
    .description("Write the GitHub Actions workflow by which a repository uses a role.")
    .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath(io.env))
    .option("--repository <name>", "NAME or OWNER/NAME; default: the one that trust names")
    .option("--role <name>", "the role; needed where several fit")
    .option("--account <name>", "its account, by name or id; needed where several fit")
    .addOption(
      new Option("--event <event>", "what starts the workflow; default: as the role's trust has it").choices(
        EVENTS,
      ),
    )
    .option("--branch <pattern>", "branch, * as in access.yaml (repeatable)", collected, [])
    .option("--tag-pattern <pattern>", "git tag, * as in access.yaml (repeatable)", collected, [])
    .option("--environment <name>", "GitHub environment of the job")
    .option(
      "--workflow <path>",
      "reusable workflow to call, where the role asks for one: OWNER/REPOSITORY/.github/workflows/FILE@REF",
    )
    .option("--image <name>", "ECR repository, or ECR_REPOSITORY=CONTEXT (repeatable)", collected, [])
    .option(
      "--tag <tag>",
      "tag of the images (repeatable); default: the commit, and git's tag",
      collected,
      [],
    )
    .option("--context <folder>", "folder to build from; default: .")
    .option("--file <file>", "the Dockerfile; default: Dockerfile in the folder")
    .option("--platform <platform>", "linux/amd64, linux/arm64 (repeatable)", collected, [])
    .option("--runs-on <label>", "label of the runner (repeatable)", collected, [])
    .option("--out <file>", "the file to write; default: standard output")
    .option("--force", "write over a file that is there", false)
    .option("--json", "print the workflow and what is to be known of it as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  $ github-actions-ecr workflow --out ../web/.github/workflows/push.yml
  $ github-actions-ecr workflow --repository web --environment production
  $ github-actions-ecr workflow --image web --image api=services/api --tag latest
  $ github-actions-ecr workflow --platform linux/amd64 --platform linux/arm64

The workflow goes to standard output or to the file, notes go to standard error.

Exit code: 0 when the workflow is written; 1 when the role does not let it in (nothing is written, and standard error says
what to change); 2 when the file or the command line has problems.`,
    )
    .action((options: WorkflowOptions) =>
      run(async () => {
        // Loaded where it is needed: zod and yaml take most of a start.
        const { writtenWorkflow }: typeof import("./workflow") = require("./workflow");
        return writtenWorkflow(options, io.cwd);
      }),
    );
}

function collected(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
