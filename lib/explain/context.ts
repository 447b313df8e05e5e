import { type Glob, STAR } from "../policy/iam/glob";

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
