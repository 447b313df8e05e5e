import type { Claims } from "./claims";
import type { NonEmpty } from "./non-empty";
import type { SubjectTemplate } from "./subject-template";

/**
 * Where in a repository a workflow run comes from. A token names one of these, the first that applies.
 * @inline
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
 * @inline
 */
export type SubjectFormat = (typeof SUBJECT_FORMATS)[number];

/**
 * The ids in a subject of the immutable format.
 * @inline
 */
export interface SubjectIds {
  readonly owner: number;
  /** Any, where a pattern names the repository: its id cannot be known. */
  readonly repository: number | "any";
}

/**
 * One repository, or all that a pattern matches, in one context.
 * @inline
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
 * @inline
 */
interface SubjectEntry {
  readonly kind: "subject";
  readonly subject: string;
  readonly claims: Claims;
}

/** Whom a role trusts; several entries are alternatives. */
export type TrustEntry = RepositoryEntry | SubjectEntry;

/** How a GitHub writes `:` within the name of an environment. */
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
