import { apiWith, type GithubApi } from "../../../../lib/github/api";
import type { Answering, Reply } from "./github-api";

/** A repository of the test GitHub. */
export interface Hosted {
  readonly id: number;
  /** Default: name. */
  readonly format?: "name" | "immutable";
  /** Merged into the subject customization; null if GitHub has none. */
  readonly customization?: object | null;
  /** The reason of a 403. */
  readonly forbidden?: string;
  readonly environments?: Readonly<Record<string, HostedEnvironment>>;
}

/** An environment of the test GitHub. */
export interface HostedEnvironment {
  readonly users?: readonly string[];
  readonly teams?: readonly string[];
  readonly preventSelfReview?: boolean;
  readonly waitMinutes?: number;
  readonly administratorsMayBypass?: boolean;
  readonly protectedBranches?: boolean;
  /** Patterns; those of tags start with `tag:`. Undefined: all branches and tags can deploy. */
  readonly patterns?: readonly string[];
}

export interface HostedOwner {
  readonly id: number;
  /** Default: an organization. */
  readonly type?: "User";
  readonly repositories?: Readonly<Record<string, Hosted>>;
}

export type HostedOwners = Readonly<Record<string, HostedOwner>>;

interface Settings {
  /** Repository ids by old name, `OWNER/NAME`. */
  /** Names of secrets and variables by the path of their list. Null: the token may not read it. */
  readonly values?: Readonly<Record<string, readonly string[] | null>>;
  readonly renamed?: Readonly<Record<string, number>>;
  /** The largest page of a list. */
  readonly perPage?: number;
}

interface Known extends Hosted {
  readonly owner: string;
  readonly ownerId: number;
  readonly name: string;
}

/** Answers like GitHub: names in any casing, lists in pages, redirects for old names. */
export function githubWith(
  owners: HostedOwners,
  { renamed = {}, values = {}, perPage = 100 }: Settings = {},
): Answering {
  const repositories = Object.entries(owners).flatMap(([owner, { id: ownerId, repositories: own = {} }]) =>
    Object.entries(own).map(([name, hosted]): Known => ({ owner, ownerId, name, ...hosted })),
  );
  const answers: Readonly<
    Record<string, (parts: readonly string[], base: string, search: URLSearchParams) => Reply | undefined>
  > = {
    users: ([name = "", list], base, search) => {
      const [login, owner] = named(owners, name);
      if (list !== undefined) return owner?.type === "User" ? page(owner.id, base, search) : undefined;
      return owner && { body: { id: owner.id, login, type: owner.type ?? "Organization" } };
    },
    orgs: ([name = ""], base, search) => {
      const [, owner] = named(owners, name);
      return owner === undefined || owner.type === "User" ? undefined : page(owner.id, base, search);
    },
    organizations: ([id], base, search) => page(Number(id), base, search),
    repositories: ([id]) => described(repositories.find((known) => known.id === Number(id))),
    repos: ([owner = "", name = "", ...rest], base) => {
      const full = `${owner}/${name}`;
      const known = repositories.find((each) => isSame(`${each.owner}/${each.name}`, full));
      const moved = renamed[full];
      if (known === undefined && moved !== undefined) {
        return {
          status: 301,
          headers: { location: `${base}/repositories/${moved}` },
          body: { message: "Moved Permanently" },
        };
      }
      if (rest[0] === "environments") return environmentOf(known, rest.slice(1));
      return rest.length === 0 ? described(known) : customized(known);
    },
  };

  /** A part of a list. Like GitHub's, the address of the next part has the owner's id in place of its name. */
  function page(of: number, base: string, search: URLSearchParams): Reply {
    const list = repositories.filter(({ ownerId }) => ownerId === of);
    const own = Number(search.get("page") ?? 1);
    const size = Math.min(perPage, Number(search.get("per_page") ?? 30));
    const next = `${base}/organizations/${of}/repos?per_page=${size}&page=${own + 1}`;
    return {
      headers: own * size < list.length ? { link: `<${next}>; rel="next", <${base}>; rel="last"` } : {},
      body: list.slice((own - 1) * size, own * size).map((known) => described(known)?.body),
    };
  }

  return (url, base) => {
    const { pathname, searchParams } = new URL(url, base);
    if (/\/(?:secrets|variables)$/.test(pathname)) return listOf(pathname, values[pathname]);
    const [kind = "", ...parts] = pathname.slice(1).split("/");
    return answers[kind]?.(parts, base, searchParams);
  };
}

/** Secrets or variables. */
function listOf(path: string, names: readonly string[] | null | undefined): Reply | undefined {
  if (names === null) return { status: 403, body: { message: "Resource not accessible" } };
  const kind = path.endsWith("secrets") ? "secrets" : "variables";
  return names && { body: { total_count: names.length, [kind]: names.map((name) => ({ name })) } };
}

function named(owners: HostedOwners, name: string): readonly [string, HostedOwner] | readonly [] {
  return Object.entries(owners).find(([login]) => isSame(login, name)) ?? [];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function described(known: Known | undefined): Reply | undefined {
  if (known === undefined) return undefined;
  const { id, owner, ownerId, name } = known;
  return { body: { id, name, full_name: `${owner}/${name}`, owner: { id: ownerId, login: owner } } };
}

/** Like GitHub: an environment without reviewers has no such rule, and names are compared without case. */
function environmentOf(known: Known | undefined, [encoded = "", list]: readonly string[]): Reply | undefined {
  const [name, environment] =
    Object.entries(known?.environments ?? {}).find(([each]) => isSame(each, decodeURIComponent(encoded))) ??
    [];
  if (environment === undefined) return undefined;
  const { users = [], teams = [], patterns, protectedBranches = false, waitMinutes = 0 } = environment;
  if (list !== undefined) {
    const policies = (patterns ?? []).map((pattern, index) => ({
      id: index + 1,
      name: pattern.replace(/^tag:/, ""),
      type: pattern.startsWith("tag:") ? "tag" : "branch",
    }));
    return { body: { total_count: policies.length, branch_policies: policies } };
  }
  const hasPolicy = patterns !== undefined || protectedBranches;
  return {
    body: {
      id: 1,
      name,
      can_admins_bypass: environment.administratorsMayBypass ?? false,
      protection_rules: [
        ...(waitMinutes > 0 ? [{ id: 1, type: "wait_timer", wait_timer: waitMinutes }] : []),
        ...(users.length + teams.length > 0
          ? [
              {
                id: 2,
                type: "required_reviewers",
                prevent_self_review: environment.preventSelfReview ?? false,
                reviewers: [
                  ...users.map((login) => ({ type: "User", reviewer: { id: 1, login } })),
                  ...teams.map((slug) => ({ type: "Team", reviewer: { id: 1, name: slug, slug } })),
                ],
              },
            ]
          : []),
        ...(hasPolicy ? [{ id: 3, type: "branch_policy" }] : []),
      ],
      deployment_branch_policy: hasPolicy
        ? { protected_branches: protectedBranches, custom_branch_policies: patterns !== undefined }
        : null,
    },
  };
}

function customized(known: Known | undefined): Reply | undefined {
  if (known === undefined || known.customization === null) return undefined;
  const { id, owner, ownerId, name, format = "name", customization, forbidden } = known;
  if (forbidden !== undefined) return { status: 403, body: { message: forbidden } };
  return {
    body: {
      use_default: true,
      use_immutable_subject: false,
      sub_claim_prefix:
        format === "name" ? `repo:${owner}/${name}` : `repo:${owner}@${ownerId}/${name}@${id}`,
      ...customization,
    },
  };
}

/** The same answers without a network. */
export function apiOver(answering: Answering): GithubApi {
  return apiWith(async (url, schema, amount) => {
    let reply = answering(amount === "all" ? `${url}?per_page=100` : url, "http://localhost");
    const moved = reply?.headers?.location;
    if (moved !== undefined) reply = answering(new URL(moved).pathname, "http://localhost");
    const { status = 200, body } = reply ?? { status: 404 };
    if (status === 403) return { kind: "forbidden", reason: String(Object(body).message) };
    // Octokit takes the list out of an answer with a count.
    const isCounted = amount === "all" && !Array.isArray(body);
    const value = isCounted ? Object.values(Object(body)).find(Array.isArray) : body;
    return status === 404 ? { kind: "missing" } : { kind: "found", value: schema.parse(value) };
  });
}
