import { Command, InvalidArgumentError } from "commander";
import { OWNER } from "../../../policy/github-names";
import { githubAccess, type Io } from "../../io";
import type { Run } from "../../run-command";
import type { AdoptOptions } from "./adopt";

export function adoptCommand(io: Io, run: Run): Command {
  return new Command("adopt")
    .description("Write an access.yaml that imports the roles and ECR repositories of an AWS account.")
    .argument("<file...>", "outputs of the AWS CLI in JSON; - reads standard input")
    .option("--out <file>", "write the file here. Default: standard output")
    .option("--force", "overwrite the file of --out", false)
    .option(
      "--owner <owner>",
      "an owner on GitHub that roles may trust, in GitHub's casing. The first is github.owner. Repeatable. Default: the owner of most subjects",
      withOwner,
    )
    .option("--region <region>", "the region of the account. Default: that of most ECR repositories")
    .option("--host <host>", "the host of GitHub, if roles trust several. Default: that of most roles")
    .option("--offline", "do not ask GitHub, even if GITHUB_TOKEN is set", false)
    .option("--api-url <url>", "URL of GitHub's REST API (env: GITHUB_API_URL). Default: the API of the host")
    .option("--json", "print the file, and what is not adopted, as JSON", false)
    .addHelpText(
      "after",
      `
Outputs of these commands, in any order, of one account or several:
  aws iam get-account-authorization-details --filter Role LocalManagedPolicy   (required)
  aws iam list-roles                            descriptions and session lengths
  aws iam list-open-id-connect-providers
  aws iam get-open-id-connect-provider          audiences and tags of the provider, to import it
  aws ecr describe-repositories                 ECR repositories to import, of each region
  aws resourcegroupstaggingapi get-resources    tags of ECR repositories and policies
  aws iam get-policy                            tags of a policy

The plan of the file imports what exists and changes nothing. What the file cannot have is listed with the reason. Its roles publish no values to GitHub.
With GITHUB_TOKEN, the command asks GitHub for ids and protected environments. The token needs the permissions Metadata: read and Actions: read.

Examples:
  $ github-actions-ecr adopt iam.json roles.json provider.json ecr.json --out access.yaml
  $ aws iam get-account-authorization-details | github-actions-ecr adopt - --region eu-west-1

Exit code: 0 if a file is written; 1 if no role can be adopted; 2 if an input or the command line has problems, the file of --out exists, or GitHub cannot be reached. Nothing is written then.`,
    )
    .action((files: readonly string[], options: AdoptOptions & { readonly apiUrl?: string }) =>
      run(async () => {
        const { adopt } = await import("./adopt");
        return adopt(files, options, {
          cwd: io.cwd,
          stdin: io.stdin,
          stderr: io.stderr,
          ...githubAccess(io, options.apiUrl),
        });
      }),
    );
}

/** Adds an owner to those already given. */
function withOwner(text: string, owners: readonly string[] = []): readonly string[] {
  if (!OWNER.pattern.test(text)) {
    throw new InvalidArgumentError(`Expected ${OWNER.noun} (${OWNER.allowed}).`);
  }
  return [...owners, text];
}
