import { at, items, keysOf, type Located, textOf } from "../../../config/draft";
import type { Edit } from "../../../config/editing/edit";
import { normalizedPlace } from "../../../config/github-origins";
import type { NamedRepository } from "../../../config/named-repositories";
import { accountsOf, type FileDraft, rolesOf } from "../../../config/schema/access-file";
import type { GithubRepository } from "../../../github/api";
import { isSameName } from "../../../policy/github-names";
import type { Change } from "./changes";
import { type Comparison, defaultOwner, repositoryEntries } from "./comparison";

/** A repository of the file that has another name on GitHub now. */
export interface Rename {
  readonly owner: string;
  /** In the casing of the file. */
  readonly from: string;
  readonly to: string;
}

/**
 * The repositories that were renamed: GitHub redirects the name of the file, or the repository with the id of the file has another name. Not
 * those that moved to another owner, and not if the file has the new name already.
 */
export function renames({ file, named, snapshot }: Comparison): readonly Rename[] {
  const entries = repositoryEntries(file);
  const exact = new Map(
    named.flatMap(({ owner, name }) =>
      name === undefined ? [] : [[`${owner}/${name}`.toLowerCase(), { owner, name }] as const],
    ),
  );
  return [...exact].flatMap(([key, { owner, name }]) => {
    const answer = snapshot.repositories.get(key);
    const found = answer?.kind === "found" ? answer.value.repository : undefined;
    const id = entries.get(key)?.id.value;
    const isOther = id !== undefined && found?.id !== id;
    const current: GithubRepository | undefined = isOther ? snapshot.byId.get(key) : found;
    if (current === undefined || !isSameName(current.owner, owner) || isSameName(current.name, name))
      return [];
    if (exact.has(`${current.owner}/${current.name}`.toLowerCase())) return [];
    return [{ owner, from: name, to: current.name }];
  });
}

/** What resolve reports about a rename. */
export function renameChange({ owner, from, to }: Rename, { file }: Comparison): Change {
  const key = isSameName(owner, defaultOwner(file)) ? to : `${owner}/${to}`;
  return { path: ["github", "repositories", key, "formerly"], from: undefined, to: from };
}

/** Writes the new name in place of the former one, and the former one under `formerly`. Raw subjects and custom trust policies stay. */
export function renameEdits(rename: Rename, { file, named }: Comparison): readonly Edit[] {
  const { owner, from } = rename;
  const places = named
    .filter((each) => isSameName(each.owner, owner) && each.name !== undefined && isSameName(each.name, from))
    .filter(({ place }) => place.path.at(-1) !== "subject" && !place.path.includes("trustPolicy"));
  const inTexts = places.filter(({ place }) => place.atKey !== true);
  return [
    ...distinct(inTexts).flatMap(({ place: { path } }) => textEdits(path, textAt(file, path), rename)),
    ...claimEdits(file, rename),
    ...keyEdits(file, rename),
    ...formerEdits(file, rename),
  ];
}

function distinct(named: readonly NamedRepository[]): readonly NamedRepository[] {
  return [...new Map(named.map((each) => [JSON.stringify(each.place.path), each])).values()];
}

function textAt(file: Located, path: readonly (string | number)[]): string {
  const value = path.reduce<unknown>(
    (whole, part) => (typeof whole === "object" && whole !== null ? Reflect.get(whole, part) : undefined),
    file.value,
  );
  return typeof value === "string" ? value : "";
}

/** None for a text with the placeholder of perRepository. */
function textEdits(path: Edit["path"], text: string, rename: Rename): readonly Edit[] {
  const value = renamed(text, rename);
  const name = text.slice(text.indexOf("/") + 1);
  return isSameName(name, rename.from) ? [{ path, value }] : [];
}

/** The new name in a text such as `web`, `acme/web` or `web:production`. */
function renamed(text: string, { from, to }: Rename): string {
  const [repository = ""] = text.split(":");
  const start = repository.indexOf("/") + 1;
  return `${text.slice(0, start)}${to}${text.slice(start + from.length)}`;
}

/** The claim `repository` in entries of trust. */
function claimEdits(file: FileDraft, rename: Rename): readonly Edit[] {
  const full = `${rename.owner}/${rename.from}`;
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => items(at(at(entry, "claims"), "repository")))
    .filter((place) => isSameName(textOf(place) ?? "", full))
    .map((place) => ({ path: place.path, value: renamed(textOf(place) ?? "", rename) }));
}

/** The keys of `github.repositories`, and of the maps of origins and ids. */
function keyEdits(file: FileDraft, rename: Rename): readonly Edit[] {
  const github: Located = at(file, "github");
  const environments: readonly Located[] = items(at(github, "environments"));
  const roles = accountsOf(file).flatMap(rolesOf);
  const maps: readonly Located[] = [
    at(github, "repositories"),
    ...environments.flatMap((each) => [at(each, "origin"), at(each, "policyIds")]),
    ...roles.map((role) => at(at(role, "publish"), "origin")),
  ];
  const full = `${rename.owner}/${rename.from}`.toLowerCase();
  return maps
    .flatMap(keysOf)
    .filter(({ value }) => normalizedPlace(value, defaultOwner(file)).split(":")[0] === full)
    .map(({ value, path }) => ({ path, key: renamed(value, rename) }));
}

/** The former name, after those that the file has. */
function formerEdits(file: FileDraft, { owner, from, to }: Rename): readonly Edit[] {
  const entry = repositoryEntries(file).get(`${owner}/${from}`.toLowerCase());
  const repositories = ["github", "repositories"];
  if (entry === undefined) {
    const key = isSameName(owner, defaultOwner(file)) ? to : `${owner}/${to}`;
    return [{ path: [...repositories, key], value: { formerly: from } }];
  }
  const path = [...repositories, entry.key, "formerly"];
  const known = at(at(at(at(file, "github"), "repositories"), entry.key), "formerly").value;
  if (Array.isArray(known)) return [{ path: [...path, known.length], value: from }];
  return [{ path, value: typeof known === "string" ? [known, from] : from }];
}
