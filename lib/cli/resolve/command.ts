import { Command } from "commander";
import { PATIENCE } from "../../github/octokit";
import { configPath, githubApiUrl, githubToken } from "../env";
import type { Io } from "../io";
import type { Run } from "../run-command";
import type { ResolveOptions } from "./resolve";

export function resolveCommand(io: Io, run: Run): Command {
  return new Command("resolve")
    .description("Ask GitHub for ids and subject formats, and write them into the file.")
    .option("--config <file>", "the file that says who may push where (ACCESS_CONFIG)", configPath(io.env))
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
      run(async () => {
        const { resolve }: typeof import("./resolve") = require("./resolve");
        return resolve(options, {
          cwd: io.cwd,
          token: githubToken(io.env),
          api: { option: options.apiUrl, variable: githubApiUrl(io.env) },
          patience: io.patience ?? PATIENCE,
          stderr: io.stderr,
        });
      }),
    );
}
