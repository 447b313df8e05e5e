import { Command, InvalidArgumentError, Option } from "commander";
import type { Io } from "../io";
import { terminalOf } from "../output/terminal";
import { EXIT, type Report } from "../reported";
import { configPath } from "../surroundings";
import type { ShowOptions } from "./show";

export function showCommand(io: Io, report: Report): Command {
  return new Command("show")
    .description(
      "Say who may push and pull what, from where and on which conditions, and which risks are taken.",
    )
    .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath(io.env))
    .addOption(new Option("--json", "print all of it as JSON").default(false).conflicts(["markdown", "html"]))
    .addOption(
      new Option("--markdown", "print tables for a pull request").default(false).conflicts(["json", "html"]),
    )
    .addOption(
      new Option("--html <file>", "write a page to search and filter")
        .conflicts(["json", "markdown"])
        .argParser(fileName),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ github-actions-ecr show
  $ github-actions-ecr show --html access.html
  $ github-actions-ecr show --markdown >> "$GITHUB_STEP_SUMMARY"
  $ github-actions-ecr show --json | jq '.roles[] | select(.may != "pull") | .arn'

Exit code: 0 when it is shown; 2 when the file or the command line has problems.`,
    )
    .action((options: ShowOptions) =>
      report(async () => {
        const { show }: typeof import("./show") = require("./show");
        return { exit: EXIT.done, output: show(options, terminalOf(io.stdout, io.env), io.cwd) };
      }),
    );
}

/** An option in its place is most likely a name that was forgotten. */
function fileName(text: string): string {
  if (text === "" || text.startsWith("-")) throw new InvalidArgumentError("It is not the name of a file.");
  return text;
}
