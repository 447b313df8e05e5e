import { MAX_RAISED_TRUST_POLICY_CHARACTERS } from "./iam-names";
import type { TextRule } from "./text-rule";

/** @see https://docs.github.com/en/enterprise-cloud@latest/admin/concepts/identity-and-access-management/username-considerations */
export const MAX_OWNER_CHARACTERS = 39;
export const MAX_REPOSITORY_CHARACTERS = 100;
/** @see https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments */
export const MAX_ENVIRONMENT_CHARACTERS = 255;

const OWNER_TEXT = `(?=.{1,${MAX_OWNER_CHARACTERS}}(?:/|$))[A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9]+)?`;
/** GitHub cuts `.git` off the end of a name. */
const REPOSITORY_TEXT = `(?!\\.{1,2}$)(?!.*\\.[Gg][Ii][Tt]$)[A-Za-z0-9._-]{1,${MAX_REPOSITORY_CHARACTERS}}`;

export const OWNER: TextRule = {
  noun: "a GitHub user or organization",
  allowed: `1 to ${MAX_OWNER_CHARACTERS} letters, digits and -, without wildcards`,
  pattern: new RegExp(`^${OWNER_TEXT}$`),
};

export const REPOSITORY: TextRule = {
  noun: "a repository's name",
  allowed: `1 to ${MAX_REPOSITORY_CHARACTERS} letters, digits and . _ -, without .git at the end and without its owner, which the provider knows`,
  pattern: new RegExp(`^${REPOSITORY_TEXT}$`),
};

export const REPOSITORY_PATTERN: TextRule = {
  noun: "a repository's name or pattern",
  allowed: `1 to ${MAX_REPOSITORY_CHARACTERS} letters, digits and . _ - *, without .git at the end and without its owner, which has a key of its own: owner`,
  pattern: new RegExp(`^(?!\\.{1,2}$)(?!.*\\.[Gg][Ii][Tt]$)[A-Za-z0-9._*-]{1,${MAX_REPOSITORY_CHARACTERS}}$`),
};

export const REPOSITORY_OF_OWNER: TextRule = {
  noun: "a repository's name",
  allowed:
    "NAME, or OWNER/NAME for a repository of another owner, without wildcards and without .git at the end",
  pattern: new RegExp(`^(?:${OWNER_TEXT}/)?${REPOSITORY_TEXT}$`),
};

export const REPOSITORY_OF_OWNER_PATTERN: TextRule = {
  noun: "a repository's name or pattern",
  allowed: "NAME, or OWNER/NAME for a repository of another owner, * as a wildcard in the name",
  pattern: new RegExp(`^(?:${OWNER_TEXT}/)?${REPOSITORY_TEXT.replace("A-Za-z0-9._-", "A-Za-z0-9._*-")}$`),
};

const REF_TEXT =
  "(?!refs/)(?![./])(?!.*(?:\\.\\.|@\\{|//|/\\.|\\.lock(?:/|$)|[./]$))(?!.*[~^:?[\\\\])[!-~\\u00a1-\\u00ff]+";
const REF_ALLOWED = "what git allows in a name, without refs/heads/ or refs/tags/ before it";

/**
 * What git allows in the name of a branch or tag, less what IAM cannot keep in a trust policy (characters past U+00FF).
 * @see https://git-scm.com/docs/git-check-ref-format
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const REF_PATTERN: TextRule = {
  noun: "a branch's or tag's name or pattern",
  allowed: `${REF_ALLOWED}, * as a wildcard, characters up to U+00FF`,
  pattern: new RegExp(`^${REF_TEXT}$`),
};

export const BRANCH: TextRule = {
  noun: "the name of a branch",
  allowed: `${REF_ALLOWED}, without wildcards, characters up to U+00FF`,
  pattern: new RegExp(`^(?!.*[*])${REF_TEXT}$`),
};

/** As long as a trust policy at most. */
export const MAX_SUBJECT_CHARACTERS = MAX_RAISED_TRUST_POLICY_CHARACTERS;

export const SUBJECT: TextRule = {
  noun: "a pattern for a token's subject",
  allowed: `1 to ${MAX_SUBJECT_CHARACTERS} characters up to U+00FF, without control characters, such as repo:acme/web:ref:refs/heads/main; * and ? as wildcards`,
  pattern: new RegExp(`^[ -~\\u00a0-\\u00ff]{1,${MAX_SUBJECT_CHARACTERS}}$`),
};

export const ENVIRONMENT: TextRule = {
  noun: "the name of a GitHub environment",
  allowed: `1 to ${MAX_ENVIRONMENT_CHARACTERS} characters up to U+00FF, without control characters and without %3A, which GitHub sends for : too; * ? $ stand for themselves`,
  pattern: new RegExp(`^(?!.*%3[Aa])[ -~\\u00a0-\\u00ff]{1,${MAX_ENVIRONMENT_CHARACTERS}}$`),
};

/** An environment that is made, or whose values are: Terraform's provider takes their ids apart at the colon. */
export const ENVIRONMENT_OF_PROVIDER: TextRule = {
  noun: "the name of an environment that Terraform's provider can hold",
  allowed: `${ENVIRONMENT.allowed}; without a colon, at which the provider takes ids apart`,
  pattern: new RegExp(`^(?!.*:)${ENVIRONMENT.pattern.source.slice(1)}`),
};

/** Long enough for any name; GitHub says no limit. */
export const MAX_VALUE_NAME_CHARACTERS = 100;

const NOT_GITHUB = "(?![Gg][Ii][Tt][Hh][Uu][Bb]_)";

/** @see https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export const VALUE_NAME: TextRule = {
  noun: "the name of a secret or variable",
  allowed: `1 to ${MAX_VALUE_NAME_CHARACTERS} letters, digits and _, not starting with a digit or with GITHUB_`,
  pattern: new RegExp(`^(?=.{1,${MAX_VALUE_NAME_CHARACTERS}}$)${NOT_GITHUB}[A-Za-z_][A-Za-z0-9_]*$`),
};

export const VALUE_PREFIX: TextRule = {
  noun: "the start of a secret's or variable's name",
  allowed: `at most ${MAX_VALUE_NAME_CHARACTERS} letters, digits and _, not starting with a digit or with GITHUB_`,
  pattern: new RegExp(`^(?=.{0,${MAX_VALUE_NAME_CHARACTERS}}$)${NOT_GITHUB}(?:[A-Za-z_][A-Za-z0-9_]*)?$`),
};

/**
 * How many secrets and variables one place holds, and how long a value may be.
 * @see https://docs.github.com/en/actions/reference/security/secrets#limits-for-secrets
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables#limits-for-configuration-variables
 */
export const MAX_VALUES = {
  repository: { secrets: 100, variables: 500, "dependabot secrets": 100 },
  environment: { secrets: 100, variables: 100, "dependabot secrets": 0 },
  organization: { secrets: 1_000, variables: 1_000, "dependabot secrets": 1_000 },
} as const;
export const MAX_VALUE_BYTES = 48 * 1_024;

/** Users and teams together. @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments */
export const MAX_REVIEWERS = 6;
/** Thirty days. */
export const MAX_WAIT_MINUTES = 43_200;

export const TEAM: TextRule = {
  noun: "the slug of a team",
  allowed: "1 to 100 lower-case letters, digits and - _, as in the team's address, without its organization",
  pattern: /^[a-z0-9_][a-z0-9_-]{0,99}$/,
};

/** A pattern as Ruby's `File.fnmatch` reads it: `*` does not cross a slash. */
export const DEPLOYMENT_PATTERN: TextRule = {
  noun: "a pattern for branches or tags",
  allowed: `1 to ${MAX_ENVIRONMENT_CHARACTERS} characters without spaces and without refs/heads/ before it; * stands for anything but /`,
  pattern: new RegExp(`^(?!refs/)[!-~\\u00a1-\\u{10ffff}]{1,${MAX_ENVIRONMENT_CHARACTERS}}$`, "u"),
};

/** Whether GitHub takes two names for one: it compares them without case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
