import { groupedBy } from "../config/checks/duplicates";
import { at, isValid, items, type Located, textOf } from "../config/draft";
import type { EnvironmentInput, FactsInput, GithubInput, TemplateInput } from "../config/input";
import { organizationsOf } from "../config/normalize/publication";
import { type Problem, pathText } from "../config/problem";
import { isPattern } from "../policy/github-names";
import type { SubjectFormat } from "../policy/subject/types";
import type { PropsDraft, TrustPropsDraft } from "./role-schema";

type Name = FactsInput["name"];

/** A property of an owner or of a repository `OWNER/NAME`, which an entry of trust contains. */
interface Fact {
  readonly about: "id" | "subject" | "template";
  readonly name: Name;
  readonly given: Located;
}

/** What the props contain about GitHub. */
interface GithubOfProps {
  readonly github: GithubInput;
  readonly problems: readonly Problem[];
}

const BY_NAME: SubjectFormat = "name";

/**
 * What a file has in its section github: the owners, and the ids, subject formats, templates and environments in the entries of trust.
 * @param protectedEntries the entries whose environment is protected.
 */
export function githubOfProps(props: PropsDraft, protectedEntries: ReadonlySet<number>): GithubOfProps {
  const entries = items(at(props, "trust"));
  const named = entries.flatMap(repositoryOf);
  const repositories = unique(named.filter(({ value }) => !isPattern(value)));
  const owners = [...unique(named.map(ownerOf)), ...items(at(props, "owners")).flatMap(nameIn)];
  const facts = groupedBy(entries.flatMap(factsOf), factKey);
  const known = new Map(facts.map(([first]) => [factKey(first), first.given]));
  const factOf = (about: Fact["about"], name: string): Located | undefined =>
    known.get(factKey({ about, name: { value: name, path: [] } }));
  const formatOf = (name: string): Located => factOf("subject", name) ?? { value: BY_NAME, path: [] };
  const input = (name: Name, byDefault: unknown): FactsInput => {
    const subject = formatOf(name.value);
    return {
      name,
      id: factOf("id", name.value) ?? NONE,
      subject: subject.value === BY_NAME && byDefault === BY_NAME ? NONE : subject,
      formerly: [],
    };
  };
  const oidcProvider = at(props, "oidcProvider");
  return {
    github: {
      owner: owners[0] ?? { value: ownerInSubject(props) ?? "unknown", path: [] },
      host: at(oidcProvider, "host"),
      enterprise: at(oidcProvider, "enterprise"),
      owners: owners.map((name) => input(name, BY_NAME)),
      repositories: repositories
        .map((name) => input(name, formatOf(ownerOf(name).value).value))
        .filter(({ id, subject }) => id !== NONE || subject !== NONE),
      environments: environmentsOf(entries.filter((_, index) => protectedEntries.has(index))),
      templates: repositories.flatMap((name) => templatesOf(name, factOf("template", name.value))),
    },
    problems: [...entries.flatMap(patternProblems), ...facts.flatMap(contradictions)],
  };
}

const NONE = { value: undefined, path: [] };

/** GitHub ignores the case of names. */
function factKey({ about, name }: Pick<Fact, "about" | "name">): string {
  return `${about} ${name.value.toLowerCase()}`;
}

function unique(names: readonly Name[]): readonly Name[] {
  return groupedBy(names, ({ value }) => value.toLowerCase()).map(([first]) => first);
}

function nameIn(place: Located): readonly Name[] {
  const value = textOf(place);
  return value === undefined ? [] : [{ value, path: place.path }];
}

function repositoryOf(entry: TrustPropsDraft): readonly Name[] {
  return nameIn(at(entry, "repository"));
}

function ownerOf({ value, path }: Name): Name {
  return { value: value.split("/")[0] ?? "", path };
}

/** A pattern has the format and the id of its owner. */
function factsOf(entry: TrustPropsDraft): readonly Fact[] {
  return repositoryOf(entry).flatMap((name) => {
    const ids = at(entry, "ids");
    const template = at(entry, "template");
    const format = at(entry, "subjectFormat").value ?? "immutable";
    const subject =
      ids.value === undefined ? { value: BY_NAME, path: name.path } : { value: format, path: ids.path };
    const id = at(ids, "repository");
    const facts: readonly Fact[] = [
      { about: "subject", name: isPattern(name.value) ? ownerOf(name) : name, given: subject },
      { about: "template", name, given: template },
      { about: "id", name: ownerOf(name), given: at(ids, "owner") },
      { about: "id", name, given: id },
    ];
    return facts.filter(({ given }) => given.value !== undefined && given.value !== null);
  });
}

/** Entries of one owner or repository that do not agree. GitHub has one of each fact. */
function contradictions([first, ...others]: readonly [Fact, ...Fact[]]): readonly Problem[] {
  return others
    .filter(({ given }) => JSON.stringify(given.value) !== JSON.stringify(first.given.value))
    .map(({ name, given }) => ({
      path: given.path,
      message: `expected the same ids, subjectFormat and template in every entry for ${name.value}, got others than at ${pathText(first.given.path)}`,
    }));
}

/** A repository without its id, and a pattern with what each of its repositories has for itself. */
function patternProblems(entry: TrustPropsDraft): readonly Problem[] {
  return repositoryOf(entry).flatMap((name) => {
    const ids = at(entry, "ids");
    const { value: id, path } = at(ids, "repository");
    const template = at(entry, "template");
    if (!isPattern(name.value)) {
      return ids.value === undefined || !isValid(ids) || id !== undefined
        ? []
        : [{ path, message: "missing. Expected the id of the repository" }];
    }
    return [
      ...(id === undefined ? [] : [{ path, message: besidePattern("repository id") }]),
      ...(template.value === undefined ? [] : [{ path: template.path, message: besidePattern("template") }]),
    ];
  });
}

function besidePattern(noun: string): string {
  return `expected no ${noun} beside a pattern, because each repository has its own`;
}

function templatesOf(name: Name, template: Located | undefined): readonly TemplateInput[] {
  return template === undefined
    ? []
    : [{ claims: items(template), repositories: [name], organization: NONE }];
}

/** The environments of repositories, each once. Not those of patterns: they are in one repository. */
function environmentsOf(entries: readonly TrustPropsDraft[]): readonly EnvironmentInput[] {
  const environments = entries.flatMap((entry) =>
    nameIn(at(entry, "environment")).flatMap((name) =>
      repositoryOf(entry)
        .filter(({ value }) => !isPattern(value))
        .map((repository) => ({
          name,
          repositories: [repository],
          settings: { value: { protectedElsewhere: true }, path: entry.path },
        })),
    ),
  );
  return groupedBy(environments, ({ name, repositories }) => `${repositories[0]?.value}:${name.value}`).map(
    ([first]) => first,
  );
}

/** Without repositories in the props, the first owner that a subject names. */
function ownerInSubject(props: PropsDraft): string | undefined {
  const role = { trust: at(props, "trust").value, trustPolicy: at(props, "trustPolicy").value };
  return organizationsOf({ value: role, path: [] }, "")[0];
}
