import { isPattern } from "../../policy/github-names";
import { givenText } from "../../policy/text-rule";
import { at, isValid, items, type Located, textOf } from "../draft";
import { type GithubFacts, ownedRepository, trustedNames } from "../github-facts";
import type { ConfigInput, EnvironmentInput } from "../input";
import { type Problem, pathText } from "../problem";
import type { EnvironmentDraft } from "../schema/github";
import { groupedBy, repeatedTexts, someOf } from "./duplicates";

/** An environment of a repository. */
interface NamedEnvironment {
  /** With its owner. */
  readonly repository: string;
  readonly name: string;
  /** The places of the environment's name and of the repository. */
  readonly namedAt: Located;
  readonly place: Located;
}

/** Environments that are written twice, that cannot be created, or that trust spells differently. */
export function environmentProblems(
  { github: { environments }, accounts }: ConfigInput,
  { owner }: GithubFacts,
): readonly Problem[] {
  const named = environments.flatMap((environment) => namedEnvironments(environment, owner));
  return [
    ...environments.flatMap((environment) => [
      ...notCreatable(environment),
      ...repeatedSettings(environment.settings),
    ]),
    ...repeated(named),
    ...respelled(named, trustedEnvironments(accounts, owner)),
  ];
}

function namedEnvironments(
  { name, repositories }: EnvironmentInput,
  defaultOwner: string,
): readonly NamedEnvironment[] {
  return repositories.flatMap((place) => {
    const text = textOf(place);
    if (text === undefined) return [];
    return environmentsOf([name], ownedRepository(text, defaultOwner), place);
  });
}

function notCreatable({ name, repositories, settings }: EnvironmentInput): readonly Problem[] {
  if (at(settings, "protectedElsewhere").value !== undefined || !isValid(settings)) return [];
  const [pattern, ...more] = repositories.filter((place) => isPattern(textOf(place) ?? ""));
  return [
    ...(pattern === undefined
      ? []
      : [
          {
            path: pattern.path,
            message: `expected repository names, got ${givenText(pattern.value)}${more.length === 0 ? "" : ` and ${more.length} more`}. Patterns are allowed only with protectedElsewhere: true`,
          },
        ]),
    ...(/^[.]{1,2}$/.test(textOf(name) ?? "")
      ? [
          {
            path: name.path,
            message: `expected a name other than . and .., which an address of GitHub's API cannot contain, got ${givenText(name.value)}`,
          },
        ]
      : []),
  ];
}

/** One problem for two entries that share repositories. */
function repeated(named: readonly NamedEnvironment[]): readonly Problem[] {
  const first = new Map<string, NamedEnvironment>();
  const others = named.flatMap((environment) => {
    const known = first.get(keyOf(environment));
    if (known === undefined) first.set(keyOf(environment), environment);
    return known === undefined ? [] : [{ environment, known }];
  });
  return groupedBy(others, ({ environment, known }) =>
    [environment, known].map(({ namedAt }) => pathText(namedAt.path)).join(" "),
  ).map((group) => {
    const [{ environment, known }] = group;
    const repositories = group.map((each) => each.environment.repository);
    return {
      path: environment.place.path,
      other: known.place.path,
      message: `duplicate environment ${givenText(environment.name)} of ${someOf(repositories)} (case is ignored)`,
    };
  });
}

/** GitHub ignores case in both. */
function keyOf({ repository, name }: Pick<NamedEnvironment, "repository" | "name">): string {
  return `${repository}:${name}`.toLowerCase();
}

/** Patterns and reviewers of one environment. GitHub ignores case in logins and slugs. */
function repeatedSettings(entry: EnvironmentDraft): readonly Problem[] {
  const reviewers = at(entry, "reviewers");
  return [
    ...repeatedTexts(items(at(entry, "branches")), "branch pattern", (pattern) => pattern),
    ...repeatedTexts(items(at(entry, "tags")), "tag pattern", (pattern) => pattern),
    ...repeatedTexts(items(at(reviewers, "users")), "reviewer", (login) => login.toLowerCase()),
    ...repeatedTexts(items(at(reviewers, "teams")), "team of reviewers", (slug) => slug.toLowerCase()),
  ];
}

/** The environments that trust names, by repository. */
function trustedEnvironments(
  accounts: ConfigInput["accounts"],
  defaultOwner: string,
): readonly NamedEnvironment[] {
  return accounts
    .flatMap(({ roles }) => roles)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) =>
      trustedNames(entry, defaultOwner).flatMap(({ place, ...repository }) =>
        environmentsOf(items(at(entry, "environment")), repository, place),
      ),
    );
}

/** @param named where the environments are named. */
function environmentsOf(
  named: readonly Located[],
  { owner, name: repository }: { readonly owner: string; readonly name: string },
  place: Located,
): readonly NamedEnvironment[] {
  return named.flatMap((namedAt) => {
    const name = textOf(namedAt);
    return name === undefined ? [] : [{ repository: `${owner}/${repository}`, name, namedAt, place }];
  });
}

/** One environment in two spellings. GitHub ignores case, a trust policy does not. */
function respelled(
  known: readonly NamedEnvironment[],
  trusted: readonly NamedEnvironment[],
): readonly Problem[] {
  const byKey = new Map(known.map((each) => [keyOf(each), each]));
  const others = trusted.flatMap((environment) => {
    const other = byKey.get(keyOf(environment));
    return other === undefined || other.name === environment.name ? [] : [{ environment, other }];
  });
  return groupedBy(others, ({ environment, other }) => `${environment.name} ${other.name}`).map(
    ([{ environment, other }, ...more]) => ({
      path: environment.namedAt.path,
      other: other.namedAt.path,
      message: `expected one spelling of the environment, as on GitHub, got ${givenText(environment.name)}${more.length === 0 ? "" : ` (${more.length + 1} times)`} and ${givenText(other.name)}`,
    }),
  );
}
