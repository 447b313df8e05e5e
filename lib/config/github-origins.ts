import { isSameName } from "../policy/github-names";
import { ownedRepository } from "./github-facts";
import type { Target } from "./normalize/publication";
import type { Environment, Origin, Originating, Owner, PublishOrigin } from "./types";

/** The parts of an owner that Terraform manages. */
export function managedParts(owner: Owner): Owner {
  return partsWith(owner, ({ origin }) => origin !== "existing");
}

/**
 * What Terraform takes out of its state if it has it, as if it still managed it. Of an environment that is protected elsewhere, the file does
 * not have the branches and tags.
 */
export function releasedParts(owner: Owner): Owner {
  const { environments, templates, values } = partsWith(owner, ({ origin }) => origin === "existing");
  return {
    ...owner,
    environments: [...environments.map(withoutOrigin), ...owner.elsewhere.map(unprotected)],
    templates: templates.map(withoutOrigin),
    values: values.map(withoutOrigin),
  };
}

function partsWith(owner: Owner, isPart: (part: Originating) => boolean): Owner {
  return {
    ...owner,
    environments: owner.environments.filter(isPart),
    templates: owner.templates.filter(isPart),
    values: owner.values.filter(isPart),
  };
}

function withoutOrigin<Part extends Originating>({ origin: _, ...part }: Part): Omit<Part, "origin"> {
  return part;
}

function unprotected({ repository, name }: Pick<Environment, "repository" | "name">): Environment {
  return {
    repository,
    name,
    branches: [],
    tags: [],
    reviewers: { users: [], teams: [] },
    preventSelfReview: false,
    waitMinutes: 0,
    administratorsMayBypass: false,
  };
}

/** An origin as the types have it: nothing for what is created. */
export function originating(origin: Origin | undefined): Originating {
  return origin === undefined || origin === "create" ? {} : { origin };
}

/** The value under the name of a repository in a map of an environment, if the map has one. */
export function ofRepository<Value>(
  map: Readonly<Record<string, Value>>,
  owner: string,
  repository: string,
  defaultOwner: string,
): Value | undefined {
  const key = Object.keys(map).find((each) => {
    const named = ownedRepository(each, defaultOwner);
    return isSameName(named.owner, owner) && isSameName(named.name, repository);
  });
  return key === undefined ? undefined : map[key];
}

/** What Terraform does first with a value of a role. */
export function valueOrigin(
  origin: PublishOrigin | undefined,
  target: Target,
  name: string,
  defaultOwner: string,
): Originating {
  if (origin === undefined || typeof origin === "string") return originating(origin);
  // Dependabot's secrets have the place of the others. An import of one that does not exist fails, and a creation overwrites it.
  if (target.as === "dependabot secrets") return {};
  const place = placeKey(target);
  const key = Object.keys(origin).find((each) => normalizedPlace(each, defaultOwner) === place);
  const own = key === undefined ? undefined : origin[key];
  if (own === undefined || typeof own === "string") return originating(own);
  if (isList(own)) return own.some((each) => isSameName(each, name)) ? { origin: "import" } : {};
  return originating(Object.entries(own).find(([each]) => isSameName(each, name))?.[1]);
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** A place of values in lower case: `owner/name`, `owner/name:environment` or `owner/*`. */
export function placeKey({ owner, place }: Pick<Target, "owner" | "place">): string {
  switch (place.level) {
    case "repository":
      return `${owner}/${place.repository}`.toLowerCase();
    case "environment":
      return `${owner}/${place.repository}:${place.environment}`.toLowerCase();
    case "organization":
      return `${owner}/*`.toLowerCase();
  }
}

/** A place of the file in the form of {@link placeKey}. */
export function normalizedPlace(text: string, defaultOwner: string): string {
  const colon = text.indexOf(":");
  const [named, environment] = colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon)];
  const { owner, name } = ownedRepository(named, defaultOwner);
  return `${owner}/${name}${environment}`.toLowerCase();
}
