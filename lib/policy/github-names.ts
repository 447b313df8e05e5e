import { MAX_RAISED_TRUST_POLICY_CHARACTERS } from "./iam-limits";
import type { TextRule } from "./text-rule";

/** @see https://docs.github.com/en/enterprise-cloud@latest/admin/concepts/identity-and-access-management/username-considerations */
export const MAX_OWNER_CHARACTERS = 39;
export const MAX_REPOSITORY_CHARACTERS = 100;
/** @see https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments */
export const MAX_ENVIRONMENT_CHARACTERS = 255;

const OWNER_TEXT = `(?=.{1,${MAX_OWNER_CHARACTERS}}(?:/|$))[A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9]+)?`;
/** GitHub removes `.git` from the end of a name. */
const REPOSITORY_TEXT = `(?!\\.{1,2}$)(?!.*\\.[Gg][Ii][Tt]$)[A-Za-z0-9._-]{1,${MAX_REPOSITORY_CHARACTERS}}`;

export const OWNER: TextRule = {
  noun: "a GitHub user or organization",
  allowed: `1 to ${MAX_OWNER_CHARACTERS} letters, digits and -, without wildcards`,
  pattern: new RegExp(`^${OWNER_TEXT}$`),
};

export const REPOSITORY: TextRule = {
  noun: "the name of a GitHub repository",
  allowed: `1 to ${MAX_REPOSITORY_CHARACTERS} letters, digits and . _ -, without .git at the end and without the owner`,
  pattern: new RegExp(`^${REPOSITORY_TEXT}$`),
};

export const REPOSITORY_PATTERN: TextRule = {
  noun: "the name or pattern of a GitHub repository",
  allowed: `1 to ${MAX_REPOSITORY_CHARACTERS} letters, digits and . _ - *, without .git at the end and without the owner`,
  pattern: new RegExp(`^(?!\\.{1,2}$)(?!.*\\.[Gg][Ii][Tt]$)[A-Za-z0-9._*-]{1,${MAX_REPOSITORY_CHARACTERS}}$`),
};

export const REPOSITORY_OF_OWNER: TextRule = {
  noun: "the name of a GitHub repository",
  allowed: "NAME or OWNER/NAME, without wildcards and without .git at the end",
  pattern: new RegExp(`^(?:${OWNER_TEXT}/)?${REPOSITORY_TEXT}$`),
};

export const REPOSITORY_OF_OWNER_PATTERN: TextRule = {
  noun: "the name or pattern of a GitHub repository",
  allowed: "NAME or OWNER/NAME, * is a wildcard in the name",
  pattern: new RegExp(`^(?:${OWNER_TEXT}/)?${REPOSITORY_TEXT.replace("A-Za-z0-9._-", "A-Za-z0-9._*-")}$`),
};

const REF_TEXT =
  "(?!refs/)(?![./])(?!.*(?:\\.\\.|@\\{|//|/\\.|\\.lock(?:/|$)|[./]$))(?!.*[~^:?[\\\\])[!-~\\u00a1-\\u00ff]+";
const REF_ALLOWED = "a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/";

/**
 * What Git allows in the name of a branch or tag, without the characters above U+00FF, which IAM does not accept in a trust policy.
 * @see https://git-scm.com/docs/git-check-ref-format
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const REF_PATTERN: TextRule = {
  noun: "the name or pattern of a branch or tag",
  allowed: `${REF_ALLOWED}, * is a wildcard`,
  pattern: new RegExp(`^${REF_TEXT}$`),
  isGithubName: true,
};

export const BRANCH: TextRule = {
  noun: "the name of a branch",
  allowed: `${REF_ALLOWED}, without wildcards`,
  pattern: new RegExp(`^(?!.*[*])${REF_TEXT}$`),
  isGithubName: true,
};

/** A subject cannot be longer than a trust policy. */
const MAX_SUBJECT_CHARACTERS = MAX_RAISED_TRUST_POLICY_CHARACTERS;

export const SUBJECT: TextRule = {
  noun: "a subject pattern",
  allowed: `1 to ${MAX_SUBJECT_CHARACTERS} characters up to U+00FF, without control characters, * and ? are wildcards, such as repo:acme/web:ref:refs/heads/main`,
  pattern: new RegExp(`^[ -~\\u00a0-\\u00ff]{1,${MAX_SUBJECT_CHARACTERS}}$`),
  isGithubName: true,
};

export const ENVIRONMENT: TextRule = {
  noun: "the name of a GitHub environment",
  allowed: `1 to ${MAX_ENVIRONMENT_CHARACTERS} characters up to U+00FF, without control characters and without %3A, * ? and $ are literal`,
  pattern: new RegExp(`^(?!.*%3[Aa])[ -~\\u00a0-\\u00ff]{1,${MAX_ENVIRONMENT_CHARACTERS}}$`),
  isGithubName: true,
};

/** Versions before 6.10 of Terraform's GitHub provider split their ids at the colon. */
const ENVIRONMENT_WITHOUT_COLON: TextRule = {
  noun: ENVIRONMENT.noun,
  allowed: `${ENVIRONMENT.allowed}, without a colon unless TestedGithubProvider is created before`,
  pattern: new RegExp(`^(?!.*:)${ENVIRONMENT.pattern.source.slice(1)}`),
};

/**
 * The name of an environment that Terraform creates or publishes values to.
 * @param isTested whether the GitHub provider is 6.12 or newer.
 */
export function environmentRule(isTested: boolean): TextRule {
  return isTested ? ENVIRONMENT : ENVIRONMENT_WITHOUT_COLON;
}

/** A place of values, as `publish.origin` names it. */
export const VALUE_PLACE: TextRule = {
  noun: "a place of values",
  allowed: "NAME, OWNER/NAME, NAME:ENVIRONMENT or OWNER/NAME:ENVIRONMENT, and OWNER/* for an organization",
  pattern: new RegExp(
    `^(?:(?:${OWNER_TEXT}/)?[A-Za-z0-9._-]{1,${MAX_REPOSITORY_CHARACTERS}}(?::.+)?|${OWNER_TEXT}/[*])$`,
  ),
};

/** Long enough for any name. GitHub documents no limit. */
const MAX_VALUE_NAME_CHARACTERS = 100;

const NOT_GITHUB = "(?![Gg][Ii][Tt][Hh][Uu][Bb]_)";

/** @see https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export const VALUE_NAME: TextRule = {
  noun: "the name of a secret or variable",
  allowed: `1 to ${MAX_VALUE_NAME_CHARACTERS} letters, digits and _, not starting with a digit or with GITHUB_`,
  pattern: new RegExp(`^(?=.{1,${MAX_VALUE_NAME_CHARACTERS}}$)${NOT_GITHUB}[A-Za-z_][A-Za-z0-9_]*$`),
};

export const VALUE_PREFIX: TextRule = {
  noun: "a prefix for names of secrets or variables",
  allowed: `at most ${MAX_VALUE_NAME_CHARACTERS} letters, digits and _, not starting with a digit or with GITHUB_`,
  pattern: new RegExp(`^(?=.{0,${MAX_VALUE_NAME_CHARACTERS}}$)${NOT_GITHUB}(?:[A-Za-z_][A-Za-z0-9_]*)?$`),
};

/**
 * The maximum number of secrets and variables in one place, and the maximum length of a value.
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
  allowed: "1 to 100 lower-case letters, digits and - _, without the organization",
  pattern: /^[a-z0-9_][a-z0-9_-]{0,99}$/,
};

/** A pattern of Ruby's `File.fnmatch`: `*` does not match a slash. */
export const DEPLOYMENT_PATTERN: TextRule = {
  noun: "a pattern for branches or tags",
  allowed: `1 to ${MAX_ENVIRONMENT_CHARACTERS} characters without spaces and without refs/heads/, * matches everything but /`,
  pattern: new RegExp(`^(?!refs/)[!-~\\u00a1-\\u{10ffff}]{1,${MAX_ENVIRONMENT_CHARACTERS}}$`, "u"),
};

/** Whether two names are the same for GitHub, which compares them without case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether a name in the file is a pattern. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}

/** Whether a name matches a pattern with `*`. GitHub compares names without case. */
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

/**
 * Whether a deployment branch or tag pattern of a GitHub environment matches a branch, a tag or a ref such as `refs/pull/1/merge`.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
 */
export function matchesDeploymentPattern(name: string, pattern: string): boolean {
  return deploymentPattern(pattern).test(name);
}

/** GitHub uses Ruby's `File.fnmatch`: `*` and `?` do not match a slash, `**` before a slash matches any folders. */
function deploymentPattern(text: string): RegExp {
  const source = text.replace(/\*\*\/|\*+|\?|\[!?[^\]]+\]|[\\^$.|+(){}[\]]/g, (part) => {
    if (part === "**/") return "(?:[^/]+/)*";
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length > 2 && part.startsWith("[")) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

/** Whether a pattern for branches or tags consists of wildcards and sets such as `[!x]`, so that any name can match. */
export function isAnyRef(pattern: string): boolean {
  return /^(?:[*/?]|\[[^\]]*\])*$/.test(pattern);
}
