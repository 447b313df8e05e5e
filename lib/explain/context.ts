import { type Glob, STAR } from "../policy/iam/glob";

/** Where a job runs, by the end of its subject or of a pattern for one. */
export interface SubjectContext {
  readonly kind: ContextKind;
  /** The name of the branch, tag, environment, or of the merge queue's branch. */
  readonly name: Glob;
  /** Where in the context the name begins. */
  readonly start: number;
}

export type ContextKind =
  | "environment"
  | "pull request"
  | "merge queue"
  | "branch"
  | "tag"
  /** Wildcards alone. */
  | "any"
  /** What GitHub does not write. */
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

/** The name of an environment as people write it: GitHub encodes the colon alone. */
export function environmentName(name: string): string {
  return name.replace(/%3a/gi, ":");
}
