import type { Claims } from "./claims";
import type { NonEmpty } from "./non-empty";
import type { SubjectTemplate } from "./subject-template";

/**
 * Where in a repository a workflow run comes from. A token names one of these, the first that applies.
 *
 * @example
 * ```ts
 * import { type Context, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const contexts: readonly Context[] = [
 *   { kind: "environment", name: "production" },
 *   { kind: "pullRequest" },
 *   { kind: "branch", pattern: "release/*" },
 *   { kind: "tag", pattern: "v*" },
 *   { kind: "mergeQueue", branch: "main" },
 *   { kind: "any" },
 * ];
 * const web = { kind: "repository", owner: "acme", repository: "web", ids: undefined, claims: {} } as const;
 * console.log(contexts.flatMap((context) => subjectPatterns([{ ...web, context }])).join("\n"));
 * // repo:acme/web:environment:production
 * // repo:acme/web:pull_request
 * // repo:acme/web:ref:refs/heads/release/*
 * // repo:acme/web:ref:refs/tags/v*
 * // repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-*
 * // repo:acme/web:*
 * ```
 */
export type Context =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "pullRequest" }
  | { readonly kind: "branch"; readonly pattern: string }
  | { readonly kind: "tag"; readonly pattern: string }
  /** Runs of the merge queue of a branch. */
  | { readonly kind: "mergeQueue"; readonly branch: string }
  | { readonly kind: "any" };

export const SUBJECT_FORMATS = ["name", "immutable", "both"] as const;
/**
 * How a repository's tokens name it: by names, by names and ids that never change hands, or by now one, now the other.
 *
 * @example
 * ```ts
 * import { EMPTY_CONTEXT, type SubjectFormat, type LintContext } from "cdktf-github-actions-ecr/policy";
 *
 * const subjectFormat = (owner: string): SubjectFormat => (owner === "acme" ? "immutable" : "name");
 * const known: LintContext = { ...EMPTY_CONTEXT, subjectFormat };
 * console.log(known.subjectFormat("acme", "web")); // immutable
 * ```
 */
export type SubjectFormat = (typeof SUBJECT_FORMATS)[number];

/**
 * The ids in a subject of the immutable format.
 *
 * @example
 * ```ts
 * import { type SubjectIds, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const ids: SubjectIds = { owner: 123456, repository: "any" };
 * const context = { kind: "branch", pattern: "main" } as const;
 * const patterns = subjectPatterns([{ kind: "repository", owner: "acme", repository: "web-*", ids, context, claims: {} }]);
 * console.log(patterns.join()); // repo:acme@123456/web-*@*:ref:refs/heads/main
 * ```
 */
export interface SubjectIds {
  readonly owner: number;
  /** Any, where a pattern names the repository: its id cannot be known. */
  readonly repository: number | "any";
}

/**
 * One repository, or all that a pattern matches, in one context.
 *
 * @example
 * ```ts
 * import { type RepositoryEntry, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const main: RepositoryEntry = {
 *   kind: "repository",
 *   owner: "acme",
 *   repository: "web",
 *   ids: { owner: 123456, repository: 456789 },
 *   context: { kind: "branch", pattern: "main" },
 *   claims: {},
 * };
 * console.log(subjectPatterns([main]).join()); // repo:acme@123456/web@456789:ref:refs/heads/main
 * ```
 */
export interface RepositoryEntry {
  readonly kind: "repository";
  /** GitHub's own casing: subjects are compared with case. */
  readonly owner: string;
  /** A name, or a pattern with `*`. */
  readonly repository: string;
  /** Undefined for the name format. */
  readonly ids: SubjectIds | undefined;
  readonly context: Context;
  readonly claims: Claims;
  /** The keys of the repository's template. Default: `repo` and `context`. */
  readonly template?: SubjectTemplate;
}

/**
 * A pattern for the subject as it stands: `*` and `?` are wildcards, `${…}` is a policy variable.
 *
 * @example
 * ```ts
 * import { type SubjectEntry, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const entry: SubjectEntry = { kind: "subject", subject: "repo:acme/web:environment:production", claims: {} };
 * console.log(subjectPatterns([entry]).join()); // repo:acme/web:environment:production
 * ```
 */
export interface SubjectEntry {
  readonly kind: "subject";
  readonly subject: string;
  readonly claims: Claims;
}

/**
 * Whom a role trusts; several entries are alternatives.
 *
 * @example
 * ```ts
 * import { subjectPatterns, type TrustEntry } from "cdktf-github-actions-ecr/policy";
 *
 * const web = { kind: "repository", owner: "acme", repository: "web", ids: undefined, claims: {} } as const;
 * const byBranch: TrustEntry = { ...web, context: { kind: "branch", pattern: "main" } };
 * const asItStands: TrustEntry = { kind: "subject", subject: "repo:acme/api:pull_request", claims: {} };
 * console.log(subjectPatterns([byBranch, asItStands]).join()); // repo:acme/web:ref:refs/heads/main,repo:acme/api:pull_request
 * ```
 */
export type TrustEntry = RepositoryEntry | SubjectEntry;

/**
 * How a GitHub writes `:` within the name of an environment.
 *
 * @example
 * ```ts
 * import { type ColonForm, subjectPatterns } from "cdktf-github-actions-ecr/policy";
 *
 * const web = { kind: "repository", owner: "acme", repository: "web", ids: undefined, claims: {} } as const;
 * const context = { kind: "environment", name: "Production:V1" } as const;
 * const written = (colon: ColonForm) => subjectPatterns([{ ...web, context }], [colon]).join();
 * console.log(written(":")); // repo:acme/web:environment:Production:V1
 * ```
 */
export type ColonForm = "%3A" | ":";

/**
 * The forms that tokens of an issuer have. A server writes `:` as it is up to version 3.18 and encodes it from then on; which version
 * it has, nobody says here.
 */
export function colonForms(isServer: boolean): NonEmpty<ColonForm> {
  return isServer ? ["%3A", ":"] : ["%3A"];
}

/**
 * Text that IAM takes as it stands, nothing in it a wildcard or the start of a policy variable.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function escapeIamLiteral(text: string): string {
  return text.replace(/[*?$]/g, escaped);
}

/** Text in which `*` is a wildcard and nothing else is. */
export function escapeIamPattern(text: string): string {
  return text.replace(/[?$]/g, escaped);
}

function escaped(character: string): string {
  return `\${${character}}`;
}

/** Whether a name of the file stands for many. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}

/** Whether a name is one that a pattern with `*` stands for. GitHub compares names without case. */
export function matchesPattern(pattern: string, name: string): boolean {
  const [start = "", ...others] = pattern.toLowerCase().split("*");
  const end = others.pop();
  const own = name.toLowerCase();
  if (end === undefined) return own === start;
  if (!own.startsWith(start) || !own.endsWith(end) || own.length < start.length + end.length) return false;
  let rest = own.slice(start.length, own.length - end.length);
  return others.every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}
