import { type Glob, STAR } from "../iam/glob";
import { TEMPLATE_KEYS } from "./template";

/** The start of a segment in a subject. */
export const NEXT_SEGMENT = new RegExp(`:(?=(?:${TEMPLATE_KEYS.join("|")}):|pull_request(?:$|:))`, "i");

/** A part of a subject, with its offsets. */
export interface Part {
  readonly text: Glob;
  readonly start: number;
  readonly end: number;
}

/** The parts of a subject or subject pattern in the default form, `repo:OWNER@ID/REPOSITORY@ID:CONTEXT`. */
export interface SubjectParts {
  /** `repo`, in any case. */
  readonly key: Part;
  readonly owner: Part;
  readonly ownerId: Part | undefined;
  readonly repository: Part | undefined;
  readonly repositoryId: Part | undefined;
  readonly context: Part | undefined;
}

const FORM = /^(repo):([^/:@]*)(?:@([^/:]*))?(?:\/([^:@]*)(?:@([^:]*))?)?(?::(.*))?$/dis;

/** Undefined for a subject of another form, such as one from a subject template. */
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

/** Whether a pattern ends with a wildcard before its context, as `repo:acme/*` does. */
export function isOpenBeforeContext({ owner, repository, repositoryId, context }: SubjectParts): boolean {
  return context === undefined && (repositoryId ?? repository ?? owner).text.endsWith(STAR);
}

/** What a job runs on, from the end of a subject or of a subject pattern. */
export interface SubjectContext {
  readonly kind: ContextKind;
  /** The name of the branch, tag or environment, or the base branch of the merge queue. */
  readonly name: Glob;
  /** The offset of the name in the context. */
  readonly start: number;
}

export type ContextKind =
  | "environment"
  | "pull request"
  | "merge queue"
  | "branch"
  | "tag"
  /** Only wildcards. */
  | "any"
  /** Not a context that GitHub sends. */
  | "unknown";

const FORMS: readonly (readonly [ContextKind, RegExp])[] = [
  ["environment", /^environment:()(.+)$/ds],
  ["pull request", /^()(pull_request)$/d],
  ["merge queue", /^(ref:refs\/heads\/gh-readonly-queue\/)([^:]+)\/pr-[^/:]+$/d],
  ["branch", /^(ref:refs\/heads\/)([^:]+)$/d],
  ["tag", /^(ref:refs\/tags\/)([^:]+)$/d],
];

export function subjectContext(context: Glob): SubjectContext {
  if (context === STAR) return { kind: "any", name: "", start: 0 };
  for (const [kind, form] of FORMS) {
    const found = form.exec(context);
    if (found !== null) return { kind, name: found[2] ?? "", start: found.indices?.[2]?.[0] ?? 0 };
  }
  return { kind: "unknown", name: context, start: 0 };
}

/** The decoded name of an environment. GitHub encodes only the colon. */
export function environmentName(name: string): string {
  return name.replace(/%3a/gi, ":");
}
