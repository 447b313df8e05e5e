import type { Claims } from "../../policy/claims";
import { claimsLeftOut, type SubjectIds } from "../../policy/subject";
import type { SubjectTemplate } from "../../policy/subject-template";
import {
  type KnownGithub,
  knownGithub,
  type NamedSubject,
  namedSubjects,
  ownedRepository,
} from "../known-github";
import { accountsOf, at, isMap, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";
import { contextOf } from "../resolve-trust";
import { trustEntry } from "../schema-trust";

/** Templates that stand twice, and entries of trust that a template leaves no way to write. */
export function templateProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const templates = items(at(github, "subjectTemplates"));
  if (templates.length === 0) return [];
  const known = knownGithub(github);
  return [
    ...templates.flatMap(repeatedKeys),
    ...repeated(
      templates.flatMap((template) => items(at(template, "repositories"))),
      "a repository with a template",
      (text) => {
        const { owner, name } = ownedRepository(text, known.owner);
        return `${owner}/${name}`;
      },
    ),
    ...repeated(
      templates.map((template) => at(template, "organization")),
      "an organization with a template",
      (text) => text,
    ),
    ...accountsOf(file)
      .flatMap(rolesOf)
      .flatMap((role) => items(at(role, "trust")))
      .flatMap((entry) => entryProblems(entry, known)),
  ];
}

function repeatedKeys(template: Place): readonly Problem[] {
  return repeated(items(at(template, "claims")), "a key in the template", (text) => text);
}

function repeated(
  places: readonly Place[],
  noun: string,
  keyOf: (text: string) => string,
): readonly Problem[] {
  const first = new Map<string, Place>();
  return places.flatMap((place) => {
    const text = textOf(place);
    if (text === undefined) return [];
    const key = keyOf(text).toLowerCase();
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, place);
      return [];
    }
    return [
      {
        path: place.path,
        other: other.path,
        message: `is ${noun} for the second time; allowed: once; given: ${givenText(text)}`,
      },
    ];
  });
}

/** What a template leaves out is asked for by claims; an entry that asks for the same claim itself would ask twice. */
function entryProblems(entry: Place, known: KnownGithub): readonly Problem[] {
  const parsed = trustEntry.safeParse(entry.value);
  if (!parsed.success || parsed.data.subject !== undefined) return [];
  const owner = parsed.data.owner ?? known.owner;
  const subject = items(at(entry, "repository"))
    .flatMap((place) => namedSubjects(known, owner, textOf(place) ?? ""))
    .find(({ template }) => template !== undefined);
  if (subject?.template === undefined) return [];
  const left = claimsLeftOut(
    { ...subject, ids: knownIds(subject.ids), context: contextOf(parsed.data) },
    subject.template,
  );
  return [
    ...repeatedClaims(entry, left, subject.template),
    ...literalProblems(entry, left, subject.template),
  ];
}

function repeatedClaims(entry: Place, left: Claims, template: SubjectTemplate): readonly Problem[] {
  const own = at(entry, "claims");
  return Object.keys(left)
    .filter((name) => isMap(own.value) && name in own.value)
    .map((name) => ({
      path: at(own, name).path,
      message: `is asked for already, because ${templateText(template)} leaves it out of the subject; allowed: the entry without this claim`,
    }));
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
