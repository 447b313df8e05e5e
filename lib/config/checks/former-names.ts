import { isPattern } from "../../policy/github-names";
import { givenText } from "../../policy/text-rule";
import { type Located, textOf } from "../draft";
import { type GithubFacts, ownedRepository } from "../github-facts";
import type { ConfigInput, FactsInput } from "../input";
import { namedRepositories } from "../named-repositories";
import type { Path, Problem } from "../problem";
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
