import { isSameName } from "../../policy/github-names";
import { givenText } from "../../policy/text-rule";
import { at, isMap, isValid, isValidThroughout, items, keysOf, type Located, textOf } from "../draft";
import { type GithubFacts, ownedRepository } from "../github-facts";
import { normalizedPlace, placeKey } from "../github-origins";
import type { ConfigInput, EnvironmentInput } from "../input";
import { publicationScope, type Target, valueTargets } from "../normalize/publication";
import { type Problem, pathText } from "../problem";
import type { RoleDraft } from "../schema/access-file";
import { groupedBy, someOf } from "./duplicates";
import { publishedNames } from "./publications";

/** Places, patterns and names in the maps of `origin` and `policyIds` that their environment or role does not have. */
export function originProblems(
  { github, accounts }: ConfigInput,
  { owner }: GithubFacts,
): readonly Problem[] {
  const roles = accounts.flatMap((account) => account.roles);
  const withPlaces = roles.filter((role) => isMap(at(at(role, "publish"), "origin").value));
  // The roles of perRepository have one map for all of them.
  const byPublish = groupedBy(withPlaces, (role) => pathText(at(role, "publish").path));
  return [
    ...github.environments.flatMap((environment) => ofEnvironment(environment, owner)),
    ...byPublish.flatMap((group) => ofPublish(group, owner)),
  ];
}

function ofEnvironment(
  { repositories, settings }: EnvironmentInput,
  defaultOwner: string,
): readonly Problem[] {
  if (!isValid(settings) || !repositories.every(isValid)) return [];
  const names = repositories.flatMap((place) => textOf(place) ?? []);
  const fullName = (text: string): string => {
    const { owner, name } = ownedRepository(text, defaultOwner);
    return `${owner}/${name}`;
  };
  const policyIds: Located = at(settings, "policyIds");
  const keys = [...keysOf(at(settings, "origin")), ...keysOf(policyIds)];
  return [
    ...keys
      .filter(({ value }) => !names.some((name) => isSameName(fullName(name), fullName(value))))
      .map(({ value, path }) => ({
        path,
        atKey: true,
        message: `expected one of the repositories of this environment (${someOf(names)}), got ${givenText(value)}`,
      })),
    ...keysOf(policyIds).flatMap(({ value: repository }) =>
      (["branches", "tags"] as const).flatMap((kind) => {
        const patterns = items(at(settings, kind)).flatMap((place) => textOf(place) ?? []);
        return keysOf(at(at(policyIds, repository), kind))
          .filter(({ value }) => !patterns.includes(value))
          .map(({ value, path }) => ({
            path,
            atKey: true,
            message: `expected one of the ${kind} of this environment (${someOf(patterns) || "none"}), got ${givenText(value)}. Add the pattern to ${kind}, or remove its id: a pattern that the file does not have stays in GitHub`,
          }));
      }),
    ),
  ];
}

/** @param roles that come from one role of the file. */
function ofPublish(
  [first, ...others]: readonly [RoleDraft, ...RoleDraft[]],
  owner: string,
): readonly Problem[] {
  const roles = [first, ...others];
  if (!roles.every((role) => isValid(role) && isValidThroughout(at(role, "publish")))) return [];
  const targets = roles.flatMap((role) =>
    valueTargets(publicationScope(role, owner)).filter(({ as }) => as !== "dependabot secrets"),
  );
  const places = new Set(targets.map(placeKey));
  const names = new Set(roles.flatMap((role) => publishedNames(at(role, "publish"))));
  const origin: Located = at(at(first, "publish"), "origin");
  return keysOf(origin).flatMap(({ value, path }): readonly Problem[] => {
    if (!places.has(normalizedPlace(value, owner))) {
      return [
        {
          path,
          atKey: true,
          message: `expected a place of this role's values (${someOf(targets.map((target) => placeOf(target, owner)))}), got ${givenText(value)}`,
        },
      ];
    }
    const own = at(origin, value);
    const named = Array.isArray(own.value) ? items(own) : keysOf(own).map((key) => ({ ...key, atKey: true }));
    return named
      .filter((place) => ![...names].some((name) => isSameName(name, textOf(place) ?? name)))
      .map((place) => ({
        path: place.path,
        ...("atKey" in place && { atKey: true }),
        message: `expected the name of a value of this role (${someOf([...names])}), got ${givenText(place.value)}`,
      }));
  });
}

/** A place as the file writes it. */
function placeOf({ owner, place }: Target, defaultOwner: string): string {
  if (place.level === "organization") return `${owner}/*`;
  const repository = isSameName(owner, defaultOwner) ? place.repository : `${owner}/${place.repository}`;
  return place.level === "environment" ? `${repository}:${place.environment}` : repository;
}
