import { EMPTY, hasWildcard, subsumes } from "../iam/glob";
import type { SubjectFormat } from "../subject/types";
import type { LintContext } from "./context";
import { isOwnerPinned, type SubjectFacts } from "./subject-facts";

/** Whether the subject names its owner, and neither it nor a condition has an id of the owner or the repository. */
export function isNamesAlone(subject: SubjectFacts): boolean {
  return isWithoutIds(subject) && !isPinned(subject);
}

/** Whether the subject names its owner and contains no id of the owner or the repository. */
export function isWithoutIds(subject: SubjectFacts): boolean {
  const { owner, repository } = subject;
  return (
    isOwnerPinned(subject) && owner?.name !== "" && owner?.id === undefined && repository?.id === undefined
  );
}

/** Whether conditions require the id of the owner or the repository, so that a name that changes hands does not match. */
export function isPinned({ pins }: SubjectFacts): boolean {
  return pins.owners.length > 0 || pins.repositories.length > 0;
}

/**
 * Whether ids follow a hyphen, as in a preview of April 2026. A known owner whose name ends like this does not count.
 */
export function hasHyphenIds({ owner, repository }: SubjectFacts, { owners }: LintContext): boolean {
  if (owner === undefined || repository === undefined || owner.id !== undefined) return false;
  return (
    /-[0-9]+$/.test(owner.name) &&
    /-[0-9]+$/.test(repository.name) &&
    owners?.get(owner.name.toLowerCase()) !== owner.name
  );
}

/** The subjects with ids: the text without ids of those for one repository, and the patterns. */
export interface WithIds {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly SubjectFacts[];
}

export function subjectsWithIds(subjects: readonly SubjectFacts[]): WithIds {
  const withIds = subjects.filter(({ owner }) => owner?.id !== undefined);
  const isPattern = ({ repository }: SubjectFacts) => hasWildcard(repository?.name ?? EMPTY);
  return {
    exact: new Set(withIds.map(withoutIds)),
    patterns: withIds.filter(isPattern),
  };
}

/** Whether one of the subjects with ids allows the same jobs as this one. */
export function isListedWithIds(subject: SubjectFacts, { exact, patterns }: WithIds): boolean {
  return (
    (exact.size > 0 && exact.has(withoutIds(subject))) ||
    patterns.some(
      ({ owner, repository, segments }) =>
        owner?.name === subject.owner?.name &&
        segments.join(":") === subject.segments.join(":") &&
        subsumes(repository?.name ?? EMPTY, subject.repository?.name ?? EMPTY),
    )
  );
}

/** Subjects of the two formats for the same jobs have the same text here. */
function withoutIds({ owner, repository, segments }: SubjectFacts): string {
  return [owner?.name, repository?.name, ...segments].join(" ").toLowerCase();
}

/** The subject format of the repository, if it is known and the subject has the part that shows it. */
export function formatOf(
  { owner, repository, isDefaultTemplate: isUsual, segments }: SubjectFacts,
  { subjectFormat }: LintContext,
): SubjectFormat | undefined {
  if (owner === undefined || repository === undefined || hasWildcard(repository.name)) return undefined;
  if (!isUsual && !segments.some((segment) => /^repo:/i.test(segment))) return undefined;
  return subjectFormat(owner.name, repository.name);
}
