import { CLAIM_NAMES, type Claims } from "../../policy/claims";
import { claimsLeftOut } from "../../policy/subject/format";
import type { SubjectTemplate } from "../../policy/subject/template";
import type { SubjectIds } from "../../policy/subject/types";
import { givenText } from "../../policy/text-rule";
import { at, isValid, items } from "../draft";
import {
  type GithubFacts,
  type NamedSubject,
  ownedRepository,
  subjectsOf,
  trustedNames,
} from "../github-facts";
import type { ConfigInput, TemplateInput } from "../input";
import { contextsOf } from "../normalize/role";
import { type Problem, pathText } from "../problem";
import { type TrustEntryDraft, trustEntry } from "../schema/trust";
import { groupedBy, repeatedTexts } from "./duplicates";

/** Duplicate templates, and entries of trust that a template makes impossible. */
export function templateProblems(
  { github: { templates }, accounts }: ConfigInput,
  known: GithubFacts,
): readonly Problem[] {
  if (templates.length === 0) return [];
  return [
    ...templates.flatMap(repeatedKeys),
    ...repeatedTexts(
      templates.flatMap(({ repositories }) => repositories),
      "repository in subjectTemplates",
      (text) => {
        const { owner, name } = ownedRepository(text, known.owner);
        return `${owner}/${name}`.toLowerCase();
      },
    ),
    ...repeatedTexts(
      templates.map(({ organization }) => organization),
      "organization in subjectTemplates",
      (text) => text.toLowerCase(),
    ),
    ...accounts
      .flatMap(({ roles }) => roles)
      .flatMap((role) => items(at(role, "trust")))
      .flatMap((entry) => entryProblems(entry, known)),
  ];
}

function repeatedKeys({ claims }: TemplateInput): readonly Problem[] {
  return repeatedTexts(claims, "claim in the template", (text) => text);
}

/** An entry with a claim that the template already requires, or with a name that a condition cannot match literally. */
function entryProblems(entry: TrustEntryDraft, known: GithubFacts): readonly Problem[] {
  const parsed = trustEntry.safeParse(entry.value);
  if (!parsed.success || !isValid(entry) || parsed.data.subject !== undefined) return [];
  const contexts = contextsOf(parsed.data);
  const problems = trustedNames(entry, known.owner)
    .flatMap(({ owner, name }) => subjectsOf(known, owner, name))
    .flatMap(({ template, ids, ...named }) => {
      if (template === undefined) return [];
      return contexts.flatMap((context) => {
        const left = claimsLeftOut({ ...named, ids: knownIds(ids), context }, template);
        return [...repeatedClaims(entry, left, template), ...wildcardProblems(entry, left, template)];
      });
    });
  // Several templates give one place the same problem.
  return groupedBy(problems, ({ path }) => pathText(path)).map(([first]) => first);
}

/** Claims that the entry's other keys already require, because the template leaves them out of the subject. */
function repeatedClaims(entry: TrustEntryDraft, left: Claims, template: SubjectTemplate): readonly Problem[] {
  const own = at(entry, "claims");
  return CLAIM_NAMES.filter((name) => left[name] !== undefined)
    .map((name) => at(own, name))
    .filter(({ value }) => value !== undefined)
    .map(({ path }) => ({
      path,
      message: `expected no such claim, because the entry's other keys already require it with ${templateText(template)}`,
    }));
}

function wildcardProblems(
  entry: TrustEntryDraft,
  { environment }: Claims,
  template: SubjectTemplate,
): readonly Problem[] {
  const names = environment?.filter((name) => name.includes("*")) ?? [];
  return items(at(entry, "environment"))
    .filter(({ value }) => names.some((name) => name === value))
    .map(({ value, path }) => ({
      path,
      message: `expected a name without *, which is a wildcard in the condition that ${templateText(template)} needs, got ${givenText(value)}. Use a template with context or environment`,
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
