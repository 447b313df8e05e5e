import { isPattern } from "../policy/github-names";
import { globText } from "../policy/iam/glob";
import type { NonEmpty } from "../policy/non-empty";
import type { ConditionValue } from "../policy/rules/github-statement";
import { conditionClaims } from "../policy/subject/format";
import {
  type ParsedPattern,
  type PatternContext,
  parsePattern,
  parseRawSubject,
  repositoryNamed,
} from "../policy/subject/parse";
import { claimNameOf } from "../policy/subject/template";
import type { Context, RepositoryEntry, TrustEntry } from "../policy/subject/types";
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

/** A condition besides the subject. One of the values has to match. */
export interface GrantCondition {
  /** A claim as access.yaml spells it, `actorId`, or the condition key of a custom trust policy. */
  readonly key: string;
  /** Undefined for an entry of `trust`: there it follows from the values. */
  readonly operator: string | undefined;
  readonly values: readonly string[];
}

/** Workflows that a statement allows, with the subjects of their tokens. */
export interface Source {
  readonly principal: Principal;
  readonly context: SourceContext;
  readonly subjects: readonly string[];
  /** The further claims that the subjects contain, because of a subject template. */
  readonly claims: readonly GrantCondition[];
}

/** A value of a condition on `sub`. */
type SubjectValue = Pick<ConditionValue, "text" | "pattern">;

const ANY_CONTEXT: SourceContext = { kind: "any" };
export const ANY_SOURCE: Source = {
  principal: { kind: "any" },
  context: ANY_CONTEXT,
  subjects: [],
  claims: [],
};
export const OTHER_PRINCIPALS: Source = {
  principal: { kind: "others" },
  context: ANY_CONTEXT,
  subjects: [],
  claims: [],
};

/** The sources of entries with the same claims. Both subject formats of a repository in one context are one source. */
export function entrySources(entries: NonEmpty<TrustEntry>, issuerHost: string): readonly Source[] {
  return merged(
    entries.map((entry) => {
      if (entry.kind === "subject") return subjectSource(entry.subject, parseRawSubject(entry.subject));
      const { owner, repository, context } = entry;
      return {
        principal: { kind: "repository", name: `${owner}/${repository}`, isPattern: isPattern(repository) },
        context,
        subjects: trustedSubjects({ entries: [entry], issuerHost }),
        claims: claimsInSubject(entry),
      };
    }),
  );
}

/** The claims that an entry requires in its subjects, and not in further conditions. */
function claimsInSubject(entry: RepositoryEntry): readonly GrantCondition[] {
  const conditions = conditionClaims(entry);
  return Object.entries(entry.claims)
    .filter(([key]) => !(key in conditions))
    .map(([key, values]) => ({ key, operator: undefined, values }));
}

/** The sources of subjects in a custom trust policy. */
export function subjectSources(subjects: readonly SubjectValue[]): readonly Source[] {
  return merged(subjects.map(({ text, pattern }) => subjectSource(text, parsePattern(pattern))));
}

function subjectSource(subject: string, parsed: ParsedPattern | undefined): Source {
  const subjects = [subject];
  if (parsed?.context === undefined) {
    return { principal: { kind: "subject" }, context: { kind: "subject", subject }, subjects, claims: [] };
  }
  const isPattern = repositoryNamed(parsed) === undefined;
  const name = `${globText(parsed.owner)}/${globText(parsed.repository)}`;
  return {
    principal: { kind: "repository", name, isPattern },
    context: sourceContext(parsed.context),
    subjects,
    claims: parsed.claims
      .filter(({ pattern }) => pattern !== "*")
      .map(({ key, pattern }) => ({ key: claimNameOf(key) ?? key, operator: undefined, values: [pattern] })),
  };
}

function sourceContext(context: PatternContext): SourceContext {
  switch (context.kind) {
    case "environments":
      return { kind: "environment", name: context.pattern };
    case "other":
      return { kind: "subject", subject: context.text };
    default:
      return context;
  }
}

function merged(sources: readonly Source[]): readonly Source[] {
  const byPlace = new Map<string, Source>();
  for (const source of sources) {
    const place = JSON.stringify([source.principal, source.context, source.claims]);
    const subjects = [...(byPlace.get(place)?.subjects ?? []), ...source.subjects];
    byPlace.set(place, { ...source, subjects: [...new Set(subjects)] });
  }
  return [...byPlace.values()];
}
