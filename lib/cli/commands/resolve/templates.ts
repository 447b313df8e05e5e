import { at } from "../../../config/draft";
import { githubFacts } from "../../../config/github-facts";
import { githubInput } from "../../../config/input";
import type { NamedRepository } from "../../../config/named-repositories";
import type { Problem } from "../../../config/problem";
import type { GithubRepository } from "../../../github/api";
import { isPattern, isSameName, matchesPattern } from "../../../policy/github-names";
import { DEFAULT_TEMPLATE } from "../../../policy/subject/template";
import type { Comparison, DescribedRepository } from "./comparison";

/** A repository that a trust entry names, and whose subjects come from a template that the file does not have. */
interface UnknownTemplate {
  readonly repository: GithubRepository;
  readonly problem: Problem;
}

/** The templates on GitHub that deny the tokens of trusted repositories. A deploy sets those that the file has. */
export function unknownTemplates(comparison: Comparison): readonly UnknownTemplate[] {
  const { snapshot, named } = comparison;
  const known = githubFacts(githubInput(at(comparison.file, "github"))).templates;
  const described: readonly DescribedRepository[] = [
    ...[...snapshot.repositories.values()].flatMap((answer) =>
      answer.kind === "found" ? [answer.value] : [],
    ),
    ...[...snapshot.matched.values()].flatMap((answer) => (answer.kind === "found" ? answer.value : [])),
  ];
  return described.flatMap(({ repository, customization }) => {
    const template = customization?.kind === "found" ? customization.value.template : undefined;
    const isOfFile = known.has(`${repository.owner}/${repository.name}`.toLowerCase());
    if (template === undefined || isOfFile || template.join() === DEFAULT_TEMPLATE.join()) return [];
    const own = named.filter((each) => names(each, repository));
    const entry = own.find(({ place }) => place.path.includes("trust") && !isSubject(place));
    // A raw subject can allow what the template gives.
    if (entry === undefined || own.some(({ place }) => isSubject(place))) return [];
    return [{ repository, problem: { ...entry.place, message: message(repository, template) } }];
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

function message({ owner, name }: GithubRepository, template: readonly string[]): string {
  const full = `${owner}/${name}`;
  return template.length === 0
    ? `the subjects of ${full} come from the template of ${owner}, so the role denies its pushes. Add ${full} to github.subjectTemplates with the claims of that template: gh api orgs/${owner}/actions/oidc/customization/sub. See docs/guide/subject-templates.md`
    : `the subjects of ${full} come from its own template (${template.join(", ")}), so the role denies its pushes. Add { repositories: ${full}, claims: [${template.join(", ")}] } to github.subjectTemplates. See docs/guide/subject-templates.md`;
}
