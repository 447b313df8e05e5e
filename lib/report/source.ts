import { isPattern } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import type { Context, TrustEntry } from "../policy/subject/types";
import { trustedSubjects } from "../policy/trust-policy";

/** Who can assume a role. */
export type Principal =
  /** A repository, or every repository that a pattern matches: `acme/web`, `acme/team-*`. */
  | { readonly kind: "repository"; readonly name: string; readonly isPattern: boolean }
  /** A subject that does not name its repository as `repo:OWNER/NAME:CONTEXT`. */
  | { readonly kind: "subject" }
  /** There is no condition on the subject. */
  | { readonly kind: "any" }
  /** Principals other than GitHub. */
  | { readonly kind: "others" };

/** Where in a repository the workflow runs; the subject itself if it has another form. */
export type SourceContext = Context | { readonly kind: "subject"; readonly subject: string };

/** Workflows that a statement allows, with the subjects of their tokens. */
export interface Source {
  readonly principal: Principal;
  readonly context: SourceContext;
  readonly subjects: readonly string[];
}

const ANY_CONTEXT: SourceContext = { kind: "any" };
export const ANY_SOURCE: Source = { principal: { kind: "any" }, context: ANY_CONTEXT, subjects: [] };
export const OTHER_PRINCIPALS: Source = { principal: { kind: "others" }, context: ANY_CONTEXT, subjects: [] };

/** The sources of entries with the same claims. Both subject formats of a repository in one context are one source. */
export function entrySources(entries: NonEmpty<TrustEntry>, issuerHost: string): readonly Source[] {
  return merged(
    entries.map((entry) => {
      if (entry.kind === "subject") return subjectSource(entry.subject);
      const { owner, repository, context } = entry;
      return {
        principal: { kind: "repository", name: `${owner}/${repository}`, isPattern: isPattern(repository) },
        context,
        subjects: trustedSubjects({ entries: [entry], issuerHost }),
      };
    }),
  );
}

/** The sources of subjects in a custom trust policy. */
export function subjectSources(subjects: readonly string[]): readonly Source[] {
  return merged(subjects.map(subjectSource));
}

const USUAL = /^repo:([^/:@]+)(?:@[^/:]*)?\/([^:@]+)(?:@[^:]*)?:(.+)$/s;

function subjectSource(subject: string): Source {
  const [, owner, repository, context] = USUAL.exec(subject) ?? [];
  if (owner === undefined || repository === undefined || context === undefined) {
    return { principal: { kind: "subject" }, context: { kind: "subject", subject }, subjects: [subject] };
  }
  const name = `${owner}/${repository}`;
  return {
    principal: { kind: "repository", name, isPattern: /[*?]/.test(name) },
    context: contextOf(context),
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

function contextOf(text: string): SourceContext {
  for (const [form, context] of CONTEXTS) {
    const [, named] = form.exec(text) ?? [];
    if (named !== undefined) return context(named);
  }
  return { kind: "subject", subject: text };
}

function merged(sources: readonly Source[]): readonly Source[] {
  const byPlace = new Map<string, Source>();
  for (const source of sources) {
    const place = JSON.stringify([source.principal, source.context]);
    const subjects = [...(byPlace.get(place)?.subjects ?? []), ...source.subjects];
    byPlace.set(place, { ...source, subjects: [...new Set(subjects)] });
  }
  return [...byPlace.values()];
}
