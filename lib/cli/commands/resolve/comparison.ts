import { at, isMap, type Located, textOf } from "../../../config/draft";
import { ownedRepository } from "../../../config/github-facts";
import { fileInput } from "../../../config/input";
import { type NamedRepository, namedRepositories } from "../../../config/named-repositories";
import { expandedFile } from "../../../config/per-repository";
import type { FileDraft } from "../../../config/schema/access-file";
import {
  type Answer,
  type Customization,
  type GithubApi,
  type GithubOwner,
  type GithubRepository,
  type SentFormat,
  sentFormat,
} from "../../../github/api";
import { inParallel } from "../../../github/octokit";
import { githubAt } from "../../../policy/github-issuer";
import { isPattern, isSameName, matchesPattern } from "../../../policy/github-names";

/** The file beside the current state on GitHub. */
export interface Comparison {
  readonly file: FileDraft;
  readonly named: readonly NamedRepository[];
  readonly snapshot: GithubSnapshot;
  /** The GitHub that the snapshot is from. */
  readonly host: string;
  readonly isServer: boolean;
}

/** An entry of the file for an owner or a repository. */
export interface Entry {
  /** In the casing of the file. */
  readonly key: string;
  readonly id: Located;
  readonly subject: Located;
}

/** `github.owners` by name in lower case. */
export function ownerEntries(file: Located): ReadonlyMap<string, Entry> {
  return new Map(entries(at(at(file, "github"), "owners")).map((entry) => [entry.key.toLowerCase(), entry]));
}

/** `github.repositories` by `owner/name` in lower case. */
export function repositoryEntries(file: Located): ReadonlyMap<string, Entry> {
  return new Map(
    entries(at(at(file, "github"), "repositories")).map((entry) => {
      const { owner, name } = ownedRepository(entry.key, defaultOwner(file));
      return [`${owner}/${name}`.toLowerCase(), entry];
    }),
  );
}

/** The owner of repositories that are named without one. */
export function defaultOwner(file: Located): string {
  return textOf(at(at(file, "github"), "owner")) ?? "";
}

function entries(map: Located): readonly Entry[] {
  if (!isMap(map.value)) return [];
  return Object.keys(map.value).map((key) => {
    const entry = at(map, key);
    return { key, id: at(entry, "id"), subject: at(entry, "subject") };
  });
}

/** Undefined if GitHub does not report the format. */
export function formatOf(
  { repository, customization }: DescribedRepository,
  { isServer }: Comparison,
): SentFormat | undefined {
  if (customization?.kind === "found") return sentFormat(customization.value, repository, isServer);
  return customization?.kind === "missing" && isServer ? "name" : undefined;
}

/** A repository with its subject customization, which is undefined if the repository was renamed. */
export interface DescribedRepository {
  readonly repository: GithubRepository;
  readonly customization: Answer<Customization> | undefined;
}

/** The current state on GitHub of what the file names. Keys are names in lower case. */
export interface GithubSnapshot {
  readonly owners: ReadonlyMap<string, Answer<GithubOwner>>;
  /** By `owner/name`. */
  readonly repositories: ReadonlyMap<string, Answer<DescribedRepository>>;
  /** By `owner/name` of the file: a repository with the file's id, if the name is not found or belongs to another one. */
  readonly byId: ReadonlyMap<string, GithubRepository>;
  /** By owner: the repositories that patterns match, without those that the file names. */
  readonly matched: ReadonlyMap<string, Answer<readonly DescribedRepository[]>>;
}

type Progress = (answered: number, expected: number) => void;

/**
 * A file beside what GitHub says about it.
 * @throws GithubError if the requests fail.
 */
export async function comparisonWith(
  api: GithubApi,
  value: unknown,
  host: string,
  progress: Progress,
): Promise<Comparison> {
  const file: FileDraft = { value, path: [] };
  const named = namedRepositories(fileInput(expandedFile(file, defaultOwner(file))));
  const snapshot = await takeSnapshot(named, api, progress, repositoryEntries(file));
  return { file, named, snapshot, host, isServer: githubAt(host, undefined).kind === "server" };
}

export async function takeSnapshot(
  named: readonly NamedRepository[],
  api: GithubApi,
  progress: Progress,
  entries: ReadonlyMap<string, Entry> = new Map(),
): Promise<GithubSnapshot> {
  const count = counter(progress);
  const names = [...new Map(named.map(({ owner }) => [owner.toLowerCase(), owner]))];
  const exact = exactRepositories(named);
  count.expect(names.length + exact.length);
  const owners = new Map(
    await inParallel(names, async ([key, name]) => [key, await count.answered(api.owner(name))] as const),
  );
  const repositories = await inParallel(
    exact,
    async ([key, { owner, name }]) => [key, await count.answered(described(owner, name, api))] as const,
  );
  const moved = repositories.flatMap(([key, answer]) => {
    const id = entries.get(key)?.id.value;
    const hasId = answer.kind === "found" && answer.value.repository.id === id;
    return typeof id !== "number" || hasId || answer.kind === "forbidden" ? [] : [[key, id] as const];
  });
  count.expect(moved.length);
  const byId = await inParallel(
    moved,
    async ([key, id]) => [key, await count.answered(api.repositoryById(id))] as const,
  );
  const lists = await inParallel([...owners], async ([key, owner]) => {
    const patterns = patternsOf(named, key);
    if (owner.kind !== "found" || patterns.length === 0) return [];
    return [[key, matching(await api.repositoriesOf(owner.value), patterns, new Map(exact))] as const];
  });
  return {
    owners,
    repositories: new Map(repositories),
    byId: new Map(
      byId.flatMap(([key, answer]) => (answer.kind === "found" ? [[key, answer.value] as const] : [])),
    ),
    matched: new Map(await describedLists(lists.flat(), api, count)),
  };
}

/** Repositories named without wildcards, each once. */
function exactRepositories(named: readonly NamedRepository[]) {
  const exact = named.flatMap(({ owner, name }) =>
    name === undefined || isPattern(name) ? [] : [{ owner, name }],
  );
  return [...new Map(exact.map((each) => [`${each.owner}/${each.name}`.toLowerCase(), each]))];
}

async function described(owner: string, name: string, api: GithubApi): Promise<Answer<DescribedRepository>> {
  const answer = await api.repository(owner, name);
  if (answer.kind !== "found") return answer;
  const repository = answer.value;
  const isSame = isSameName(`${repository.owner}/${repository.name}`, `${owner}/${name}`);
  return {
    kind: "found",
    value: { repository, customization: isSame ? await api.customization(repository) : undefined },
  };
}

/** The repositories of an owner that match a pattern, without those in `exact`. */
function matching(
  list: Answer<readonly GithubRepository[]>,
  patterns: readonly string[],
  exact: ReadonlyMap<string, unknown>,
): Answer<readonly GithubRepository[]> {
  if (list.kind !== "found") return list;
  const value = list.value
    .filter(({ name }) => patterns.some((pattern) => matchesPattern(pattern, name)))
    .filter(({ owner, name }) => !exact.has(`${owner}/${name}`.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: "found", value };
}

async function describedLists(
  lists: readonly (readonly [string, Answer<readonly GithubRepository[]>])[],
  api: GithubApi,
  count: Counter,
): Promise<readonly (readonly [string, Answer<readonly DescribedRepository[]>])[]> {
  const all = lists.flatMap(([, list]) => (list.kind === "found" ? list.value : []));
  count.expect(all.length);
  const customizations = new Map(
    await inParallel(
      all,
      async (repository) => [repository, await count.answered(api.customization(repository))] as const,
    ),
  );
  return lists.map(([key, list]) => {
    if (list.kind !== "found") return [key, list];
    const value = list.value.map((repository) => ({
      repository,
      customization: customizations.get(repository),
    }));
    return [key, { kind: "found", value }];
  });
}

/** The patterns of an owner. */
function patternsOf(named: readonly NamedRepository[], owner: string): readonly string[] {
  return named.flatMap(({ owner: of, name }) =>
    of.toLowerCase() === owner && name !== undefined && isPattern(name) ? [name] : [],
  );
}

interface Counter {
  readonly expect: (more: number) => void;
  readonly answered: <T>(answer: Promise<T>) => Promise<T>;
}

function counter(progress: Progress): Counter {
  let answers = 0;
  let expected = 0;
  return {
    expect: (more) => {
      expected += more;
    },
    answered: async (answer) => {
      const value = await answer;
      answers++;
      progress(answers, expected);
      return value;
    },
  };
}
