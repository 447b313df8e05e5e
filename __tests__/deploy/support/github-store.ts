import { isDeepStrictEqual } from "node:util";

/** What GitHub holds, under the names that its REST API and the provider give the arguments. */
interface RepositoryValue {
  readonly kind: "secret" | "variable" | "dependabot secret";
  /** `owner/name`, here and below. */
  readonly repository: string;
  readonly name: string;
  readonly value: string;
}

interface EnvironmentValue {
  readonly kind: "environment secret" | "environment variable";
  readonly repository: string;
  readonly environment: string;
  readonly name: string;
  readonly value: string;
}

interface OrganizationValue {
  readonly kind: "organization secret" | "organization variable" | "organization dependabot secret";
  readonly organization: string;
  readonly name: string;
  readonly value: string;
  readonly visibility: string;
  readonly selected_repository_ids: readonly number[];
}

export type GithubValue = RepositoryValue | EnvironmentValue | OrganizationValue;

export interface GithubEnvironment {
  readonly kind: "environment";
  readonly repository: string;
  readonly name: string;
  readonly wait_timer: number;
  readonly can_admins_bypass: boolean;
  readonly prevent_self_review: boolean;
  readonly reviewers: { readonly teams: readonly number[]; readonly users: readonly number[] };
  /** Null lets every branch and tag deploy. */
  readonly deployment_branch_policy: {
    readonly protected_branches: boolean;
    readonly custom_branch_policies: boolean;
  } | null;
}

export interface GithubDeploymentPolicy {
  readonly kind: "deployment policy";
  readonly repository: string;
  readonly environment: string;
  readonly type: "branch" | "tag";
  /** The pattern. */
  readonly name: string;
}

export interface GithubRepositoryTemplate {
  readonly kind: "template";
  readonly repository: string;
  readonly use_default: boolean;
  readonly include_claim_keys: readonly string[];
}

export interface GithubOrganizationTemplate {
  readonly kind: "organization template";
  readonly organization: string;
  readonly include_claim_keys: readonly string[];
}

export type GithubTemplate = GithubRepositoryTemplate | GithubOrganizationTemplate;

/** An owner with this login is a user, not an organization. */
export interface GithubUser {
  readonly kind: "user";
  readonly name: string;
  readonly id: number;
}

export interface GithubTeam {
  readonly kind: "team";
  readonly organization: string;
  /** The slug. */
  readonly name: string;
  readonly id: number;
}

export interface GithubRepository {
  readonly kind: "repository";
  /** The owner, a user too. */
  readonly organization: string;
  readonly name: string;
  readonly id: number;
}

export interface GithubFile {
  readonly kind: "file";
  readonly repository: string;
  /** The path. */
  readonly name: string;
  /** Null for the default branch. */
  readonly branch: string | null;
  readonly content: string;
  readonly commit_message: string;
}

export type GithubItem =
  | GithubValue
  | GithubEnvironment
  | GithubDeploymentPolicy
  | GithubTemplate
  | GithubFile
  | GithubUser
  | GithubTeam
  | GithubRepository;

/** What tells an item from all others. */
export interface GithubKey {
  readonly kind: GithubItem["kind"];
  readonly repository?: string;
  readonly organization?: string;
  readonly environment?: string;
  readonly type?: "branch" | "tag";
  readonly name?: string;
}

/** An item with what GitHub adds to it. */
export interface GithubEntry {
  readonly item: GithubItem;
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Ids of repositories that no test names. */
const FIRST_REPOSITORY_ID = 100_000;

/** GitHub compares all but patterns without case. */
function keyText({ kind, repository, organization, environment, type, name }: GithubKey): string {
  const place = [repository ?? organization ?? "", environment ?? "", kind].join(" ").toLowerCase();
  return type === undefined ? `${place} ${name ?? ""}`.toLowerCase() : `${place} ${type} ${name ?? ""}`;
}

/** What GitHub remembers, for all owners. */
export class GithubStore {
  readonly #entries = new Map<string, GithubEntry>();
  #lastId = 0;
  #clock = Date.now();
  /** Former names of repositories in lower case, `owner/name`, with the names that GitHub redirects them to. */
  readonly #renamed = new Map<string, string>();
  readonly #repositoryIds = new Map<string, number>();

  get(key: GithubKey): GithubEntry | undefined {
    return this.#entries.get(keyText(this.#current(key)));
  }

  /** The id of a repository, `owner/name`. Each repository that is asked for exists. */
  repositoryId(fullName: string): number {
    const name = this.#currentName(fullName);
    const [organization = "", repository] = name.split("/");
    const item = this.get({ kind: "repository", organization, name: repository ?? "" })?.item;
    if (item?.kind === "repository") return item.id;
    const known = this.#repositoryIds.get(name.toLowerCase());
    const id = known ?? FIRST_REPOSITORY_ID + this.#repositoryIds.size;
    this.#repositoryIds.set(name.toLowerCase(), id);
    return id;
  }

  /** Renames a repository, `owner/name`, with everything in it. GitHub redirects its former name. */
  rename(fullName: string, to: string): void {
    const id = this.repositoryId(fullName);
    for (const [text, entry] of [...this.#entries]) {
      const item = renamedItem(entry.item, fullName, to);
      if (item === entry.item) continue;
      this.#entries.delete(text);
      this.#entries.set(keyText(item), { ...entry, item });
    }
    this.#repositoryIds.delete(fullName.toLowerCase());
    this.#repositoryIds.set(to.toLowerCase(), id);
    this.#renamed.set(fullName.toLowerCase(), to);
  }

  #currentName(fullName: string): string {
    const to = this.#renamed.get(fullName.toLowerCase());
    return to === undefined ? fullName : this.#currentName(to);
  }

  #current<Key extends GithubKey>(key: Key): Key {
    return key.repository === undefined ? key : { ...key, repository: this.#currentName(key.repository) };
  }

  withId(id: number): GithubEntry | undefined {
    return [...this.#entries.values()].find((entry) => entry.id === id);
  }

  /** Puts an item there, in the place of `before`: by default, of what has the same key. */
  put(given: GithubItem, before = this.get(given)): GithubEntry {
    const item = this.#current(given);
    if (before !== undefined) this.#entries.delete(keyText(before.item));
    // Each change has a time of its own, by which the provider sees it.
    this.#clock += 1000;
    const updated_at = new Date(this.#clock).toISOString();
    this.#lastId += 1;
    const { id, created_at } = before ?? { id: this.#lastId, created_at: updated_at };
    const entry = { item, id, created_at, updated_at };
    this.#entries.set(keyText(item), entry);
    return entry;
  }

  /** False if there was none. An environment takes along what it holds. */
  remove(given: GithubKey): boolean {
    const key = this.#current(given);
    for (const [text, { item }] of this.#entries) {
      if (key.kind === "environment" && isInside(item, key)) this.#entries.delete(text);
    }
    return this.#entries.delete(keyText(key));
  }

  /** Sorted by repository or organization, environment, kind and name. */
  items(): readonly GithubItem[] {
    return [...this.#entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { item }]) => item);
  }
}

/** The same item if it is not in the repository. */
function renamedItem(item: GithubItem, fullName: string, to: string): GithubItem {
  if (item.kind === "repository") {
    const isIt = `${item.organization}/${item.name}`.toLowerCase() === fullName.toLowerCase();
    return isIt ? { ...item, name: to.slice(to.indexOf("/") + 1) } : item;
  }
  const isIn = "repository" in item && item.repository.toLowerCase() === fullName.toLowerCase();
  return isIn ? { ...item, repository: to } : item;
}

function isInside(item: GithubKey, { repository, name }: GithubKey): boolean {
  const inside = [item.repository?.toLowerCase(), item.environment?.toLowerCase()];
  return isDeepStrictEqual(inside, [repository?.toLowerCase(), name?.toLowerCase()]);
}
