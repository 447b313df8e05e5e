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

/** Long enough for any name; GitHub says no limit. */
export const MAX_VALUE_PREFIX_CHARACTERS = 100;

/** @see https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export const VALUE_PREFIX: TextRule = {
  noun: "the start of a secret's or variable's name",
  allowed: `at most ${MAX_VALUE_PREFIX_CHARACTERS} letters, digits and _, not starting with a digit or with GITHUB_`,
  pattern: new RegExp(
    `^(?=.{0,${MAX_VALUE_PREFIX_CHARACTERS}}$)(?![Gg][Ii][Tt][Hh][Uu][Bb]_)(?:[A-Za-z_][A-Za-z0-9_]*)?$`,
  ),
};
