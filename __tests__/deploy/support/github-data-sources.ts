import { computed, type GithubSchema, knownText, optional, required } from "./github-schema";
import type { GithubKey, GithubStore } from "./github-store";
import type { Attributes } from "./tfplugin5";

export interface GithubDataSource extends GithubSchema {
  /** Whom it asks GitHub for. */
  readonly key: (config: Attributes, owner: string) => GithubKey;
  /** The attribute that holds the name as GitHub writes it. */
  readonly nameAttribute: string;
}

const TEXTS = computed(["list", "string"]);

const USER: GithubDataSource = {
  attributes: {
    username: required(),
    ...Object.fromEntries(
      ["id", "node_id", "login", "name", "email", "bio", "blog", "company", "location", "avatar_url"]
        .concat("gravatar_id", "created_at", "updated_at", "suspended_at")
        .map((name) => [name, computed()]),
    ),
    ...Object.fromEntries(
      ["followers", "following", "public_gists", "public_repos"].map((name) => [name, computed("number")]),
    ),
    gpg_keys: TEXTS,
    ssh_keys: TEXTS,
    site_admin: computed("bool"),
  },
  key: (config) => ({ kind: "user", name: knownText(config, "username") }),
  nameAttribute: "login",
};

const TEAM: GithubDataSource = {
  attributes: {
    slug: required(),
    summary_only: optional({ type: "bool" }),
    membership_type: optional(),
    results_per_page: optional({ type: "number" }),
    ...Object.fromEntries(
      ["id", "node_id", "name", "description", "privacy", "permission"].map((name) => [name, computed()]),
    ),
    members: TEXTS,
    repositories: TEXTS,
    repositories_detailed: computed([
      "list",
      ["object", { repo_id: "number", repo_name: "string", role_name: "string" }],
    ]),
  },
  key: (config, organization) => ({ kind: "team", organization, name: knownText(config, "slug") }),
  nameAttribute: "name",
};

const REPOSITORY: GithubDataSource = {
  attributes: {
    name: optional(),
    full_name: optional(),
    repo_id: computed("number"),
    ...Object.fromEntries(
      ["id", "node_id", "description", "homepage_url", "default_branch", "visibility", "html_url"].map(
        (name) => [name, computed()],
      ),
    ),
  },
  key: (config, organization) => ({ kind: "repository", organization, name: knownText(config, "name") }),
  nameAttribute: "name",
};

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs */
export const GITHUB_DATA_SOURCES: Readonly<Record<string, GithubDataSource>> = {
  github_user: USER,
  github_team: TEAM,
  github_repository: REPOSITORY,
};

/** What the data source gives; undefined where GitHub knows none. Attributes that the tests do not use are null. */
export function dataSourceState(
  { key, nameAttribute }: GithubDataSource,
  config: Attributes,
  owner: string,
  github: GithubStore,
): Attributes | undefined {
  const item = github.get(key(config, owner))?.item;
  if (item === undefined || !("id" in item)) return undefined;
  const id = String(item.id);
  const names = { node_id: `${item.kind}-${id}`, [nameAttribute]: item.name };
  if (item.kind === "repository") return { ...config, ...names, id: item.name, repo_id: item.id };
  return { ...config, ...names, id };
}
