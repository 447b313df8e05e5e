import { claimsLeftOut } from "../../policy/subject";
import type { SubjectTemplate } from "../../policy/subject-template";
import { type KnownGithub, knownGithub, namedSubjects, ownedRepository } from "../known-github";
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
  const context = contextOf(parsed.data);
  const own = at(entry, "claims");
  return items(at(entry, "repository")).flatMap((place) => {
    const owner = textOf(at(entry, "owner")) ?? known.owner;
    const subjects = namedSubjects(known, owner, textOf(place) ?? "");
    const template = subjects.find((subject) => subject.template !== undefined)?.template;
    if (template === undefined) return [];
    const left = claimsLeftOut(
      { kind: "repository", owner, repository: textOf(place) ?? "", ids: undefined, context, claims: {} },
      template,
    );
    return [
      ...Object.keys(left)
        .filter((name) => isMap(own.value) && name in own.value)
        .map((name) => ({
          path: at(own, name).path,
          message: `is asked for already, because ${templateText(template)} leaves it out of the subject; allowed: the entry without this claim`,
        })),
      ...(left.environment?.[0].includes("*") === true
        ? [
            {
              path: at(entry, "environment").path,
              message: `has a *, which ${templateText(template)} leaves to a condition where it is a wildcard; allowed: a template with context or environment; given: ${givenText(at(entry, "environment").value)}`,
            },
          ]
        : []),
    ];
  });
}

function templateText(template: SubjectTemplate): string {
  return `the template [${template.join(", ")}]`;
}
