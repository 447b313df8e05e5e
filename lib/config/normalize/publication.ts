import { isPattern, isSameName, matchesPattern } from "../../policy/github-names";
import { patternOf } from "../../policy/iam/glob";
import { operatorOf, readingOf, requiresValue } from "../../policy/iam/operators";
import { CURRENT_VERSION } from "../../policy/parse";
import { contentTexts, type PublishedRole, type ValueContent } from "../../policy/published-values";
import {
  ownerNamed,
  type ParsedPattern,
  parsePattern,
  parseRawSubject,
  repositoryNamed,
} from "../../policy/subject/parse";
import { DEFAULT_VALUES } from "../defaults";
import { at, items, keysOf, type Located, textOf } from "../draft";
import { ownedRepository, type TrustedName, trustedNames } from "../github-facts";
import type { RoleDraft, RoleEntry } from "../schema/access-file";
import {
  type GithubValue,
  PUBLICATION_KINDS,
  PUBLICATION_LEVELS,
  type Publication,
  type PublicationKind,
  type PublicationLevel,
  type PublishedValue,
  type Repository,
  type RepositoryEnvironment,
} from "../types";

/** @param owner of repositories without one. */
export function resolvedPublication(entry: RoleEntry, role: PublishedRole, owner: string): Publication {
  const settings = entry.publish === undefined || entry.publish === false ? {} : entry.publish;
  return {
    ...publicationScope({ value: entry, path: [] }, owner),
    isWanted: entry.publish !== false,
    visibility: settings.visibility ?? "private",
    ...(settings.origin !== undefined && { origin: settings.origin }),
    values: publishedValues(settings.values ?? DEFAULT_VALUES, settings.prefix ?? "", contentTexts(role)),
  };
}

function publishedValues(
  values: Readonly<Record<string, ValueContent>>,
  prefix: string,
  texts: Readonly<Record<ValueContent, string>>,
): readonly PublishedValue[] {
  return Object.entries(values).map(([key, holds]) => ({
    name: `${prefix}${key}`,
    holds,
    text: texts[holds],
  }));
}

/** The targets of a role's values. Read from the draft, so that the checks can use it. */
export type PublicationScope = Pick<
  Publication,
  "as" | "to" | "repositories" | "environments" | "organizations"
>;

export function publicationScope(role: RoleDraft, defaultOwner: string): PublicationScope {
  const publish = at(role, "publish");
  const as = textOf(at(publish, "as"));
  const levels = items(at(publish, "to")).flatMap((level) =>
    PUBLICATION_LEVELS.filter((known) => known === level.value),
  );
  const [first = "repository", ...others] = new Set<PublicationLevel>(levels);
  const trust = namesInTrust(role, defaultOwner);
  const repositories = repositoriesOf(role, defaultOwner, trust);
  return {
    as: PUBLICATION_KINDS.find((kind): kind is PublicationKind => kind === as) ?? "secrets",
    to: [first, ...others],
    repositories,
    environments: environmentsOf(role, defaultOwner, trust, repositories),
    organizations: organizationsOf(role, defaultOwner, trust),
  };
}

/** What the trust of a role names. */
interface NamesInTrust {
  readonly entries: readonly {
    readonly names: readonly TrustedName[];
    readonly environments: readonly string[];
  }[];
  readonly subjects: readonly NamingSubject[];
}

function namesInTrust(role: RoleDraft, defaultOwner: string): NamesInTrust {
  return {
    entries: items(at(role, "trust")).map((entry) => ({
      names: trustedNames(entry, defaultOwner),
      environments: items(at(entry, "environment")).flatMap((place) => textOf(place) ?? []),
    })),
    subjects: subjectsOf(role),
  };
}

/**
 * The repositories that receive a role's values, each once: those of publish, or those that trust names without wildcards. GitHub ignores
 * case in names.
 */
export function repositoriesOf(
  role: RoleDraft,
  defaultOwner: string,
  trust = namesInTrust(role, defaultOwner),
): readonly Repository[] {
  const publish = at(role, "publish");
  if (publish.value === false) return [];
  const named = at(publish, "repositories");
  const repositories = named.value === undefined ? trusted(trust) : chosen(named, defaultOwner);
  return once(repositories, ({ owner, name }) => `${owner}/${name}`);
}

/** The environments that trust names, of the repositories that receive the values. */
export function environmentsOf(
  role: RoleDraft,
  defaultOwner: string,
  trust = namesInTrust(role, defaultOwner),
  repositories = repositoriesOf(role, defaultOwner, trust),
): readonly RepositoryEnvironment[] {
  const byEntries = trust.entries.flatMap(({ names, environments }) =>
    environments.length === 0
      ? []
      : repositories
          .filter(({ owner, name }) =>
            names.some((each) => isSameName(owner, each.owner) && matchesPattern(each.name, name)),
          )
          .flatMap((repository) => environments.map((environment) => ({ ...repository, environment }))),
  );
  const bySubjects = trust.subjects.flatMap(({ parsed }) => {
    const { context } = parsed;
    const named = repositoryNamed(parsed);
    if (context?.kind !== "environment" || named === undefined) return [];
    return repositories
      .filter((repository) => isSame(repository, named))
      .map((repository) => ({ ...repository, environment: context.name }));
  });
  return once(
    [...byEntries, ...bySubjects],
    ({ owner, name, environment }) => `${owner}/${name}:${environment}`,
  );
}

/** The owners of the repositories that publish or trust names, including patterns. */
export function organizationsOf(
  role: RoleDraft,
  defaultOwner: string,
  trust = namesInTrust(role, defaultOwner),
): readonly string[] {
  const publish = at(role, "publish");
  if (publish.value === false) return [];
  const named = at(publish, "repositories");
  const owners =
    named.value === undefined
      ? [
          ...trust.entries.flatMap(({ names }) => names.map(({ owner }) => owner)),
          ...trust.subjects.flatMap(({ parsed }) => ownerNamed(parsed) ?? []),
        ]
      : chosen(named, defaultOwner).map(({ owner }) => owner);
  return once(owners, (owner) => owner);
}

/** Each once, at its first place. GitHub ignores case in names. */
function once<T>(list: readonly T[], nameOf: (element: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const element of list) {
    const name = nameOf(element).toLowerCase();
    if (!seen.has(name)) seen.set(name, element);
  }
  return [...seen.values()];
}

function isSame(one: Repository, other: Repository): boolean {
  return isSameName(`${one.owner}/${one.name}`, `${other.owner}/${other.name}`);
}

function trusted({ entries, subjects }: NamesInTrust): readonly Repository[] {
  const named = entries
    .flatMap(({ names }) => names)
    .filter(({ name }) => !isPattern(name))
    .map(({ owner, name }) => ({ owner, name }));
  return [...named, ...subjects.flatMap(({ parsed }) => repositoryNamed(parsed) ?? [])];
}

/** A pattern for subjects in the file that names a repository, or a pattern of repositories. */
export interface NamingSubject {
  readonly path: Located["path"];
  readonly parsed: ParsedPattern;
}

/** The subjects that the file contains: those of trust, and those that a custom trust policy allows. */
export function subjectsOf(role: RoleDraft): readonly NamingSubject[] {
  const policy = at(role, "trustPolicy");
  const hasVariables = at(policy, "Version").value === CURRENT_VERSION;
  return [
    ...items(at(role, "trust")).flatMap((entry) => {
      const subject = at(entry, "subject");
      return naming(subject, parseRawSubject(textOf(subject) ?? ""));
    }),
    ...items(at(policy, "Statement")).flatMap((statement) => allowedSubjects(statement, hasVariables)),
  ];
}

function naming({ path }: Located, parsed: ParsedPattern | undefined): readonly NamingSubject[] {
  return parsed === undefined ? [] : [{ path, parsed }];
}

function allowedSubjects(statement: Located, hasVariables: boolean): readonly NamingSubject[] {
  if (at(statement, "Effect").value !== "Allow") return [];
  const condition = at(statement, "Condition");
  return keysOf(condition).flatMap(({ value: name }) => {
    const operator = operatorOf(name);
    if (!requiresValue(operator)) return [];
    const conditions = at(condition, name);
    return keysOf(conditions)
      .filter(({ value: key }) => /:sub$/i.test(key))
      .flatMap(({ value: key }) => items(at(conditions, key)))
      .flatMap((subject) =>
        naming(subject, parsePattern(patternOf(textOf(subject) ?? "", readingOf(operator, hasVariables)))),
      );
  });
}

function chosen(named: Located, defaultOwner: string): readonly Repository[] {
  return items(named)
    .flatMap((name) => textOf(name) ?? [])
    .map((text) => ownedRepository(text, defaultOwner));
}

/** A target of a role's values on GitHub, and their kind. */
export interface Target {
  readonly owner: string;
  readonly as: GithubValue["as"];
  readonly place:
    | { readonly level: "repository"; readonly repository: string }
    | { readonly level: "environment"; readonly repository: string; readonly environment: string }
    | { readonly level: "organization" };
}

/** Every target of a role's values. Dependabot's secrets go to the organization if the others do, otherwise to the repositories. */
export function valueTargets(scope: PublicationScope): readonly Target[] {
  return scope.to.flatMap((level) => targetsOf(level, scope));
}

function targetsOf(level: PublicationLevel, scope: PublicationScope): readonly Target[] {
  switch (level) {
    case "repository":
      return inRepositories(scope, scope.as);
    case "organization":
      return inOrganizations(scope, scope.as);
    case "dependabot":
      return scope.to.includes("organization")
        ? inOrganizations(scope, "dependabot secrets")
        : inRepositories(scope, "dependabot secrets");
    case "environment":
      return scope.environments.map(({ owner, name: repository, environment }) => ({
        owner,
        as: scope.as,
        place: { level: "environment", repository, environment },
      }));
  }
}

function inRepositories({ repositories }: PublicationScope, as: GithubValue["as"]): readonly Target[] {
  return repositories.map(({ owner, name: repository }) => ({
    owner,
    as,
    place: { level: "repository", repository },
  }));
}

function inOrganizations({ organizations }: PublicationScope, as: GithubValue["as"]): readonly Target[] {
  return organizations.map((owner) => ({ owner, as, place: { level: "organization" } }));
}

/** A target in words: `acme/web`. */
export function placeText({ owner, place }: Pick<Target, "owner" | "place">): string {
  switch (place.level) {
    case "repository":
      return `${owner}/${place.repository}`;
    case "environment":
      return `the environment ${place.environment} of ${owner}/${place.repository}`;
    case "organization":
      return `the organization ${owner}`;
  }
}
