import { isPattern, isSameName, matchesPattern } from "../../policy/github-names";
import { nearestKey } from "../../policy/near-name";
import { givenText } from "../../policy/text-rule";
import { DEFAULT_NAMES_PER_REPOSITORY, PLACEHOLDER } from "../defaults";
import { at, items, type Located, textOf } from "../draft";
import { type GithubFacts, ownedRepository, trustedNames } from "../github-facts";
import type { ConfigInput, FactsInput } from "../input";
import { namedRepositories } from "../named-repositories";
import { type Path, type Problem, pathText } from "../problem";
import { accountsOf, type FileDraft, rolesOf } from "../schema/access-file";
import { groupedBy } from "./duplicates";

/** A name that an owner or a repository had. */
interface FormerName {
  /** In lower case, with the owner of a repository. */
  readonly key: string;
  /** The same of the owner or repository that had the name. */
  readonly now: string;
  /** The current name, in the casing of the file. */
  readonly name: string;
  readonly place: Located;
}

/** Former names that something else has. */
export function formerNameProblems(input: ConfigInput, { owner }: GithubFacts): readonly Problem[] {
  const { owners, repositories } = input.github;
  const ofRepositories = repositories.flatMap((facts) => formerNames(facts, owner));
  const ofOwners = owners.flatMap((facts) => formerNames(facts, undefined));
  if (ofRepositories.length + ofOwners.length === 0) return [];
  // The first place of each name wins.
  const named = namedRepositories(input).toReversed();
  const current = new Map(
    named.flatMap(({ owner: of, name, place }) =>
      name === undefined || isPattern(name) ? [] : [[`${of}/${name}`.toLowerCase(), place.path] as const],
    ),
  );
  const currentOwners = new Map(named.map(({ owner: of, place }) => [of.toLowerCase(), place.path] as const));
  return [...inUse(ofRepositories, "repository", current), ...inUse(ofOwners, "owner", currentOwners)];
}

/** @param defaultOwner undefined for owners. */
function formerNames({ name: { value }, formerly }: FactsInput, defaultOwner: string | undefined) {
  const now = defaultOwner === undefined ? undefined : ownedRepository(value, defaultOwner);
  const full = (name: string) => (now === undefined ? name : `${now.owner}/${name}`).toLowerCase();
  return formerly.flatMap((place): readonly FormerName[] => {
    const former = textOf(place);
    if (former === undefined) return [];
    return [{ key: full(former), now: full(now?.name ?? value), name: now?.name ?? value, place }];
  });
}

/** Terraform rejects a move from an address that a resource has. */
function inUse(
  names: readonly FormerName[],
  noun: string,
  current: ReadonlyMap<string, Path>,
): readonly Problem[] {
  const first = new Map<string, FormerName>();
  return names.flatMap((former): readonly Problem[] => {
    const { key, now, name, place } = former;
    const { path } = place;
    const given = givenText(place.value);
    const other = first.get(key);
    if (other === undefined) first.set(key, former);
    else return [{ path, other: other.place.path, message: `duplicate former name ${given}` }];
    // Another casing of the name is a rename too.
    if (key === now)
      return place.value === name
        ? [{ path, message: `expected a former name of the ${noun}, got its current name ${given}` }]
        : [];
    const user = current.get(key);
    if (user === undefined) return [];
    const message = `expected a name that no ${noun} of the file has, got ${given}. If the same ${noun} is meant, write its current name there. If another one is meant, remove formerly, which is needed only until the next apply`;
    return [{ path, other: user, message }];
  });
}

/** Warnings about one id under two names. GitHub gives an id once, so one of them is a former name, or the name after a planned rename. */
export function sharedIdWarnings({ github }: ConfigInput, { owner }: GithubFacts): readonly string[] {
  const full = (key: string): string => {
    const repository = ownedRepository(key, owner);
    return `${repository.owner}/${repository.name}`;
  };
  return [
    ...sharedIds(github.repositories, "repositories", full),
    ...sharedIds(github.owners, "owners", (name) => name),
  ];
}

/** Warnings about former names of repositories that nothing uses, such as a typo: no resource moves. */
export function unusedFormerNameWarnings(
  input: ConfigInput,
  { owner: defaultOwner }: GithubFacts,
): readonly string[] {
  const renamed = input.github.repositories.filter(({ formerly }) => formerly.length > 0);
  if (renamed.length === 0) return [];
  const roles = input.accounts.flatMap((account) => account.roles);
  const claimed = roles
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => items(at(at(entry, "claims"), "repository")))
    .flatMap((place) => textOf(place) ?? [])
    .map((text) => ownedRepository(text, defaultOwner));
  const used = [
    ...namedRepositories(input).filter(
      ({ place: { path } }) => !(path[0] === "github" && path[1] === "repositories"),
    ),
    ...claimed,
  ].flatMap(({ owner, name }) => (name === undefined ? [] : [{ owner, name }]));
  return renamed.flatMap(({ name: { value: key, path } }) => {
    const { owner, name } = ownedRepository(key, defaultOwner);
    const ofOwner = used.filter((each) => matchesPattern(each.owner, owner)).map((each) => each.name);
    if (ofOwner.some((each) => matchesPattern(each, name))) return [];
    const near = nearestKey(
      name,
      ofOwner.filter((each) => !isPattern(each)),
    );
    const hint = near === undefined ? "." : `, did you mean ${near}?`;
    return [
      `${pathText([...path, "formerly"])} has no effect, because no role, value or environment uses ${owner}/${name}${hint} See docs/guide/renames.md`,
    ];
  });
}

/**
 * Warnings about roles with perRepository whose repository was renamed. IAM cannot rename a role.
 * @param file before its roles are expanded.
 */
export function replacedRoleWarnings(
  file: FileDraft,
  { owner, repositories }: GithubFacts,
): readonly string[] {
  const renamed = [...repositories.values()].filter(({ formerNames }) => formerNames.length > 0);
  if (renamed.length === 0) return [];
  return accountsOf(file)
    .flatMap(rolesOf)
    .filter((role) => at(role, "perRepository").value === true)
    .flatMap((role) => {
      const written = at(role, "name");
      const template = written.value === undefined ? DEFAULT_NAMES_PER_REPOSITORY.name : textOf(written);
      if (template?.includes(PLACEHOLDER) !== true) return [];
      const trusted = items(at(role, "trust")).flatMap((entry) => trustedNames(entry, owner));
      return renamed
        .filter((each) =>
          trusted.some((name) => isSameName(name.owner, each.owner) && isSameName(name.name, each.name)),
        )
        .map(({ name, formerNames }) => {
          const [now, before] = [name, formerNames.at(-1) ?? name].map((each) =>
            template.replaceAll(PLACEHOLDER, () => each),
          );
          return `the role ${now} replaces ${before}, because IAM cannot rename a role. Jobs that assume ${before} fail from the apply of the account on. See docs/guide/renames.md#rename-a-role-or-a-policy`;
        });
    });
}

function sharedIds(
  facts: readonly FactsInput[],
  noun: string,
  nameOf: (key: string) => string,
): readonly string[] {
  return groupedBy(
    facts.filter(({ id }) => typeof id.value === "number"),
    ({ id }) => String(id.value),
  ).flatMap(([first, ...others]) =>
    others.length === 0
      ? []
      : [
          `the ${noun} ${[first, ...others].map(({ name }) => nameOf(name.value)).join(" and ")} have the same id (${first.id.value}), so one name is a former name, or the name after a planned rename. After the rename, keep the entry of the new name and add formerly: with the old one. See docs/guide/renames.md`,
        ],
  );
}
