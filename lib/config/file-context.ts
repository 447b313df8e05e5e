import { apiBaseUrl, GITHUB_COM, githubAt, issuerHost } from "../policy/github-issuer";
import { isPattern } from "../policy/github-names";
import { type Spellings, spellings } from "../policy/rules/context";
import type { GithubHost, OwnedEnvironment, OwnedTemplate } from "./config";
import { declaredFormat, type GithubFacts, githubFacts, trustedNames } from "./github-facts";
import { resolvedEnvironments, resolvedTemplates } from "./normalize/github";
import type { KnownContext } from "./normalize/risks";
import { accountsOf, at, items, type Place, rolesOf } from "./place";
import { type GithubEntry, githubEntry } from "./schema/github";

/** What the roles of a file have in common: its section github, and what the rules need of it. */
export interface FileContext {
  readonly github: GithubHost;
  readonly known: GithubFacts;
  /** Environments and templates that are created, each with its owner. */
  readonly made: readonly OwnedEnvironment[];
  readonly templates: readonly OwnedTemplate[];
  readonly lintContext: KnownContext;
}

/** Undefined if the section github is invalid. */
export function fileContext(file: Place): FileContext | undefined {
  const github = at(file, "github");
  const entry = githubEntry.safeParse(github.value);
  if (!entry.success) return undefined;
  const known = githubFacts(github);
  const environments = resolvedEnvironments(entry.data, known.owner);
  const trusted = trustedRepositories(file, known);
  return {
    github: resolvedHost(entry.data),
    known,
    made: environments.made,
    templates: resolvedTemplates(entry.data, known.owner),
    lintContext: {
      owners: spellings([
        known.owner,
        ...Object.keys(entry.data.owners ?? {}),
        ...[...known.repositories.values()].map(({ owner }) => owner),
        ...trusted.map(({ owner }) => owner),
      ]),
      repositories: spellings([
        ...[...known.repositories.values()].map(({ owner, name }) => `${owner}/${name}`),
        ...trusted.flatMap(({ owner, name }) => (name === undefined ? [] : `${owner}/${name}`)),
      ]),
      ids: {
        owners: idsOf(known.owners),
        repositories: idsOf(known.repositories),
      },
      subjectFormat: (owner, repository) => declaredFormat(known, owner, repository),
      protectedEnvironments: environments.protected,
    },
  };
}

function idsOf(known: ReadonlyMap<string, { readonly id: number | undefined }>): Spellings {
  return new Map([...known].flatMap(([name, { id }]) => (id === undefined ? [] : [[name, String(id)]])));
}

function resolvedHost({ host = GITHUB_COM, enterprise }: GithubEntry): GithubHost {
  const github = githubAt(host, enterprise);
  return { host, enterprise, issuerHost: issuerHost(github), apiBaseUrl: apiBaseUrl(github) };
}

/** The owners and repositories that entries of trust name. */
function trustedRepositories(
  file: Place,
  { owner: defaultOwner }: GithubFacts,
): readonly { readonly owner: string; readonly name: string | undefined }[] {
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => trustedNames(entry, defaultOwner))
    .map(({ owner, name }) => ({ owner, name: isPattern(name) ? undefined : name }));
}
