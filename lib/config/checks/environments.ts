import { isPattern } from "../../policy/subject";
import { ownedRepository, trustedNames } from "../github-facts";
import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";
import { repeatedTexts } from "./repeated";

/** An environment of a repository. */
interface NamedEnvironment {
  /** With its owner. */
  readonly repository: string;
  readonly name: string;
  /** Where the environment is named, and where its repository is. */
  readonly namedAt: Place;
  readonly place: Place;
}

/** Environments that stand twice in the file, that cannot be made, or that trust spells in another way. */
export function environmentProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const owner = textOf(at(github, "owner")) ?? "";
  const entries = items(at(github, "environments"));
  const named = entries.flatMap((entry) => namedEnvironments(entry, owner));
  return [
    ...entries.flatMap((entry) => [...unmakeable(entry), ...repeatedSettings(entry)]),
    ...repeated(named),
    ...respelled(named, trustedEnvironments(file, owner)),
  ];
}

function namedEnvironments(entry: Place, defaultOwner: string): readonly NamedEnvironment[] {
  return items(at(entry, "repositories")).flatMap((place) => {
    const text = textOf(place);
    if (text === undefined) return [];
    return environmentsOf([at(entry, "name")], ownedRepository(text, defaultOwner), place);
  });
}

function unmakeable(entry: Place): readonly Problem[] {
  if (at(entry, "protectedElsewhere").value === true) return [];
  const name = at(entry, "name");
  const patterns = items(at(entry, "repositories")).filter((place) => isPattern(textOf(place) ?? ""));
  return [
    ...patterns.map((place) => ({
      path: place.path,
      message: `is a pattern, and an environment is made in one repository; allowed: names, or protectedElsewhere: true; given: ${givenText(place.value)}`,
    })),
    ...(textOf(name)?.includes(":") === true
      ? [
          {
            path: name.path,
            message: `has a colon, at which Terraform's provider takes the name apart; allowed: a name without it, or protectedElsewhere: true; given: ${givenText(name.value)}`,
          },
        ]
      : []),
  ];
}

function repeated(named: readonly NamedEnvironment[]): readonly Problem[] {
  const first = new Map<string, Place>();
  return named.flatMap((environment) => {
    const other = first.get(keyOf(environment));
    if (other === undefined) {
      first.set(keyOf(environment), environment.place);
      return [];
    }
    return [
      {
        path: environment.place.path,
        other: other.path,
        message: `has the environment ${environment.name} for the second time; allowed: once, case not counted; given: ${givenText(environment.place.value)}`,
      },
    ];
  });
}

/** GitHub compares both without case. */
function keyOf({ repository, name }: Pick<NamedEnvironment, "repository" | "name">): string {
  return `${repository}:${name}`.toLowerCase();
}

/** Patterns and reviewers of one environment; logins and slugs have no case. */
function repeatedSettings(entry: Place): readonly Problem[] {
  const reviewers = at(entry, "reviewers");
  return [
    ...repeatedTexts(items(at(entry, "branches")), "a pattern for branches", (pattern) => pattern),
    ...repeatedTexts(items(at(entry, "tags")), "a pattern for tags", (pattern) => pattern),
    ...repeatedTexts(items(at(reviewers, "users")), "a reviewer", (login) => login.toLowerCase()),
    ...repeatedTexts(items(at(reviewers, "teams")), "a team of reviewers", (slug) => slug.toLowerCase()),
  ];
}

/** The environments that trust names, by repository. */
function trustedEnvironments(file: Place, defaultOwner: string): readonly NamedEnvironment[] {
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) =>
      trustedNames(entry, defaultOwner).flatMap(({ place, ...repository }) =>
        environmentsOf(items(at(entry, "environment")), repository, place),
      ),
    );
}

/** @param named where the environments are named. */
function environmentsOf(
  named: readonly Place[],
  { owner, name: repository }: { readonly owner: string; readonly name: string },
  place: Place,
): readonly NamedEnvironment[] {
  return named.flatMap((namedAt) => {
    const name = textOf(namedAt);
    return name === undefined ? [] : [{ repository: `${owner}/${repository}`, name, namedAt, place }];
  });
}

/** One environment in two spellings: GitHub takes them for one, a trust policy does not. */
function respelled(
  known: readonly NamedEnvironment[],
  trusted: readonly NamedEnvironment[],
): readonly Problem[] {
  const byKey = new Map(known.map((each) => [keyOf(each), each]));
  return trusted.flatMap((environment) => {
    const other = byKey.get(keyOf(environment));
    if (other === undefined || other.name === environment.name) return [];
    return [
      {
        path: environment.namedAt.path,
        other: other.namedAt.path,
        message: `spells an environment in another way; allowed: GitHub's own casing, everywhere the same; given: ${givenText(environment.name)} and ${givenText(other.name)}`,
      },
    ];
  });
}
