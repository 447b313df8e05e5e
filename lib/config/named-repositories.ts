import { isPattern } from "../policy/github-names";
import { nearestKey } from "../policy/near-name";
import { repositoryNamed } from "../policy/subject/parse";
import { groupedBy } from "./checks/duplicates";
import { at, items, type Located, textOf } from "./draft";
import { type GithubFacts, ownedRepository, trustedNames } from "./github-facts";
import type { ConfigInput } from "./input";
import { type NamingSubject, subjectsOf } from "./normalize/publication";
import { type Path, type Problem, pathText } from "./problem";
import type { TrustEntryDraft } from "./schema/trust";

/**
 * A place of the file that names an owner or a repository.
 * @inline
 */
export interface NamedRepository {
  readonly owner: string;
  /** A name or a pattern. Undefined if only the owner is named. */
  readonly name: string | undefined;
  readonly place: Pick<Problem, "path" | "atKey">;
  /** Whether the place allows to trust the owner. */
  readonly mayBeTrusted: boolean;
}

/** Every owner and repository that the file names, in the order of the file. */
export function namedRepositories(input: ConfigInput): readonly NamedRepository[] {
  const { github, accounts } = input;
  const byDefault = textOf(github.owner) ?? "";
  const roles = accounts.flatMap((account) => account.roles);
  return [
    ...ownerAt(github.owner),
    ...github.owners.flatMap(({ name }) => ownerAt(name)).map(atKey),
    ...github.repositories.flatMap(({ name }) => repositoryAt(name, byDefault, true)).map(atKey),
    ...roles.flatMap((role) => items(at(role, "trust"))).flatMap((entry) => trusted(entry, byDefault)),
    ...listedRepositories(input).flatMap((place) => repositoryAt(place, byDefault, false)),
    ...roles.flatMap(subjectsOf).flatMap(inSubject),
  ];
}

/** The repositories that publish, environments and subject templates list. */
export function listedRepositories({ github, accounts }: ConfigInput): readonly Located<string>[] {
  return [
    ...accounts
      .flatMap(({ roles }) => roles)
      .flatMap((role) => items(at(at(role, "publish"), "repositories"))),
    ...github.environments.flatMap(({ repositories }) => repositories),
    ...github.templates.flatMap(({ repositories }) => repositories),
  ];
}

function trusted(entry: TrustEntryDraft, byDefault: string): readonly NamedRepository[] {
  return [
    ...ownerAt(at(entry, "owner")),
    ...trustedNames(entry, byDefault).map(({ owner, name, place: { path } }) => ({
      owner,
      name,
      place: { path },
      mayBeTrusted: true,
    })),
  ];
}

function ownerAt(place: Located): readonly NamedRepository[] {
  const owner = textOf(place);
  return owner === undefined
    ? []
    : [{ owner, name: undefined, place: { path: place.path }, mayBeTrusted: true }];
}

function repositoryAt(place: Located, byDefault: string, mayBeTrusted: boolean): readonly NamedRepository[] {
  const text = textOf(place);
  if (text === undefined) return [];
  return [{ ...ownedRepository(text, byDefault), place: { path: place.path }, mayBeTrusted }];
}

function inSubject({ path, parsed }: NamingSubject): readonly NamedRepository[] {
  const repository = repositoryNamed(parsed);
  return repository === undefined ? [] : [{ ...repository, place: { path }, mayBeTrusted: false }];
}

function atKey(named: NamedRepository): NamedRepository {
  return { ...named, place: { ...named.place, atKey: true } };
}

/** Shorter names and parts of names are often near each other: `web`, `api`, `eu`, `us`. */
const MIN_NAME_CHARACTERS = 6;
const MIN_PART_CHARACTERS = 4;

interface Named {
  /** `OWNER/NAME` */
  readonly name: string;
  readonly path: Path;
}

/** A name without one of its parts. */
interface Gap extends Named {
  readonly part: string;
  readonly around: string;
}

/**
 * Warnings about repositories with nearly the same name. The file silences one by the ids of both: then both exist.
 * @param input without problems.
 */
export function similarNameWarnings(input: ConfigInput, known: GithubFacts): readonly string[] {
  const named = namedRepositories(input).flatMap(({ owner, name, place: { path } }) =>
    name === undefined || isPattern(name) || name.length < MIN_NAME_CHARACTERS
      ? []
      : [{ name: `${owner}/${name}`, path }],
  );
  const firsts = groupedBy(named, ({ name }) => name.toLowerCase()).map(([first]) => first);
  // Only names that differ in one part are compared, so that thousands of names take no time.
  const pairs = groupedBy(firsts.flatMap(gapsOf), ({ around }) => around).flatMap(pairsIn);
  const hasId = ({ name }: Named): boolean => known.repositories.get(name.toLowerCase())?.id !== undefined;
  return pairs
    .filter((pair) => !pair.every(hasId))
    .map(
      ([one, other]) =>
        `the repositories ${placed(one)} and ${placed(other)} have nearly the same name. If both exist, add the ids of both. See docs/guide/ids.md#write-the-ids-by-hand`,
    );
}

function placed({ name, path }: Named): string {
  return `${name} (${pathText(path)})`;
}

/** A slip is rarely in the first letter, and other digits are another version. */
function gapsOf(named: Named): readonly Gap[] {
  const parts = named.name.toLowerCase().split(/(?<=\/.*)[-_.]|\//);
  return parts.flatMap((part, index) =>
    index === 0 || part.length < MIN_PART_CHARACTERS
      ? []
      : [
          {
            ...named,
            part,
            around: JSON.stringify([parts.with(index, part.charAt(0)), index, part.replace(/\D+/g, " ")]),
          },
        ],
  );
}

function pairsIn(gaps: readonly Gap[]): readonly (readonly [Gap, Gap])[] {
  return gaps.flatMap((one, index) =>
    gaps
      .slice(index + 1)
      .filter(({ part }) => nearestKey(part, [one.part]) !== undefined)
      .map((other) => [one, other] as const),
  );
}
