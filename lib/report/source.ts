import { isPattern } from "../policy/github-names";
import { isAbout, WEB_IDENTITY_ACTION } from "../policy/iam/evaluate";
import { globText, patternOf } from "../policy/iam/glob";
import { readingOf, requiresValue } from "../policy/iam/operators";
import type { NonEmpty } from "../policy/non-empty";
import type { Condition, ParsedPolicy, Statement } from "../policy/policy-document";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { type ConditionValue, githubStatements } from "../policy/rules/github-statement";
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
import { type ParsedTrust, sharedClaims, trustedSubjects } from "../policy/trust-policy";

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
const ANY_SOURCE: Source = {
  principal: { kind: "any" },
  context: ANY_CONTEXT,
  subjects: [],
  claims: [],
};
const OTHER_PRINCIPALS: Source = {
  principal: { kind: "others" },
  context: ANY_CONTEXT,
  subjects: [],
  claims: [],
};

/** The sources of entries with the same claims. Both subject formats of a repository in one context are one source. */
function entrySources(entries: NonEmpty<TrustEntry>, issuerHost: string): readonly Source[] {
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

/** A statement of a trust policy: one of the sources and all conditions have to match. */
export type TrustGroup =
  | {
      readonly kind: "allow";
      readonly sources: readonly Source[];
      readonly conditions: readonly GrantCondition[];
    }
  | { readonly kind: "deny"; readonly conditions: readonly GrantCondition[] };

/** Statement by statement. */
export function trustGroups(
  { trust, parsedTrustPolicy }: ParsedTrust,
  issuerHost: string,
): readonly TrustGroup[] {
  if (trust.kind === "document") return policyGroups(parsedTrustPolicy);
  return sharedClaims(trust.entries).map((entries) => ({
    kind: "allow",
    sources: entrySources(entries, issuerHost),
    conditions: Object.entries(conditionClaims(entries[0])).map(([key, values]) => ({
      key,
      operator: undefined,
      values,
    })),
  }));
}

function policyGroups(policy: ParsedPolicy): readonly TrustGroup[] {
  const trusting = new Set(githubStatements(policy, EMPTY_CONTEXT).map(({ statement }) => statement));
  return policy.statements
    .filter((statement) => statement.effect === "Allow" || concernsWorkflows(statement))
    .map((statement) => statementGroup(statement, trusting.has(statement), policy.hasVariables));
}

/** Whether a Deny statement can deny a workflow. */
function concernsWorkflows(statement: Statement): boolean {
  const { isEverybody, isNegated, federated } = statement.principal;
  return isAbout(statement, WEB_IDENTITY_ACTION) && (isEverybody || isNegated || federated.length > 0);
}

function statementGroup(
  { effect, conditions }: Statement,
  isTrusting: boolean,
  hasVariables: boolean,
): TrustGroup {
  if (effect === "Deny") return { kind: "deny", conditions: withoutAudience(conditions) };
  if (!isTrusting)
    return { kind: "allow", sources: [OTHER_PRINCIPALS], conditions: withoutAudience(conditions) };
  const subjects = conditions
    .filter(isSubject)
    .flatMap(({ operator, values }) =>
      values.map((text) => ({ text, pattern: patternOf(text, readingOf(operator, hasVariables)) })),
    );
  return {
    kind: "allow",
    sources: subjects.length === 0 ? [ANY_SOURCE] : subjectSources(subjects),
    conditions: withoutAudience(conditions.filter((condition) => !isSubject(condition))),
  };
}

function isSubject({ key, operator }: Condition): boolean {
  return /:sub$/i.test(key) && requiresValue(operator);
}

/** Every GitHub statement has a condition on the audience, so that showing it tells nothing. */
function withoutAudience(conditions: readonly Condition[]): readonly GrantCondition[] {
  return conditions
    .filter(({ key }) => !/:aud$/i.test(key))
    .map(({ key, operatorName, values }) => ({ key, operator: operatorName, values }));
}
