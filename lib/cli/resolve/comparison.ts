import { at, isMap, type Place, textOf } from "../../config/draft";
import { ownedRepository } from "../../config/github-facts";
import type { NamedRepository } from "../../config/named-repositories";
import type { GithubSnapshot } from "./snapshot";

/** The file beside the current state on GitHub. */
export interface Comparison {
  readonly file: Place;
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
  readonly id: Place;
  readonly subject: Place;
}

/** `github.owners` by name in lower case. */
export function ownerEntries(file: Place): ReadonlyMap<string, Entry> {
  return new Map(entries(at(at(file, "github"), "owners")).map((entry) => [entry.key.toLowerCase(), entry]));
}

/** `github.repositories` by `owner/name` in lower case. */
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
