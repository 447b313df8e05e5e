import { Command, Option } from "commander";
import { configPath, githubAccess, type Io } from "../../io";
import type { Run } from "../../run-command";
import type { ResolveOptions } from "./resolve";

export function resolveCommand(io: Io, run: Run): Command {
  return new Command("resolve")
    .description("Ask GitHub for ids and subject formats, and write them into the access file.")
    .option(
      "--config <file>",
      "the access file (env: ACCESS_CONFIG, default: access.yaml)",
      configPath(io.env),
    )
    .option("--check", "only compare, and write nothing", false)
    .addOption(
      new Option(
        "--import",
        "also write origin: import for environments and values of the file that exist on GitHub",
      )
        .default(false)
        .conflicts("check"),
    )
    .option(
      "--api-url <url>",
      "URL of GitHub's REST API (env: GITHUB_API_URL). Default: the API of github.host",
    )
    .option("--json", "print the changes as JSON", false)
    .addHelpText(
      "after",
      `
Set GITHUB_TOKEN to a token with the permissions Metadata: read and Actions: read for the repositories in the file. --import also needs Variables: read, Secrets: read and Environments: read.

Examples:
  $ GITHUB_TOKEN=$(gh auth token) github-actions-ecr resolve
  $ github-actions-ecr resolve --import
  $ github-actions-ecr resolve --check --config production.yaml

Exit code: 0 if the file agrees with GitHub; 1 if --check finds a difference; 2 if the file or the command line has problems, an owner or repository does not exist, or GitHub cannot be reached. Nothing is written then.`,
    )
    .action((options: ResolveOptions & { readonly apiUrl?: string }) =>
      run(async () => {
        const { resolve } = await import("./resolve");
        return resolve(options, {
          cwd: io.cwd,
          ...githubAccess(io, options.apiUrl),
          stderr: io.stderr,
        });
      }),
    );
}
