import type { NonEmpty } from "../policy/non-empty";
import { type Context, isPattern, type TrustEntry } from "../policy/subject";
import { trustedSubjects } from "../policy/trust-policy";

/** Who runs the workflows. */
export type Who =
  /** A repository, or all that a pattern stands for: `acme/web`, `acme/team-*`. */
  | { readonly kind: "repository"; readonly name: string; readonly isPattern: boolean }
  /** Whoever a subject matches that names its repository in another way. */
  | { readonly kind: "subject" }
  /** No subject is asked for: further conditions alone decide. */
  | { readonly kind: "any" }
  /** Others than GitHub's workflows. */
  | { readonly kind: "others" };

/** Where in a repository they run; of a subject that says it in another way, what it says. */
export type From = Context | { readonly kind: "subject"; readonly subject: string };

/** Workflows that a statement lets in, by the subjects that their tokens have. */
export interface Source {
  readonly who: Who;
  readonly from: From;
  readonly subjects: readonly string[];
}

const ANYWHERE: From = { kind: "any" };
export const ANYBODY: Source = { who: { kind: "any" }, from: ANYWHERE, subjects: [] };
export const OTHERS: Source = { who: { kind: "others" }, from: ANYWHERE, subjects: [] };

/** The sources of entries that ask for the same claims. A repository's two formats in one context are one source. */
export function entrySources(entries: NonEmpty<TrustEntry>, issuerHost: string): readonly Source[] {
  return merged(
    entries.map((entry) => {
      if (entry.kind === "subject") return subjectSource(entry.subject);
      const { owner, repository, context } = entry;
      return {
        who: { kind: "repository", name: `${owner}/${repository}`, isPattern: isPattern(repository) },
        from: context,
        subjects: trustedSubjects({ entries: [entry], issuerHost }),
      };
    }),
  );
}

/** The sources of subjects that somebody wrote. */
export function subjectSources(subjects: readonly string[]): readonly Source[] {
  return merged(subjects.map(subjectSource));
}

const USUAL = /^repo:([^/:@]+)(?:@[^/:]*)?\/([^:@]+)(?:@[^:]*)?:(.+)$/s;

function subjectSource(subject: string): Source {
  const [, owner, repository, context] = USUAL.exec(subject) ?? [];
  if (owner === undefined || repository === undefined || context === undefined) {
    return { who: { kind: "subject" }, from: { kind: "subject", subject }, subjects: [subject] };
  }
  const name = `${owner}/${repository}`;
  return {
    who: { kind: "repository", name, isPattern: /[*?]/.test(name) },
    from: contextOf(context),
    subjects: [subject],
  };
}

const CONTEXTS: readonly (readonly [RegExp, (text: string) => Context])[] = [
  [/^(\*)$/, () => ({ kind: "any" })],
  [/^(pull_request)$/, () => ({ kind: "pullRequest" })],
  [/^environment:([^:]+)$/, (text) => ({ kind: "environment", name: text.replaceAll("%3A", ":") })],
  [/^ref:refs\/heads\/gh-readonly-queue\/([^:]+)\/pr-\*$/, (branch) => ({ kind: "mergeQueue", branch })],
  [/^ref:refs\/heads\/([^:]+)$/, (pattern) => ({ kind: "branch", pattern })],
  [/^ref:refs\/tags\/([^:]+)$/, (pattern) => ({ kind: "tag", pattern })],
];

function contextOf(text: string): From {
  for (const [form, context] of CONTEXTS) {
    const [, named] = form.exec(text) ?? [];
    if (named !== undefined) return context(named);
  }
  return { kind: "subject", subject: text };
}

function merged(sources: readonly Source[]): readonly Source[] {
  const byPlace = new Map<string, Source>();
  for (const source of sources) {
    const place = JSON.stringify([source.who, source.from]);
    const subjects = [...(byPlace.get(place)?.subjects ?? []), ...source.subjects];
    byPlace.set(place, { ...source, subjects: [...new Set(subjects)] });
  }
  return [...byPlace.values()];
}
