import { type Comparison, takeSnapshot } from "../../../../lib/cli/commands/resolve/comparison";
import { fileInput } from "../../../../lib/config/input";
import { namedRepositories } from "../../../../lib/config/named-repositories";
import type { GithubApi } from "../../../../lib/github/api";
import { apiOver, githubWith, type HostedOwners } from "./hosted-github";

/** The parts of a file that matter here. */
export interface Short {
  readonly github?: object;
  readonly trust?: readonly object[];
  readonly publish?: readonly string[];
}

/** A file of acme beside a snapshot of GitHub. */
export async function compared(
  { github = {}, trust = [], publish = [] }: Short,
  owners: HostedOwners,
  {
    renamed = {},
    isServer = false,
    api,
  }: {
    readonly renamed?: Readonly<Record<string, number>>;
    readonly isServer?: boolean;
    readonly api?: GithubApi;
  } = {},
): Promise<Comparison> {
  const file = {
    value: {
      github: { owner: "acme", ...github },
      accounts: [{ roles: [{ trust, publish: publish.length === 0 ? false : { repositories: publish } }] }],
    },
    path: [],
  };
  const named = namedRepositories(fileInput(file));
  const snapshot = await takeSnapshot(named, api ?? apiOver(githubWith(owners, { renamed })), () => {});
  return { file, named, snapshot, host: "github.com", isServer };
}
