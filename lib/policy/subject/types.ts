import type { Claims } from "../claims";
import type { NonEmpty } from "../non-empty";
import type { SubjectTemplate } from "./template";

/**
 * The context of a workflow run. A token has the first one that applies.
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
 * The subject format of a repository: names, names with ids that are never reused, or either of them during a migration.
 * @inline
 */
export type SubjectFormat = (typeof SUBJECT_FORMATS)[number];

/**
 * The ids in a subject of the immutable format.
 * @inline
 */
export interface SubjectIds {
  readonly owner: number;
  /** Any id for a pattern: its repositories have different ids. */
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
 * A pattern for the subject, written as it is: `*` and `?` are wildcards, `${…}` is a policy variable.
 * @inline
 */
interface SubjectEntry {
  readonly kind: "subject";
  readonly subject: string;
  readonly claims: Claims;
}

/** What a role trusts. Several entries are alternatives. */
export type TrustEntry = RepositoryEntry | SubjectEntry;

/**
 * A trust entry as it is written to a policy. An id is a number, or Terraform's expression for it, which is written unchanged: the digits
 * are known only at apply time.
 */
export type WrittenEntry = SubjectEntry | WrittenRepositoryEntry;

export interface WrittenRepositoryEntry extends Omit<RepositoryEntry, "ids"> {
  readonly ids: { readonly owner: number | string; readonly repository: number | string } | undefined;
}

/** How a GitHub writes `:` in the name of an environment. */
export type ColonForm = "%3A" | ":";

/**
 * The forms of `:` in tokens of an issuer. A server does not encode it up to version 3.18, and encodes it in later versions. The version is
 * not known here.
 */
export function colonForms(isServer: boolean): NonEmpty<ColonForm> {
  return isServer ? ["%3A", ":"] : ["%3A"];
}
