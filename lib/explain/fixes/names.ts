import { at, isMap, items, type Located, textOf } from "../../config/draft";
import { ownedRepository } from "../../config/github-facts";
import { accountsOf, rolesOf } from "../../config/schema/access-file";
import { isSameName } from "../../policy/github-names";
import type { Edit } from "./edit";

/** The new name, or undefined for a name that stays. */
type Rename = (text: string) => string | undefined;

/** Renames an owner everywhere in the file, except in a trustPolicy. */
export function ownerRenamed(value: unknown, from: string, to: string): readonly Edit[] {
  const renamed: Rename = (name) => (isSameName(name, from) && name !== to ? to : undefined);
  const before: Rename = (text) => {
    const [owner = "", ...rest] = text.split("/");
    const own = rest.length === 0 ? undefined : renamed(owner);
    return own && [own, ...rest].join("/");
  };
  const github = at({ value, path: [] }, "github");
  return [
    ...edited([at(github, "owner")], renamed),
    ...keysRenamed(at(github, "owners"), renamed),
    ...keysRenamed(at(github, "repositories"), before),
    ...rolesEdited(value, {
      owner: renamed,
      repository: before,
      full: before,
      subject: inSubject(before),
    }),
  ];
}

/** Renames a repository of an owner everywhere in the file, except in a trustPolicy. */
export function repositoryRenamed(value: unknown, owner: string, from: string, to: string): readonly Edit[] {
  const github = at({ value, path: [] }, "github");
  const defaultOwner = textOf(at(github, "owner")) ?? "";
  const isOwn = (name: string) => isSameName(name, owner);
  const renamed: Rename = (name) => (isSameName(name, from) && name !== to ? to : undefined);
  const full = (text: string, ownerOfEntry = defaultOwner): string | undefined => {
    const own = ownedRepository(text, ownerOfEntry);
    const name = isOwn(own.owner) ? renamed(own.name) : undefined;
    return name && (text.includes("/") ? `${own.owner}/${name}` : name);
  };
  return [
    ...keysRenamed(at(github, "repositories"), (text) => full(text)),
    ...rolesEdited(value, {
      owner: () => undefined,
      repository: (text, entryOwner) => full(text, entryOwner),
      full: (text) => full(text),
      subject: inSubject((text) => full(text)),
    }),
  ];
}

interface Renames {
  readonly owner: Rename;
  readonly repository: (name: string, owner: string | undefined) => string | undefined;
  /** Of `OWNER/REPOSITORY`, or `REPOSITORY` of the default owner. */
  readonly full: Rename;
  readonly subject: Rename;
}

function rolesEdited(value: unknown, renames: Renames): readonly Edit[] {
  return accountsOf({ value, path: [] })
    .flatMap(rolesOf)
    .flatMap((role) => [
      ...items(at(role, "trust")).flatMap((entry) => entryEdited(entry, renames)),
      ...edited(items(at(at(role, "publish"), "repositories")), renames.full),
    ]);
}

function entryEdited(entry: Located, renames: Renames): readonly Edit[] {
  const owner = textOf(at(entry, "owner"));
  return [
    ...edited([at(entry, "owner")], renames.owner),
    ...edited(items(at(entry, "repository")), (name) => renames.repository(name, owner)),
    ...edited([at(entry, "subject")], renames.subject),
    ...edited(items(at(at(entry, "claims"), "repository")), renames.full),
  ];
}

function edited(places: readonly Located[], rename: Rename): readonly Edit[] {
  return places.flatMap((place) => {
    const text = textOf(place);
    const renamed = text === undefined ? undefined : rename(text);
    return renamed === undefined ? [] : [{ path: place.path, value: renamed }];
  });
}

/** An edit cannot change a key, so the whole map is replaced. */
function keysRenamed({ value, path }: Located, rename: Rename): readonly Edit[] {
  if (!isMap(value) || !Object.keys(value).some((key) => rename(key) !== undefined)) return [];
  const entries = Object.entries(value).map(([key, own]) => [rename(key) ?? key, own] as const);
  return [{ path, value: Object.fromEntries(entries) }];
}

const NAMED = /^(repo:)([^/:@]+)(@[^/:]*)?\/([^/:@]+)(.*)$/s;

/** Renames inside `repo:OWNER@ID/REPOSITORY@ID:…`. */
function inSubject(rename: Rename): Rename {
  return (subject) => {
    const [, key, owner, id = "", repository, rest] = NAMED.exec(subject) ?? [];
    const renamed = owner === undefined ? undefined : rename(`${owner}/${repository}`);
    const [ownName, repositoryName] = renamed?.split("/") ?? [];
    return renamed && `${key}${ownName}${id}/${repositoryName}${rest}`;
  };
}
