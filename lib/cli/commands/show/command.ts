import { Command, InvalidArgumentError, Option } from "commander";
import { configPath, type Io, sourceDateEpoch } from "../../io";
import { terminalOf } from "../../output";
import { EXIT, type Run } from "../../run-command";
import type { ShowOptions } from "./show";

export function showCommand(io: Io, run: Run): Command {
  return new Command("show")
    .description(
      "Show who can push and pull what, from where, under which conditions, and which risks are accepted.",
    )
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .addOption(new Option("--json", "print JSON").default(false).conflicts(["markdown", "html"]))
    .addOption(
      new Option("--markdown", "print tables for a pull request").default(false).conflicts(["json", "html"]),
    )
    .addOption(
      new Option("--html <file>", "write a web page with search and filters")
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

The page shows when the access file was last changed. SOURCE_DATE_EPOCH, in seconds, sets another time.

Exit code: 0 if the access is shown, 2 if the file or the command line has problems.`,
    )
    .action((options: ShowOptions) =>
      run(async () => {
        const { show } = await import("./show");
        const context = {
          cwd: io.cwd,
          terminal: terminalOf(io.stdout, io.env),
          sourceDateEpoch: sourceDateEpoch(io.env),
        };
        return { exit: EXIT.done, output: show(options, context) };
      }),
    );
}

/** A name that starts with a hyphen is most likely the next option. */
function fileName(text: string): string {
  if (text === "" || text.startsWith("-")) throw new InvalidArgumentError("Expected the name of a file.");
  return text;
}
