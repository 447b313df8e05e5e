import { isPattern } from "../../policy/subject";
import { ownedRepository } from "../known-github";
import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";

/** An environment of a repository, and where the file names it. */
interface NamedEnvironment {
  readonly repository: string;
  readonly name: Place;
  readonly place: Place;
}

/** Environments that stand twice in the file, that cannot be made, or that trust spells in another way. */
export function environmentProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const owner = textOf(at(github, "owner")) ?? "";
  const entries = items(at(github, "environments"));
  const named = entries.flatMap((entry) => namedEnvironments(entry, owner));
  return [
    ...entries.flatMap(unmakeable),
    ...repeated(named),
    ...respelled(named, trustedEnvironments(file, owner)),
  ];
}

function namedEnvironments(entry: Place, defaultOwner: string): readonly NamedEnvironment[] {
  return items(at(entry, "repositories")).flatMap((place) => {
    const text = textOf(place);
    if (text === undefined) return [];
    const { owner, name } = ownedRepository(text, defaultOwner);
    return [{ repository: `${owner}/${name}`.toLowerCase(), name: at(entry, "name"), place }];
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
  return named.flatMap(({ repository, name, place }) => {
    const key = `${repository}:${textOf(name) ?? ""}`.toLowerCase();
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, place);
      return [];
    }
    return [
      {
        path: place.path,
        other: other.path,
        message: `has the environment ${textOf(name)} for the second time; allowed: once, case not counted; given: ${givenText(place.value)}`,
      },
    ];
  });
}

/** The environments that trust names, by repository and name in lower case. */
function trustedEnvironments(file: Place, defaultOwner: string): readonly NamedEnvironment[] {
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => {
      const owner = textOf(at(entry, "owner")) ?? defaultOwner;
      const name = at(entry, "environment");
      return items(at(entry, "repository")).map((place) => ({
        repository: `${owner}/${textOf(place)}`.toLowerCase(),
        name,
        place,
      }));
    });
}

/** One environment in two spellings: GitHub takes them for one, a trust policy does not. */
function respelled(
  known: readonly NamedEnvironment[],
  trusted: readonly NamedEnvironment[],
): readonly Problem[] {
  const byName = new Map(
    known.map((each) => [`${each.repository}:${textOf(each.name)}`.toLowerCase(), each]),
  );
  return trusted.flatMap(({ repository, name }) => {
    const other = byName.get(`${repository}:${textOf(name)}`.toLowerCase());
    if (other === undefined || textOf(name) === undefined || other.name.value === name.value) return [];
    return [
      {
        path: name.path,
        other: other.name.path,
        message: `spells an environment in another way; allowed: GitHub's own casing, everywhere the same; given: ${givenText(name.value)} and ${givenText(other.name.value)}`,
      },
    ];
  });
}
