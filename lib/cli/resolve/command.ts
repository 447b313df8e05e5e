import { Command } from "commander";
import { PATIENCE, type Patience } from "../../github/octokit";
import { reported } from "../reported";
import { configPath, githubApiUrl, githubToken } from "../surroundings";
import type { ResolveOptions } from "./resolve";

/** @param patience with GitHub and the network. */
export function resolveCommand(patience: Patience = PATIENCE): Command {
  return new Command("resolve")
    .description("Ask GitHub for ids and subject formats, and write them into the file.")
    .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath())
    .option("--check", "compare only, and write nothing", false)
    .option("--api-url <url>", "GitHub's REST API (GITHUB_API_URL). Default: that of github.host")
    .option("--json", "print what changes as JSON", false)
    .addHelpText(
      "after",
      `
GITHUB_TOKEN is the token to ask with. It needs the rights Metadata: read and Actions: read for the repositories of the file.

Examples:
  $ GITHUB_TOKEN=$(gh auth token) github-actions-ecr resolve
  $ github-actions-ecr resolve --check --config production.yaml

Exit code: 0 when the file says what GitHub says; 1 when --check finds it behind; 2 when the file has problems or names what does not
exist, when GitHub cannot be asked, or when the command line has problems. Nothing is written then.`,
    )
    .action((options: ResolveOptions & { readonly apiUrl?: string }) =>
      reported(async () => {
        const { resolve }: typeof import("./resolve") = require("./resolve");
        return resolve(options, {
          token: githubToken(),
          api: { option: options.apiUrl, variable: githubApiUrl() },
          patience,
          stderr: process.stderr,
        });
      }),
    );
}
