import { repositoryNamed } from "../policy/subject/parse";
import { at, items, keysOf, type Located, textOf } from "./draft";
import { ownedRepository, trustedNames } from "./github-facts";
import { type NamingSubject, subjectsOf } from "./normalize/publication";
import type { Problem } from "./problem";
import { accountsOf, type FileDraft, rolesOf } from "./schema/access-file";
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
export function namedRepositories(file: FileDraft): readonly NamedRepository[] {
  const github = at(file, "github");
  const byDefault = textOf(at(github, "owner")) ?? "";
  const roles = accountsOf(file).flatMap(rolesOf);
  return [
    ...ownerAt(at(github, "owner")),
    ...keysOf(at(github, "owners")).flatMap(ownerAt).map(atKey),
    ...keysOf(at(github, "repositories"))
      .flatMap((key) => repositoryAt(key, byDefault, true))
      .map(atKey),
    ...roles.flatMap((role) => items(at(role, "trust"))).flatMap((entry) => trusted(entry, byDefault)),
    ...listedRepositories(file).flatMap((place) => repositoryAt(place, byDefault, false)),
    ...roles.flatMap(subjectsOf).flatMap(inSubject),
  ];
}

/** The repositories that publish, environments and subject templates list. */
export function listedRepositories(file: FileDraft): readonly Located<string>[] {
  const github = at(file, "github");
  return [
    ...accountsOf(file)
      .flatMap(rolesOf)
      .flatMap((role) => items(at(at(role, "publish"), "repositories"))),
    ...items(at(github, "environments")).flatMap((entry) => items(at(entry, "repositories"))),
    ...items(at(github, "subjectTemplates")).flatMap((entry) => items(at(entry, "repositories"))),
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
