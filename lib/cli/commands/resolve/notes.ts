import { at } from "../../../config/draft";
import { githubFacts } from "../../../config/github-facts";
import { githubInput } from "../../../config/input";
import type { NamedRepository } from "../../../config/named-repositories";
import type { Problem } from "../../../config/problem";
import type { GithubRepository } from "../../../github/api";
import { isPattern, isSameName, matchesPattern } from "../../../policy/github-names";
import { DEFAULT_TEMPLATE } from "../../../policy/subject/template";
import {
  type Comparison,
  type DescribedRepository,
  formatOf,
  ownerEntries,
  repositoryEntries,
} from "./comparison";

/**
 * What resolve cannot write into the file. Each note once, in the order of the file.
 * @param reported repositories whose template is reported as a problem.
 */
export function notes(comparison: Comparison, reported: readonly GithubRepository[] = []): readonly string[] {
  return [
    ...new Set([
      ...untrustedOwners(comparison),
      ...describedRepositories(comparison).flatMap((each) => repositoryNotes(each, comparison, reported)),
      ...patternNotes(comparison),
      ...completedMigrations(comparison),
    ]),
  ];
}

/** Entries in `github.owners` may be trusted, so only the user adds such an owner. */
function untrustedOwners({ named }: Comparison): readonly string[] {
  const trusted = new Set(
    named.filter(({ mayBeTrusted }) => mayBeTrusted).map(({ owner }) => owner.toLowerCase()),
  );
  return named
    .filter(({ owner }) => !trusted.has(owner.toLowerCase()))
    .map(
      ({ owner }) =>
        `${owner} occurs only in subjects and publish, so its ids are not written. An owner in github.owners may be trusted: add it yourself if you trust it`,
    );
}

function repositoryNotes(
  each: DescribedRepository,
  comparison: Comparison,
  reported: readonly GithubRepository[],
): readonly string[] {
  const { repository, customization } = each;
  const { host } = comparison;
  const name = `${repository.owner}/${repository.name}`;
  if (customization === undefined || customization.kind === "forbidden") return [];
  const { prefix, template } = customization.kind === "found" ? customization.value : {};
  return [
    ...(formatOf(each, comparison) === undefined
      ? [
          `${host} does not report the subject format of ${name}, so none is written${prefix === undefined ? "" : `. Its subjects start with ${prefix}`}`,
        ]
      : []),
    ...(template === undefined || reported.includes(repository) || isInFile(template, repository, comparison)
      ? []
      : [
          `${name} has its own subject template (${template.join(", ") || "without claims"}). Trust it with subject, or add the template to github.subjectTemplates`,
        ]),
  ];
}

/** Whether the file sets the template that the repository has. */
function isInFile(
  template: readonly string[],
  { owner, name }: GithubRepository,
  { file }: Comparison,
): boolean {
  const known = githubFacts(githubInput(at(file, "github"))).templates.get(`${owner}/${name}`.toLowerCase());
  return known?.claims.join() === template.join();
}

function patternNotes(comparison: Comparison): readonly string[] {
  const { named, snapshot } = comparison;
  const names = describedRepositories(comparison).map(({ repository }) => repository);
  return named.flatMap(({ owner, name }) => {
    const answer = snapshot.owners.get(owner.toLowerCase());
    if (name === undefined || !isPattern(name) || answer?.kind !== "found") return [];
    const isOwned = (each: { readonly owner: string }) => isSameName(each.owner, owner);
    return [
      ...(names.some((each) => isOwned(each) && matchesPattern(name, each.name))
        ? []
        : [`no repository of ${owner} that GITHUB_TOKEN can read matches ${name}`]),
      ...(answer.value.isOrganization
        ? []
        : [
            `${owner} is a user, and GitHub lists only public repositories of a user. Add private repositories that match ${name} to github.repositories`,
          ]),
    ];
  });
}

/** `both` where GitHub only sends ids: the name subject is no longer needed. */
function completedMigrations(comparison: Comparison): readonly string[] {
  const described = describedRepositories(comparison);
  const owners = ownerEntries(comparison.file);
  const repositories = repositoryEntries(comparison.file);
  const isImmutable = (each: DescribedRepository) => formatOf(each, comparison) === "immutable";
  const done = "change both to immutable. GitHub only sends subjects with ids now";
  return [
    ...[...owners].flatMap(([key, { key: name, subject }]) => {
      const inherited = described.filter(({ repository: { owner, name } }) => {
        const own = repositories.get(`${owner}/${name}`.toLowerCase())?.subject.value;
        return owner.toLowerCase() === key && own === undefined;
      });
      const isDone = subject.value === "both" && inherited.length > 0 && inherited.every(isImmutable);
      return isDone ? [`github.owners.${name}.subject: ${done}`] : [];
    }),
    ...described.flatMap((each) => {
      const { owner, name } = each.repository;
      const entry = repositories.get(`${owner}/${name}`.toLowerCase());
      return entry?.subject.value === "both" && isImmutable(each)
        ? [`the subject of ${owner}/${name}: ${done}`]
        : [];
    }),
  ];
}

export function describedRepositories({ snapshot }: Comparison): readonly DescribedRepository[] {
  return [
    ...[...snapshot.repositories.values()].flatMap((answer) =>
      answer.kind === "found" ? [answer.value] : [],
    ),
    ...[...snapshot.matched.values()].flatMap((answer) => (answer.kind === "found" ? answer.value : [])),
  ];
}

/** A repository that a trust entry names, and whose subjects come from a template that the file does not have. */
interface UnknownTemplate {
  readonly repository: GithubRepository;
  readonly problem: Problem;
}

/** The templates on GitHub that deny the tokens of trusted repositories. A deploy sets those that the file has. */
export function unknownTemplates(comparison: Comparison): readonly UnknownTemplate[] {
  const { named } = comparison;
  const known = githubFacts(githubInput(at(comparison.file, "github"))).templates;
  return describedRepositories(comparison).flatMap(({ repository, customization }) => {
    const template = customization?.kind === "found" ? customization.value.template : undefined;
    const isOfFile = known.has(`${repository.owner}/${repository.name}`.toLowerCase());
    if (template === undefined || isOfFile || template.join() === DEFAULT_TEMPLATE.join()) return [];
    const own = named.filter((each) => names(each, repository));
    const entry = own.find(({ place }) => place.path.includes("trust") && !isSubject(place));
    // A raw subject can allow what the template gives.
    if (entry === undefined || own.some(({ place }) => isSubject(place))) return [];
    return [{ repository, problem: { ...entry.place, message: templateMessage(repository, template) } }];
  });
}

function names({ owner, name }: NamedRepository, repository: GithubRepository): boolean {
  return (
    name !== undefined &&
    isSameName(owner, repository.owner) &&
    (isPattern(name) ? matchesPattern(name, repository.name) : isSameName(name, repository.name))
  );
}

function isSubject({ path }: NamedRepository["place"]): boolean {
  return path.at(-1) === "subject";
}

function templateMessage({ owner, name }: GithubRepository, template: readonly string[]): string {
  const full = `${owner}/${name}`;
  return template.length === 0
    ? `the subjects of ${full} come from the template of ${owner}, so the role denies its pushes. Add ${full} to github.subjectTemplates with the claims of that template: gh api orgs/${owner}/actions/oidc/customization/sub. See docs/guide/subject-templates.md`
    : `the subjects of ${full} come from its own template (${template.join(", ")}), so the role denies its pushes. Add { repositories: ${full}, claims: [${template.join(", ")}] } to github.subjectTemplates. See docs/guide/subject-templates.md`;
}
