import { CLAIM_NAMES, type ClaimName, type Claims } from "../../policy/claims";
import {
  claimsLeftOut,
  conditionClaims,
  type RepositoryEntry,
  type SubjectIds,
  subjectPatterns,
} from "../../policy/subject";
import type { SubjectTemplate } from "../../policy/subject-template";
import {
  type KnownGithub,
  knownGithub,
  type NamedSubject,
  namedSubjects,
  ownedRepository,
} from "../known-github";
import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";
import { contextOf } from "../resolve-trust";
import { trustEntry } from "../schema-trust";
import { repeatedTexts } from "./repeated";

/** Templates that stand twice, and entries of trust that a template leaves no way to write. */
export function templateProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const templates = items(at(github, "subjectTemplates"));
  if (templates.length === 0) return [];
  const known = knownGithub(github);
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
function entryProblems(entry: Place, known: KnownGithub): readonly Problem[] {
  const parsed = trustEntry.safeParse(entry.value);
  if (!parsed.success || parsed.data.subject !== undefined) return [];
  const owner = parsed.data.owner ?? known.owner;
  const context = contextOf(parsed.data);
  return items(at(entry, "repository"))
    .flatMap((place) => namedSubjects(known, owner, textOf(place) ?? ""))
    .flatMap(({ template, ids, ...named }) => {
      if (template === undefined) return [];
      const written = { ...named, kind: "repository" as const, ids: knownIds(ids), context, template };
      const left = claimsLeftOut(written, template);
      return [...repeatedClaims(entry, written, left), ...literalProblems(entry, left, template)];
    });
}

/** Claims of an entry that would be lost, because the entry's other keys say what stands in their place. */
function repeatedClaims(
  entry: Place,
  written: Omit<RepositoryEntry, "claims"> & { readonly template: SubjectTemplate },
  left: Claims,
): readonly Problem[] {
  const own = at(entry, "claims");
  const template = templateText(written.template);
  return CLAIM_NAMES.filter((name) => at(own, name).value !== undefined && isLost(name, written)).map(
    (name) => ({
      path: at(own, name).path,
      message: `is asked for already, because ${template} ${name in left ? "leaves it out of the subject" : "puts it into the subject as the other keys say it"}; allowed: the entry without this claim`,
    }),
  );
}

/** Whether it makes no difference what a claim asks for. */
function isLost(name: ClaimName, written: Omit<RepositoryEntry, "claims">): boolean {
  const [one, other] = ["0", "1"].map((value) => {
    const entry: RepositoryEntry = { ...written, claims: { [name]: [value] } };
    return JSON.stringify([subjectPatterns([entry], [":"]), conditionClaims(entry)]);
  });
  return one === other;
}

function literalProblems(
  entry: Place,
  { environment }: Claims,
  template: SubjectTemplate,
): readonly Problem[] {
  if (environment?.some((name) => name.includes("*")) !== true) return [];
  const { value, path } = at(entry, "environment");
  return [
    {
      path,
      message: `has a *, which ${templateText(template)} leaves to a condition where it is a wildcard; allowed: a template with context or environment; given: ${givenText(value)}`,
    },
  ];
}

function knownIds(ids: NamedSubject["ids"]): SubjectIds | undefined {
  return ids?.owner === undefined || ids.repository === undefined
    ? undefined
    : { owner: ids.owner, repository: ids.repository };
}

function templateText(template: SubjectTemplate): string {
  return `the template [${template.join(", ")}]`;
}
