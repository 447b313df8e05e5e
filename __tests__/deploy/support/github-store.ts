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

  get(key: GithubKey): GithubEntry | undefined {
    return this.#entries.get(keyText(key));
  }

  withId(id: number): GithubEntry | undefined {
    return [...this.#entries.values()].find((entry) => entry.id === id);
  }

  /** Puts an item there, in the place of `before`: by default, of what has the same key. */
  put(item: GithubItem, before = this.get(item)): GithubEntry {
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
  remove(key: GithubKey): boolean {
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

function isInside(item: GithubKey, { repository, name }: GithubKey): boolean {
  const inside = [item.repository?.toLowerCase(), item.environment?.toLowerCase()];
  return isDeepStrictEqual(inside, [repository?.toLowerCase(), name?.toLowerCase()]);
}
