import type { Claims } from "../../policy/claims";
import type { SubjectIds } from "../../policy/subject";
import { claimsLeftOut } from "../../policy/subject-pattern";
import type { SubjectTemplate } from "../../policy/subject-template";
import {
  type GithubFacts,
  githubFacts,
  type NamedSubject,
  ownedRepository,
  subjectsOf,
  trustedNames,
} from "../github-facts";
import { contextsOf } from "../normalize/trust";
import { accountsOf, at, items, type Place, rolesOf } from "../place";
import { givenText, type Problem } from "../problem";
import { trustEntry } from "../schema/trust";
import { repeatedTexts } from "./repeated";

/** Templates that stand twice, and entries of trust that a template leaves no way to write. */
export function templateProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const templates = items(at(github, "subjectTemplates"));
  if (templates.length === 0) return [];
  const known = githubFacts(github);
  return [
    ...templates.flatMap(repeatedKeys),
    ...repeatedTexts(
      templates.flatMap((template) => items(at(template, "repositories"))),
      "a repository with a template",
      (text) => {
        const { owner, name } = ownedRepository(text, known.owner);
        return `${owner}/${name}`.toLowerCase();
      },
    ),
    ...repeatedTexts(
      templates.map((template) => at(template, "organization")),
      "an organization with a template",
      (text) => text.toLowerCase(),
    ),
    ...accountsOf(file)
      .flatMap(rolesOf)
      .flatMap((role) => items(at(role, "trust")))
      .flatMap((entry) => entryProblems(entry, known)),
  ];
}

function repeatedKeys(template: Place): readonly Problem[] {
  return repeatedTexts(items(at(template, "claims")), "a key in the template", (text) => text);
}

/** An entry with a claim that a template makes a second time of what the entry says, or with a name that cannot be asked for. */
function entryProblems(entry: Place, known: GithubFacts): readonly Problem[] {
  const parsed = trustEntry.safeParse(entry.value);
  if (!parsed.success || parsed.data.subject !== undefined) return [];
  const contexts = contextsOf(parsed.data);
  return trustedNames(entry, known.owner)
    .flatMap(({ owner, name }) => subjectsOf(known, owner, name))
    .flatMap(({ template, ids, ...named }) => {
      if (template === undefined) return [];
      return contexts.flatMap((context) => {
        const left = claimsLeftOut({ ...named, ids: knownIds(ids), context }, template);
        return [...repeatedClaims(entry, left, template), ...literalProblems(entry, left, template)];
      });
    });
}

/** Claims that an entry asks for, and that its other keys ask for too, because the template leaves them out of the subject. */
function repeatedClaims(entry: Place, left: Claims, template: SubjectTemplate): readonly Problem[] {
  const own = at(entry, "claims");
  return Object.keys(left)
    .map((name) => at(own, name))
    .filter(({ value }) => value !== undefined)
    .map(({ path }) => ({
      path,
      message: `is asked for already, because ${templateText(template)} leaves it out of the subject; allowed: the entry without this claim`,
    }));
}

function literalProblems(
  entry: Place,
  { environment }: Claims,
  template: SubjectTemplate,
): readonly Problem[] {
  const names = environment?.filter((name) => name.includes("*")) ?? [];
  return items(at(entry, "environment"))
    .filter(({ value }) => names.some((name) => name === value))
    .map(({ value, path }) => ({
      path,
      message: `has a *, which ${templateText(template)} leaves to a condition where it is a wildcard; allowed: a template with context or environment; given: ${givenText(value)}`,
    }));
}

function knownIds(ids: NamedSubject["ids"]): SubjectIds | undefined {
  return ids?.owner === undefined || ids.repository === undefined
    ? undefined
    : { owner: ids.owner, repository: ids.repository };
}

function templateText(template: SubjectTemplate): string {
  return `the template [${template.join(", ")}]`;
}
