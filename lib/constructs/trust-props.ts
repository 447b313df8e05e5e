import type { ClaimName } from "../policy/claims";
import type { NonEmpty } from "../policy/non-empty";
import type { SubjectTemplate } from "../policy/subject-template";

/** Where in a repository a workflow run comes from: exactly one of these. */
export interface ContextProps {
  /** Branch, or a pattern with `*`. */
  readonly branch: string;
  /** Tag, or a pattern with `*`. */
  readonly tag: string;
  /** GitHub environment by its name, taken literally, or a `GithubEnvironment` of the app. A job that names one sends no branch. */
  readonly environment: string | EnvironmentOfApp;
  /** Runs of pull requests. */
  readonly pullRequest: true;
  /** Runs of the merge queue of this branch. */
  readonly mergeQueue: string;
  /** Every branch, tag, pull request and environment. */
  readonly anyContext: true;
}

/**
 * An environment that the app makes, such as a `GithubEnvironment`.
 * @inline
 */
export interface EnvironmentOfApp {
  readonly name: string;
  /** Without its owner; a token where Terraform alone knows it. */
  readonly repositoryName: string;
  /** Whether it asks a reviewer or admits only some branches or tags: what R13 wants to know. */
  readonly isProtected: boolean;
}

/** One key of several, and none of the others. */
export type OneOf<Props> = {
  readonly [Key in keyof Props]: Pick<Props, Key> & Partial<Record<Exclude<keyof Props, Key>, never>>;
}[keyof Props];

/**
 * Ids of GitHub's, which never change hands. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints them.
 * @inline
 */
export interface IdProps {
  /** Of the user or organization. Tokens are welcome, such as `DataGithubOrganization.id`. */
  readonly owner: number | string;
  /** Left out for a pattern alone, whose repositories have an id each. Tokens are welcome, such as `DataGithubRepository.repoId`. */
  readonly repository?: number | string;
}

/**
 * Further claims that a token has to have, all of them; of several values one suffices, and `*` is a wildcard.
 * @inline
 */
export type ClaimProps = Readonly<Partial<Record<ClaimName, string | NonEmpty<string>>>>;

/** Runs of one repository, or of all that a pattern stands for. */
export type RepositoryTrustProps = OneOf<ContextProps> & {
  /** `OWNER/NAME` in GitHub's own casing; `*` in the name is a wildcard. Literal text. */
  readonly repository: string;
  /** With them the subject holds the ids. Repositories made, renamed or transferred after 2026-07-15 send them. Default: names alone. */
  readonly ids?: IdProps;
  /** How tokens name a repository with `ids`: `both` while it moves from names to ids. Default: `immutable`. */
  readonly subjectFormat?: "immutable" | "both";
  readonly claims?: ClaimProps;
  /** The keys of the repository's template for subjects, where one is set in GitHub. Default: `repo`, `context`. */
  readonly template?: SubjectTemplate;
  readonly subject?: never;
};

/** A pattern for the whole subject: `*` and `?` are wildcards. */
export interface SubjectTrustProps {
  /** As IAM reads it: `${…}` is a policy variable. */
  readonly subject: string;
  /** What a token has to say besides. Default: nothing. */
  readonly claims?: ClaimProps;
  /** The pattern names the repository itself. */
  readonly repository?: never;
}

/**
 * Whom a role trusts; several are alternatives. As in access.yaml, but one repository for each, by its full name, and with its ids.
 */
export type TrustProps = RepositoryTrustProps | SubjectTrustProps;

/** A rule that a role breaks on purpose, and why. */
export interface AcceptedRisk {
  /** `R01` to `R37`. Critical rules cannot be accepted. */
  readonly rule: string;
  readonly reason: string;
}
