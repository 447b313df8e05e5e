import { Command, Option } from "commander";
import { EVENTS, KINDS, PROVENANCES } from "../../../workflow/request";
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
    .option(
      "--account <name>",
      "its account, by name or id. Needed if several match. Repeatable, to push to all of them",
      collected,
      [],
    )
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
      "tag of the images: commit, git-tag, branch, latest, text or an expression. Repeatable. Default: commit, and git-tag if tags start it",
      collected,
      [],
    )
    .option("--context <folder>", "folder to build from. Default: .")
    .option("--file <file>", "the Dockerfile. Default: Dockerfile in the folder")
    .option("--platform <platform>", "linux/amd64, linux/arm64. Repeatable", collected, [])
    .option("--runs-on <label>", "label of the runner. Repeatable", collected, [])
    .addOption(
      new Option(
        "--kind <kind>",
        "what to push: container images, Helm charts or files. Default: image",
      ).choices(KINDS),
    )
    .option("--pull", "pull, with a role that may also push", false)
    .option("--reusable", "write a reusable workflow: --event workflow_call", false)
    .option(
      "--region <region>",
      "a region of the role. Repeatable, to push to all of them. Default: the account's",
      collected,
      [],
    )
    .option(
      "--cache <cache>",
      "build cache: gha, registry, registry=ECR_REPOSITORY or off. Default: registry if the role can pull, else gha",
    )
    .addOption(
      new Option("--provenance <mode>", "provenance attestation of BuildKit. Default: off").choices(
        PROVENANCES,
      ),
    )
    .option("--sbom", "add a software bill of materials to the images", false)
    .option("--attest", "have GitHub sign an attestation of each image", false)
    .option("--sign", "ECR signs the images, with the signing profile of the role", false)
    .option("--reproducible", "the same commit gives the same digest, if the Dockerfile allows it", false)
    .option("--timeout <minutes>", "minutes until GitHub stops a job. Default: 30")
    .option("--out <file>", "the file to write. Default: standard output")
    .option("--update-pins <file>", "only update the pins of actions in a workflow file. - is standard input")
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
  $ github-actions-ecr workflow --update-pins .github/workflows/push.yml

The workflow goes to standard output or to --out. Notes go to standard error.

Exit code: 0 if the workflow is written; 1 if the role's trust policy denies it, with the reason and the fix on standard error; 2 if the file or the command line has problems.`,
    )
    .action((options: WorkflowOptions) =>
      run(async () => {
        if (options.updatePins !== undefined) {
          const { updatePins } = await import("./update-pins");
          return updatePins(options.updatePins, options.json, io);
        }
        // Loaded on demand, because zod and yaml take most of the start time.
        const { writeWorkflow } = await import("./workflow");
        return writeWorkflow(options, io.cwd);
      }),
    );
}

function collected(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
