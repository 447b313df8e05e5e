import { isPattern, isSameName, matchesPattern, REPOSITORY_OF_OWNER_PATTERN } from "../policy/github-names";
import { type SubjectTemplate, TEMPLATE_KEYS } from "../policy/subject/template";
import { SUBJECT_FORMATS, type SubjectFormat } from "../policy/subject/types";
import { at, items, type Located, textOf } from "./draft";
import type { FactsInput, GithubInput, TemplateInput } from "./input";
import type { Path } from "./problem";
import type { TrustEntryDraft } from "./schema/trust";

/** An owner or a repository in `github.owners` or `github.repositories`. */
interface Known {
  readonly id: number | undefined;
  readonly subject: SubjectFormat | undefined;
  /** Oldest first. */
  readonly formerNames: readonly string[];
}

interface KnownRepository extends Known {
  readonly owner: string;
  readonly name: string;
}

/**
 * The facts about GitHub, read before they are checked, so that the checks can use them. Lookups ignore case, as GitHub does.
 */
export interface GithubFacts {
  readonly owner: string;
  readonly owners: ReadonlyMap<string, Known>;
  /** Under `owner/name` in lower case. */
  readonly repositories: ReadonlyMap<string, KnownRepository>;
  /** By repository, under `owner/name` in lower case. */
  readonly templates: ReadonlyMap<string, RepositoryTemplate>;
}

interface RepositoryTemplate {
  readonly owner: string;
  readonly name: string;
  readonly claims: SubjectTemplate;
}

/** A repository of a trust entry in one of its subject formats. An id is undefined if the file lacks it. */
export interface NamedSubject {
  readonly owner: string;
  readonly repository: string;
  readonly ids:
    | { readonly owner: number | undefined; readonly repository: number | "any" | undefined }
    | undefined;
  /** Undefined if the file sets no template. */
  readonly template: SubjectTemplate | undefined;
}

export function githubFacts(github: GithubInput): GithubFacts {
  const owner = textOf(github.owner) ?? "";
  const repositories = github.repositories.map((facts) => ({
    ...knownOf(facts),
    ...ownedRepository(facts.name.value, owner),
  }));
  return {
    owner,
    owners: new Map(github.owners.map((facts) => [facts.name.value.toLowerCase(), knownOf(facts)])),
    repositories: new Map(repositories.map((known) => [keyOf(known), known])),
    templates: new Map(
      github.templates
        .flatMap((template) => templatesOf(template, owner))
        .map((template) => [keyOf(template), template]),
    ),
  };
}

function templatesOf(
  { claims, repositories }: TemplateInput,
  defaultOwner: string,
): readonly RepositoryTemplate[] {
  const [first, ...others] = claims.flatMap(({ value }) => TEMPLATE_KEYS.filter((key) => key === value));
  if (first === undefined) return [];
  return repositories
    .flatMap((name) => textOf(name) ?? [])
    .map((name) => ({ ...ownedRepository(name, defaultOwner), claims: [first, ...others] }));
}

function keyOf({ owner, name }: { readonly owner: string; readonly name: string }): string {
  return `${owner}/${name}`.toLowerCase();
}

/** `NAME` of the default owner, or `OWNER/NAME`. */
export function ownedRepository(
  text: string,
  defaultOwner: string,
): { readonly owner: string; readonly name: string } {
  const [owner, name] = text.split("/");
  return owner !== undefined && name !== undefined ? { owner, name } : { owner: defaultOwner, name: text };
}

/** A repository, or a pattern for repositories, that an entry of trust names, with its place. */
export interface TrustedName {
  readonly owner: string;
  readonly name: string;
  readonly place: Located;
}

/** The repositories that an entry of trust names: `NAME` of the entry's owner, or `OWNER/NAME`. Wrong ones are left out. */
export function trustedNames(entry: TrustEntryDraft, defaultOwner: string): readonly TrustedName[] {
  const owner = textOf(at(entry, "owner")) ?? defaultOwner;
  return items(at(entry, "repository")).flatMap((place) => {
    const text = textOf(place);
    if (text === undefined || !REPOSITORY_OF_OWNER_PATTERN.pattern.test(text)) return [];
    return [{ ...ownedRepository(text, owner), place }];
  });
}

/** The subject format of a repository. A pattern has the format of its owner. */
export function subjectFormat(github: GithubFacts, owner: string, repository: string): SubjectFormat {
  return declaredFormat(github, owner, repository) ?? "name";
}

/** The same, undefined if the file does not set it. */
export function declaredFormat(
  { owners, repositories }: GithubFacts,
  owner: string,
  repository: string,
): SubjectFormat | undefined {
  return (
    repositories.get(`${owner}/${repository}`.toLowerCase())?.subject ??
    owners.get(owner.toLowerCase())?.subject
  );
}

/**
 * The subjects of a repository or a pattern, in each of their formats. A repository that the pattern matches and that has another format
 * than its owner, or a template, is added.
 */
export function subjectsOf(github: GithubFacts, owner: string, repository: string): readonly NamedSubject[] {
  if (github.owners.size === 0 && github.repositories.size === 0 && github.templates.size === 0)
    return [{ owner, repository, ids: undefined, template: undefined }];
  const format = subjectFormat(github, owner, repository);
  const own = inFormat(github, owner, repository, format);
  if (!isPattern(repository)) return own;
  const named = [...github.repositories.values(), ...github.templates.values()]
    .filter((known) => isSameName(known.owner, owner) && matchesPattern(repository, known.name))
    .map(({ name }) => name);
  return [
    ...own,
    ...[...new Map(named.map((name) => [name.toLowerCase(), name])).values()].flatMap((name) =>
      inFormat(github, owner, name, subjectFormat(github, owner, name)).filter(
        ({ ids, template }) => template !== undefined || !isIn(format, ids !== undefined),
      ),
    ),
  ];
}

function isIn(format: SubjectFormat, hasIds: boolean): boolean {
  return format === "both" || (format === "immutable") === hasIds;
}

function inFormat(
  { owners, repositories, templates }: GithubFacts,
  owner: string,
  repository: string,
  format: SubjectFormat,
): readonly NamedSubject[] {
  const key = keyOf({ owner, name: repository });
  const template = templates.get(key)?.claims;
  const byName = { owner, repository, ids: undefined, template };
  if (format === "name") return [byName];
  const byIds = {
    owner,
    repository,
    ids: {
      owner: owners.get(owner.toLowerCase())?.id,
      repository: isPattern(repository) ? ("any" as const) : repositories.get(key)?.id,
    },
    template,
  };
  return format === "immutable" ? [byIds] : [byName, byIds];
}

function knownOf({ id: { value: id }, subject: { value: subject }, formerly }: FactsInput): Known {
  return {
    // An invalid id is not missing. The schema reports it.
    id: typeof id === "number" || id === undefined ? id : Number.NaN,
    subject: SUBJECT_FORMATS.find((format) => format === subject),
    formerNames: formerly.flatMap((place) => textOf(place) ?? []),
  };
}

/** The path of an owner's id in the file. */
export function ownerIdPath(owner: string): Path {
  return ["github", "owners", owner, "id"];
}

/** The path of a repository's id in the file. */
export function repositoryIdPath(owner: string, name: string, defaultOwner: string): Path {
  return ["github", "repositories", owner === defaultOwner ? name : `${owner}/${name}`, "id"];
}
