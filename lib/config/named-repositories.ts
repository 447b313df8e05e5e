import { repositoryNamed } from "../policy/subject/parse";
import { at, items, type Located, textOf } from "./draft";
import { ownedRepository, trustedNames } from "./github-facts";
import type { ConfigInput } from "./input";
import { type NamingSubject, subjectsOf } from "./normalize/publication";
import type { Problem } from "./problem";
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
