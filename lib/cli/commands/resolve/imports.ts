import { at, isMap, items, type Located, textOf } from "../../../config/draft";
import { ownedRepository } from "../../../config/github-facts";
import { placeText, type Target, valueTargets } from "../../../config/normalize/publication";
import { parsedFile } from "../../../config/read";
import { accountsOf, type FileDraft, rolesOf } from "../../../config/schema/access-file";
import type { Config, Environment, Role } from "../../../config/types";
import type { Answer, GithubApi, GithubEnvironment } from "../../../github/api";
import { inParallel } from "../../../github/octokit";
import { isSameName } from "../../../policy/github-names";
import { counted } from "../../../report/words";
import type { Change } from "./changes";

/** What exists on GitHub of what the file creates. */
export interface Imports {
  readonly changes: readonly Change[];
  /** Protection that gets weaker, with both sides. */
  readonly warnings: readonly string[];
  /** What the first apply takes over, and what cannot be read. */
  readonly notes: readonly string[];
}

/**
 * Finds the environments, deployment branches and tags, and values of the file that exist on GitHub.
 * @param text of the file, with its ids.
 * @throws ConfigError if the file has problems.
 */
export async function existingImports(text: string, path: string, api: GithubApi): Promise<Imports> {
  const { config, source } = parsedFile(text, path);
  const file: FileDraft = { value: source.value, path: [] };
  const owner = textOf(at(at(file, "github"), "owner")) ?? "";
  const parts = [
    ...(await inParallel(environmentsOf(file, config, owner), (each) => environmentImports(each, api))),
    ...(await inParallel(publishedPlaces(file, config, owner), (each) => valueImports(each, api))),
  ];
  return {
    changes: parts.flatMap(({ changes }) => changes),
    warnings: parts.flatMap(({ warnings }) => warnings),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

const NOTHING: Imports = { changes: [], warnings: [], notes: [] };

/** An environment that the file creates, with its entry. */
interface CreatedEnvironment {
  readonly owner: string;
  readonly environment: Environment;
  readonly entry: Located;
  /** Its repository, as the entry writes it. */
  readonly key: string;
}

function environmentsOf(
  file: FileDraft,
  { owners }: Config,
  defaultOwner: string,
): readonly CreatedEnvironment[] {
  return items(at(at(file, "github"), "environments")).flatMap((entry) =>
    items(at(entry, "repositories")).flatMap((place) => {
      const key = textOf(place) ?? "";
      const repository = ownedRepository(key, defaultOwner);
      const owner = owners.find(({ name }) => isSameName(name, repository.owner));
      const environment = owner?.environments.find(
        (each) => isSameName(each.repository, repository.name) && each.name === textOf(at(entry, "name")),
      );
      const isCreated = environment !== undefined && environment.origin !== "existing";
      return isCreated && owner !== undefined ? [{ owner: owner.name, environment, entry, key }] : [];
    }),
  );
}

async function environmentImports(
  { owner, environment, entry, key }: CreatedEnvironment,
  api: GithubApi,
): Promise<Imports> {
  const { repository, name } = environment;
  const place = `the environment ${name} of ${owner}/${repository}`;
  const answer = await api.environment({ owner, name: repository }, name);
  if (answer.kind === "missing") return NOTHING;
  if (answer.kind === "forbidden")
    return { ...NOTHING, notes: [unreadable(place, answer.reason, "Actions")] };
  const existing = answer.value;
  const ids = existing.patterns.flatMap(({ kind, pattern, id }): readonly Change[] => {
    const [list, patterns] =
      kind === "branch" ? ["branches", environment.branches] : ["tags", environment.tags];
    const known = environment.policyIds?.[list === "branches" ? "branches" : "tags"]?.[pattern];
    if (id === undefined || known === id || !patterns.includes(pattern)) return [];
    return [{ path: [...entry.path, "policyIds", key, String(list), pattern], from: known, to: id }];
  });
  const lost = weakened(existing, environment);
  return {
    changes: [
      ...(environment.origin === "import"
        ? []
        : [{ path: [...entry.path, "origin", key], from: undefined, to: "import" }]),
      ...ids,
    ],
    warnings:
      lost.length === 0
        ? []
        : [
            `the protection of ${place} gets weaker: ${lost.join("; ")}. Change the file, or accept it. See docs/guide/migrating.md#what-exists-in-github`,
          ],
    notes: environment.origin === "import" ? [] : [`${place} exists. The next apply imports it`],
  };
}

/** What protects the environment on GitHub, and not in the file: `wait 30 -> 0 minutes`. */
function weakened(now: GithubEnvironment, wanted: Environment): readonly string[] {
  return [
    ...lostReviewers(now, wanted),
    ...(now.preventsSelfReview && !wanted.preventSelfReview ? ["preventSelfReview true -> false"] : []),
    ...(now.waitMinutes > wanted.waitMinutes
      ? [`wait ${now.waitMinutes} -> ${counted(wanted.waitMinutes, "minute")}`]
      : []),
    ...(!now.administratorsMayBypass && wanted.administratorsMayBypass
      ? ["administratorsMayBypass false -> true"]
      : []),
    ...moreRefs(now, wanted),
  ];
}

function lostReviewers({ reviewers: now }: GithubEnvironment, { reviewers }: Environment): readonly string[] {
  const named = (users: readonly string[], teams: readonly string[]) => [
    ...users.map((login) => login.toLowerCase()),
    ...teams.map((slug) => `team ${slug}`),
  ];
  const wanted = named(reviewers.users, reviewers.teams);
  const lost = named(now.users, now.teams).filter((name) => !wanted.includes(name));
  return lost.length === 0 ? [] : [`reviewers ${lost.join(", ")} -> ${wanted.join(", ") || "none"}`];
}

/** Branches and tags that can deploy with the file, and cannot now. Patterns that the file does not have stay. */
function moreRefs(
  { hasPatterns, isForProtectedBranches, patterns }: GithubEnvironment,
  { branches, tags }: Environment,
): readonly string[] {
  if (!hasPatterns && !isForProtectedBranches) return [];
  const wanted = [...branches, ...tags.map((tag) => `tag ${tag}`)];
  const known = patterns.map(({ kind, pattern }) => (kind === "tag" ? `tag ${pattern}` : pattern));
  const now = isForProtectedBranches ? "protected branches" : known.join(", ") || "none";
  const added = wanted.filter((pattern) => !known.includes(pattern));
  if (wanted.length === 0) return [`branches ${now} -> all`];
  return added.length === 0 ? [] : [`branches ${now} -> also ${added.join(", ")}`];
}

/** A place of a role's values, with the role's publish in the file. */
interface PublishedPlace {
  readonly target: Target;
  /** The place, as `origin` names it. */
  readonly key: string;
  readonly names: readonly string[];
  readonly path: Change["path"];
  readonly origin: Located;
}

/** The places whose values are created. Not those of Dependabot, which have no map of origins. */
function publishedPlaces(file: FileDraft, { accounts }: Config, owner: string): readonly PublishedPlace[] {
  const drafts = accountsOf(file).map(rolesOf);
  return accounts.flatMap(({ roles }, account) =>
    roles.flatMap((role): readonly PublishedPlace[] => {
      const draft = drafts[account]?.[role.source];
      const { origin = {} } = role.publish;
      if (draft === undefined || typeof origin === "string") return [];
      return placesOf(role, owner).map((place) => ({
        ...place,
        path: [...draft.path, "publish", "origin"],
        origin: at(at(draft, "publish"), "origin"),
      }));
    }),
  );
}

function placesOf(
  { publish }: Role,
  defaultOwner: string,
): readonly Pick<PublishedPlace, "target" | "key" | "names">[] {
  return valueTargets(publish)
    .filter(({ as }) => as !== "dependabot secrets")
    .map((target) => ({
      target,
      key: keyOf(target, defaultOwner),
      names: publish.values.map(({ name }) => name),
    }));
}

function keyOf({ owner, place }: Target, defaultOwner: string): string {
  if (place.level === "organization") return `${owner}/*`;
  const repository = isSameName(owner, defaultOwner) ? place.repository : `${owner}/${place.repository}`;
  return place.level === "environment" ? `${repository}:${place.environment}` : repository;
}

async function valueImports(
  { target, key, names, path, origin }: PublishedPlace,
  api: GithubApi,
): Promise<Imports> {
  const { as } = target;
  const place = placeText(target);
  const answer: Answer<readonly string[]> = await api.valueNames(valuesPath(target));
  if (answer.kind === "missing") return NOTHING;
  if (answer.kind === "forbidden")
    return {
      ...NOTHING,
      notes: [unreadable(`the ${as} of ${place}`, answer.reason, as === "secrets" ? "Secrets" : "Variables")],
    };
  const existing = names.filter((name) => answer.value.some((each) => isSameName(each, name)));
  const isKnown = isMap(origin.value) && Object.keys(origin.value).some((each) => isSameName(each, key));
  if (existing.length === 0 || isKnown) return NOTHING;
  const to = existing.length === names.length ? "import" : existing;
  return {
    ...NOTHING,
    changes: [{ path: [...path, key], from: undefined, to }],
    notes: [`the ${as} ${existing.join(", ")} of ${place} exist. The next apply imports them`],
  };
}

/** The path of the list of values in GitHub's API. */
function valuesPath({ owner, as, place }: Target): string {
  const kind = as === "variables" ? "variables" : "secrets";
  switch (place.level) {
    case "organization":
      return `/orgs/${owner}/actions/${kind}`;
    case "repository":
      return `/repos/${owner}/${place.repository}/actions/${kind}`;
    case "environment":
      return `/repos/${owner}/${place.repository}/environments/${encodeURIComponent(place.environment)}/${kind}`;
  }
}

function unreadable(what: string, reason: string, permission: string): string {
  return `GITHUB_TOKEN cannot read ${what} (403: ${reason}), so it is not known whether they exist. Use a token with the permission ${permission}: read`;
}
