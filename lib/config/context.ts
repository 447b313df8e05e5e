import { apiBaseUrl, GITHUB_COM, githubAt, issuerHost } from "../policy/github-issuer";
import { isAnyRef, isPattern } from "../policy/github-names";
import { type Spellings, spellings } from "../policy/rules/context";
import { DEFAULT_WRITE_DELAY_MS } from "./defaults";
import { at, items } from "./draft";
import { declaredFormat, type GithubFacts, githubFacts, ownedRepository, trustedNames } from "./github-facts";
import { ofRepository, originating } from "./github-origins";
import { type ConfigInput, fileInput } from "./input";
import type { KnownContext } from "./normalize/risks";
import type { FileDraft } from "./schema/access-file";
import { type GithubEntry, githubEntry } from "./schema/github";
import type { GithubHost, OwnedEnvironment, OwnedTemplate } from "./types";

/** What all roles have in common: GitHub, and what the rules need of it. */
export interface ConfigContext {
  readonly github: GithubHost;
  readonly known: GithubFacts;
  /** Environments and templates of the file, each with its owner. */
  readonly made: readonly OwnedEnvironment[];
  /** Environments that are protected elsewhere, without those that a pattern names. */
  readonly elsewhere: readonly Pick<OwnedEnvironment, "owner" | "repository" | "name">[];
  readonly templates: readonly OwnedTemplate[];
  readonly lintContext: KnownContext;
}

/**
 * The context of the roles of a file.
 * @param known the facts of the section github.
 * @param section the section github, if the whole file is valid. Undefined: it is parsed alone.
 * @returns undefined if the section is invalid.
 */
export function fileContext(
  file: FileDraft,
  input: ConfigInput = fileInput(file),
  known: GithubFacts = githubFacts(input.github),
  section: GithubEntry | undefined = githubEntry.safeParse(at(file, "github").value).data,
): ConfigContext | undefined {
  if (section === undefined) return undefined;
  const { host, enterprise, writeDelayMs } = section;
  const environments = resolvedEnvironments(section, known.owner);
  return {
    ...configContext(input, known, {
      host,
      enterprise,
      writeDelayMs,
      protectedEnvironments: environments.protected,
    }),
    made: environments.made,
    elsewhere: environments.elsewhere,
    templates: resolvedTemplates(section, known.owner),
  };
}

/** What the roles of an input have in common, if nothing is created on GitHub. */
export function configContext(
  input: ConfigInput,
  known: GithubFacts,
  {
    host = GITHUB_COM,
    enterprise,
    writeDelayMs = DEFAULT_WRITE_DELAY_MS,
    protectedEnvironments,
  }: Pick<GithubEntry, "host" | "enterprise" | "writeDelayMs"> & Pick<KnownContext, "protectedEnvironments">,
): ConfigContext {
  const trusted = trustedRepositories(input, known);
  return {
    github: { ...resolvedHost(host, enterprise), writeDelayMs },
    known,
    made: [],
    elsewhere: [],
    templates: [],
    lintContext: {
      owners: spellings([
        known.owner,
        ...input.github.owners.map(({ name }) => name.value),
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
      hasTemplate: (owner, repository) => known.templates.has(`${owner}/${repository}`.toLowerCase()),
      protectedEnvironments,
    },
  };
}

function idsOf(known: ReadonlyMap<string, { readonly id: number | undefined }>): Spellings {
  return new Map([...known].flatMap(([name, { id }]) => (id === undefined ? [] : [[name, String(id)]])));
}

function resolvedHost(host: string, enterprise: string | undefined): Omit<GithubHost, "writeDelayMs"> {
  const github = githubAt(host, enterprise);
  return { host, enterprise, issuerHost: issuerHost(github), apiBaseUrl: apiBaseUrl(github) };
}

/** The owners and repositories that entries of trust name. */
function trustedRepositories(
  { accounts }: ConfigInput,
  { owner: defaultOwner }: GithubFacts,
): readonly { readonly owner: string; readonly name: string | undefined }[] {
  return accounts
    .flatMap(({ roles }) => roles)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => trustedNames(entry, defaultOwner))
    .map(({ owner, name }) => ({ owner, name: isPattern(name) ? undefined : name }));
}

type EnvironmentEntry = NonNullable<GithubEntry["environments"]>[number];
type TemplateEntry = NonNullable<GithubEntry["subjectTemplates"]>[number];

/** The environments to create, and the names of all protected ones, also elsewhere: `OWNER/NAME:ENVIRONMENT`. */
export function resolvedEnvironments(
  github: GithubEntry,
  defaultOwner: string,
): Pick<ConfigContext, "made" | "elsewhere"> & { readonly protected: readonly string[] } {
  const environments: readonly EnvironmentEntry[] = github.environments ?? [];
  return {
    made: environments
      .filter(({ protectedElsewhere }) => protectedElsewhere === undefined)
      .flatMap((entry) => environmentsOf(entry, defaultOwner)),
    elsewhere: environments
      .filter(({ protectedElsewhere }) => protectedElsewhere !== undefined)
      .flatMap(({ name, repositories }) =>
        repositories
          .filter((text) => !isPattern(text))
          .map((text) => ownedRepository(text, defaultOwner))
          .map(({ owner, name: repository }) => ({ owner, repository, name })),
      ),
    protected: environments.filter(isProtected).flatMap(({ name, repositories }) =>
      repositories.map((text) => {
        const repository = ownedRepository(text, defaultOwner);
        return `${repository.owner}/${repository.name}:${name}`;
      }),
    ),
  };
}

function environmentsOf(entry: EnvironmentEntry, defaultOwner: string): readonly OwnedEnvironment[] {
  return entry.repositories.map((text) => {
    const { owner, name: repository } = ownedRepository(text, defaultOwner);
    const origin =
      typeof entry.origin === "object"
        ? ofRepository(entry.origin, owner, repository, defaultOwner)
        : entry.origin;
    const policyIds = ofRepository(entry.policyIds ?? {}, owner, repository, defaultOwner);
    return {
      owner,
      repository,
      name: entry.name,
      branches: entry.branches ?? [],
      tags: entry.tags ?? [],
      reviewers: { users: entry.reviewers?.users ?? [], teams: entry.reviewers?.teams ?? [] },
      preventSelfReview: entry.preventSelfReview ?? false,
      waitMinutes: entry.waitMinutes ?? 0,
      administratorsMayBypass: entry.administratorsMayBypass ?? false,
      ...originating(origin),
      ...(origin === "import" && policyIds !== undefined && { policyIds }),
    };
  });
}

/** Whether a review is required, or only some branches and tags can deploy. A wait timer protects nothing. */
function isProtected({ protectedElsewhere, reviewers, branches, tags }: EnvironmentEntry): boolean {
  if (protectedElsewhere === true || reviewers !== undefined) return true;
  const patterns = [...(branches ?? []), ...(tags ?? [])];
  return patterns.length > 0 && !patterns.some(isAnyRef);
}

/** The templates to set. */
export function resolvedTemplates(github: GithubEntry, defaultOwner: string): readonly OwnedTemplate[] {
  const templates: readonly TemplateEntry[] = github.subjectTemplates ?? [];
  return templates.flatMap(({ claims, repositories = [], organization, origin }) => [
    ...(organization === undefined
      ? []
      : [{ owner: organization, repository: undefined, claims, ...originating(origin) }]),
    ...repositories.map((text) => {
      const { owner, name: repository } = ownedRepository(text, defaultOwner);
      return { owner, repository, claims, ...originating(origin) };
    }),
  ]);
}
