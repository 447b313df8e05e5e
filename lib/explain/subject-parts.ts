import { type Glob, STAR } from "../policy/iam/glob";

/** A piece of a subject, and where in it. */
export interface Part {
  readonly text: Glob;
  readonly start: number;
  readonly end: number;
}

/** A subject of the usual form, or a pattern for one, taken apart: `repo:OWNER@ID/REPOSITORY@ID:CONTEXT`. */
export interface SubjectParts {
  /** `repo`, in whatever casing. */
  readonly key: Part;
  readonly owner: Part;
  readonly ownerId: Part | undefined;
  readonly repository: Part | undefined;
  readonly repositoryId: Part | undefined;
  readonly context: Part | undefined;
}

const FORM = /^(repo):([^/:@]*)(?:@([^/:]*))?(?:\/([^:@]*)(?:@([^:]*))?)?(?::(.*))?$/dis;

/** Nothing for a subject of another form, as a template of one's own makes. */
export function subjectParts(subject: Glob): SubjectParts | undefined {
  const found = FORM.exec(subject);
  if (found === null) return undefined;
  const part = (group: number): Part | undefined => {
    const [start, end] = found.indices?.[group] ?? [];
    return start === undefined || end === undefined
      ? undefined
      : { text: subject.slice(start, end), start, end };
  };
  const [key, owner] = [part(1), part(2)];
  if (key === undefined || owner === undefined) return undefined;
  return {
    key,
    owner,
    ownerId: part(3),
    repository: part(4),
    repositoryId: part(5),
    context: part(6),
  };
}

/** Whether a pattern ends before its context and leaves it open: `repo:acme/*`. */
export function isOpenBeforeContext({ owner, repository, repositoryId, context }: SubjectParts): boolean {
  return context === undefined && (repositoryId ?? repository ?? owner).text.endsWith(STAR);
}
