import { at, isMap, items, type Located, textOf } from "../../config/draft";
import {
  declaredFormat,
  githubFacts,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
} from "../../config/github-facts";
import { githubInput } from "../../config/input";
import type { Path } from "../../config/problem";
import { accountsOf, type FileDraft, rolesOf } from "../../config/schema/access-file";
import { isSameName } from "../../policy/github-names";
import type { SubjectFormat } from "../../policy/subject/types";
import { expectedIds, sentIds } from "../causes/repository";
import type { Attempt } from "../compare";
import { textClaim } from "../token";
import { type Edit, valueAt } from "./edit";

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

interface SentRepository {
  readonly owner: string;
  readonly name: string;
}

function sentRepository({ got }: Attempt): SentRepository | undefined {
  return got?.repository && { owner: got.owner.text, name: got.repository.text };
}

/** Writes the ids of the token's subject and the immutable format into the file. */
export function idsWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const [ownerId, repositoryId] = [attempt.got?.ownerId?.text, attempt.got?.repositoryId?.text];
  if (sent === undefined || ownerId === undefined || repositoryId === undefined) return undefined;
  const owner = ownerPath(value, sent.owner);
  const repository = repositoryPath(value, sent);
  const isImmutable = declaredFormat(githubOf(value), sent.owner, sent.name) === "immutable";
  return [
    ...missing(value, owner, { id: Number(ownerId) }),
    ...missing(value, repository, {
      id: Number(repositoryId),
      ...(!isImmutable && { subject: "immutable" satisfies SubjectFormat }),
    }),
  ];
}

/** Adds the missing keys, or the whole map. An existing id is kept, an existing format is replaced. */
function missing(value: unknown, path: Path, wanted: Readonly<Record<string, unknown>>): readonly Edit[] {
  const map = valueAt(value, path);
  if (!isMap(map)) return [{ path, value: wanted }];
  return Object.entries(wanted)
    .filter(([key, own]) => map[key] === undefined || (key !== "id" && map[key] !== own))
    .map(([key, own]) => ({ path: [...path, key], value: own }));
}

/**
 * Writes the name format into the file. Only for a token whose other claims have the expected ids, because someone else can register a
 * name.
 */
export function namesWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const { owner, repository } = expectedIds(attempt);
  const { token } = attempt.roleDecision;
  const isSameOwner = owner !== undefined && textClaim(token, "repository_owner_id") === owner;
  const isSameRepository = repository !== undefined && textClaim(token, "repository_id") === repository;
  if (sent === undefined || !isSameOwner || !isSameRepository) return undefined;
  return [{ path: [...repositoryPath(value, sent), "subject"], value: "name" satisfies SubjectFormat }];
}

/** Writes the new id of a repository, if the owner has the expected id. */
export function repositoryIdWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const [own, given] = [expectedIds(attempt), sentIds(attempt)];
  if (sent === undefined || own.owner === undefined || own.owner !== given.owner) return undefined;
  return [{ path: [...repositoryPath(value, sent), "id"], value: Number(given.repository) }];
}

function githubOf(value: unknown) {
  const file: FileDraft = { value, path: [] };
  return githubFacts(githubInput(at(file, "github")));
}

function ownerPath(value: unknown, owner: string): Path {
  const map = valueAt(value, ["github", "owners"]);
  const key = isMap(map) ? Object.keys(map).find((each) => isSameName(each, owner)) : undefined;
  return ownerIdPath(key ?? owner).slice(0, -1);
}

/** The path of the repository in github.repositories, whether it exists or not. */
function repositoryPath(value: unknown, { owner, name }: SentRepository): Path {
  const { owner: defaultOwner } = githubOf(value);
  const map = valueAt(value, ["github", "repositories"]);
  const key = isMap(map)
    ? Object.keys(map).find((each) => {
        const own = ownedRepository(each, defaultOwner);
        return isSameName(`${own.owner}/${own.name}`, `${owner}/${name}`);
      })
    : undefined;
  const path = repositoryIdPath(owner, name, defaultOwner).slice(0, -1);
  return key === undefined ? path : [...path.slice(0, -1), key];
}
