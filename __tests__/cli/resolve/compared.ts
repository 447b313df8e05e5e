import { asked } from "../../../lib/cli/resolve/asked";
import type { Comparison } from "../../../lib/cli/resolve/comparison";
import { namedRepositories } from "../../../lib/config/named-repositories";
import type { GithubApi } from "../../../lib/github/api";
import { apiOver, githubWith, type HostedOwners } from "./hosted-github";

/** A file's part on GitHub, its roles' trust, and subjects, as short as can be. */
export interface Short {
  readonly github?: object;
  readonly trust?: readonly object[];
  readonly publish?: readonly string[];
}

/** A file about acme, beside what GitHub says of what it names. */
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
  const named = namedRepositories(file);
  const answers = await asked(named, api ?? apiOver(githubWith(owners, { renamed })), () => {});
  return { file, named, asked: answers, host: "github.com", isServer };
}
