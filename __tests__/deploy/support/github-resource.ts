import type { GithubSchema } from "./github-schema";
import type { GithubEntry, GithubItem, GithubStore } from "./github-store";
import type { Attributes } from "./tfplugin5";

/** A change that GitHub is asked for. */
export interface GithubChange {
  readonly wanted: GithubItem;
  readonly isNew: boolean;
  readonly owner: string;
  readonly github: GithubStore;
}

/** A type of resource, as integrations/github 6.13.0 treats it. */
export interface GithubResource extends GithubSchema {
  /** What is wrong with a configuration, whatever GitHub holds. */
  readonly problems?: (config: Attributes) => readonly string[];
  /** What GitHub is asked to hold. @throws Error while an argument is not known */
  readonly item: (planned: Attributes, owner: string) => GithubItem;
  /** The attributes that an id for an import consists of, in this order. Empty: the id is the owner. */
  readonly idAttributes: readonly string[];
  /** Whether an import fails if GitHub has none. Otherwise Terraform says so after the refresh. */
  readonly isReadAtImport?: true;
  /** The attribute `id`. */
  readonly id: (planned: Attributes, entry: GithubEntry, owner: string) => string;
  /** What GitHub holds for a resource in the state. Default: what has the key of its `item`. */
  readonly entry?: (current: Attributes, github: GithubStore) => GithubEntry | undefined;
  /** Why GitHub, or the provider just before, does not take it. */
  readonly refusal?: (change: GithubChange) => string | undefined;
  /** What a refresh writes over the state; null where the resource is gone. */
  readonly reported: (entry: GithubEntry | undefined, current: Attributes) => Attributes | null;
  /** Computed attributes other than the id and the times. */
  readonly computed?: (entry: GithubEntry) => Attributes;
  /** GitHub always has one. Destroying it restores the default, and cannot be done twice. */
  readonly isAlwaysThere?: true;
}

/** A user has no settings of an organization. */
export function isUser(owner: string, github: GithubStore): boolean {
  return github.get({ kind: "user", name: owner }) !== undefined;
}
