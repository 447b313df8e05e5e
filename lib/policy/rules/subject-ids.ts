import { hasWildcard, subsumes } from "../iam/glob";
import type { SubjectFormat } from "../subject";
import type { LintContext } from "./context";
import { isOwnerPinned, type SubjectFacts } from "./subject-facts";

/** Whether the subject names its owner, and holds no id of the owner or the repository. */
export function isNamesAlone(subject: SubjectFacts): boolean {
  const { owner, repository } = subject;
  return (
    isOwnerPinned(subject) && owner?.name !== "" && owner?.id === undefined && repository?.id === undefined
  );
}

/**
 * Whether ids stand behind a hyphen, as they did in a preview of 2026. An owner whose name ends so is another thing, where it is known.
 */
export function hasHyphenIds({ owner, repository }: SubjectFacts, { owners }: LintContext): boolean {
  if (owner === undefined || repository === undefined || owner.id !== undefined) return false;
  return (
    /-[0-9]+$/.test(owner.name) &&
    /-[0-9]+$/.test(repository.name) &&
    owners?.get(owner.name.toLowerCase()) !== owner.name
  );
}

/** The subjects with ids: those that name one repository by what they say besides the ids, and the patterns. */
export interface WithIds {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly SubjectFacts[];
}

export function subjectsWithIds(subjects: readonly SubjectFacts[]): WithIds {
  const withIds = subjects.filter(({ owner }) => owner?.id !== undefined);
  const isPattern = ({ repository }: SubjectFacts) => hasWildcard(repository?.name ?? "");
  return {
    exact: new Set(withIds.map(withoutIds)),
    patterns: withIds.filter(isPattern),
  };
}

/** Whether one of the subjects with ids lets in the jobs that this one lets in by their names. */
export function isListedWithIds(subject: SubjectFacts, { exact, patterns }: WithIds): boolean {
  return (
    (exact.size > 0 && exact.has(withoutIds(subject))) ||
    patterns.some(
      ({ owner, repository, segments }) =>
        owner?.name === subject.owner?.name &&
        segments.join(":") === subject.segments.join(":") &&
        subsumes(repository?.name ?? "", subject.repository?.name ?? ""),
    )
  );
}

/** Subjects of the two formats that mean the same read alike here. */
function withoutIds({ owner, repository, segments }: SubjectFacts): string {
  return [owner?.name, repository?.name, ...segments].join(" ").toLowerCase();
}

/** How the repository's tokens name it, where that is known and the subject names one repository by the part that shows the format. */
export function formatOf(
  { owner, repository, isDefaultTemplate: isUsual, segments }: SubjectFacts,
  { subjectFormat }: LintContext,
): SubjectFormat | undefined {
  if (owner === undefined || repository === undefined || hasWildcard(repository.name)) return undefined;
  if (!isUsual && !segments.some((segment) => /^repo:/i.test(segment))) return undefined;
  return subjectFormat(owner.name, repository.name);
}
