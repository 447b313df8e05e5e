import { ownedRepository } from "../../config/github-facts";
import type { NamedRepository } from "../../config/named-repositories";
import { at, isMap, type Place, textOf } from "../../config/place";
import type { Asked } from "./asked";

/** The file, and what GitHub says of what it names. */
export interface Comparison {
  readonly file: Place;
  readonly named: readonly NamedRepository[];
  readonly asked: Asked;
  /** Of the GitHub that was asked. */
  readonly host: string;
  readonly isServer: boolean;
}

/** What the file says of an owner or a repository, at the key that it has there in whatever casing. */
export interface Entry {
  readonly key: string;
  readonly id: Place;
  readonly subject: Place;
}

/** The entries of `github.owners`, by the name in lower case. */
export function ownerEntries(file: Place): ReadonlyMap<string, Entry> {
  return new Map(entries(at(at(file, "github"), "owners")).map((entry) => [entry.key.toLowerCase(), entry]));
}

/** The entries of `github.repositories`, by `owner/name` in lower case. */
export function repositoryEntries(file: Place): ReadonlyMap<string, Entry> {
  return new Map(
    entries(at(at(file, "github"), "repositories")).map((entry) => {
      const { owner, name } = ownedRepository(entry.key, defaultOwner(file));
      return [`${owner}/${name}`.toLowerCase(), entry];
    }),
  );
}

/** The owner of repositories that are named without one. */
export function defaultOwner(file: Place): string {
  return textOf(at(at(file, "github"), "owner")) ?? "";
}

function entries(map: Place): readonly Entry[] {
  if (!isMap(map.value)) return [];
  return Object.keys(map.value).map((key) => {
    const entry = at(map, key);
    return { key, id: at(entry, "id"), subject: at(entry, "subject") };
  });
}
