import type { TextRule } from "./text-rule";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MAX_ROLE_NAME_CHARACTERS = 64;
export const MAX_POLICY_NAME_CHARACTERS = 128;
export const MAX_PATH_CHARACTERS = 512;
export const MAX_DESCRIPTION_CHARACTERS = 1_000;
export const MAX_TAGS = 50;
export const MAX_TAG_KEY_CHARACTERS = 128;
export const MAX_TAG_VALUE_CHARACTERS = 256;
export const MAX_AUDIENCE_CHARACTERS = 255;

/** Maximum length of a trust policy. White space does not count. AWS raises it on request, up to 8,192. */
export const MAX_TRUST_POLICY_CHARACTERS = 2_048;
export const MAX_RAISED_TRUST_POLICY_CHARACTERS = 8_192;
/** Maximum length of a managed policy. White space does not count. It cannot be raised. */
export const MAX_MANAGED_POLICY_CHARACTERS = 6_144;
/** Maximum length of all inline policies of a role together. White space does not count. It cannot be raised. */
export const MAX_INLINE_POLICIES_CHARACTERS = 10_240;
/** Managed policies of a role. AWS raises it on request, up to 20. */
export const MAX_POLICIES_PER_ROLE = 10;
export const MAX_RAISED_POLICIES_PER_ROLE = 20;

/** Roles of an account. AWS raises it on request, up to 5,000. */
export const MAX_ROLES_PER_ACCOUNT = 1_000;
export const MAX_RAISED_ROLES_PER_ACCOUNT = 5_000;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html */
export const MIN_SESSION_SECONDS = 3_600;
export const MAX_SESSION_SECONDS = 43_200;

export const ACCOUNT_ID: TextRule = {
  noun: "an AWS account id",
  allowed: "12 digits in quotes",
  pattern: /^[0-9]{12}$/,
};

export const ROLE_NAME: TextRule = {
  noun: "the name of a role",
  allowed: `1 to ${MAX_ROLE_NAME_CHARACTERS} letters, digits and _ + = , . @ -`,
  // An object cannot have this key.
  pattern: new RegExp(`^(?!__proto__$)[\\w+=,.@-]{1,${MAX_ROLE_NAME_CHARACTERS}}$`),
};

export const POLICY_NAME: TextRule = {
  noun: "the name of a policy",
  allowed: `1 to ${MAX_POLICY_NAME_CHARACTERS} letters, digits and _ + = , . @ -`,
  pattern: new RegExp(`^[\\w+=,.@-]{1,${MAX_POLICY_NAME_CHARACTERS}}$`),
};

export const PATH: TextRule = {
  noun: "an IAM path",
  allowed: `/ or /NAME/, at most ${MAX_PATH_CHARACTERS} printable ASCII characters, a slash at both ends`,
  pattern: new RegExp(`^(?=.{1,${MAX_PATH_CHARACTERS}}$)/(?:[!-~]+/)?$`),
};

export const DESCRIPTION: TextRule = {
  noun: "the description of a role",
  allowed: `at most ${MAX_DESCRIPTION_CHARACTERS} characters up to U+00FF`,
  pattern: new RegExp(`^[\\t\\n\\r -~\\u00a1-\\u00ff]{0,${MAX_DESCRIPTION_CHARACTERS}}$`),
};

export const TAG_KEY: TextRule = {
  noun: "a tag key",
  allowed: `1 to ${MAX_TAG_KEY_CHARACTERS} letters, digits, spaces and _ . : / = + - @, not starting with aws:`,
  pattern: new RegExp(`^(?![Aa][Ww][Ss]:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,${MAX_TAG_KEY_CHARACTERS}}$`, "u"),
};

export const TAG_VALUE: TextRule = {
  noun: "a tag value",
  allowed: `at most ${MAX_TAG_VALUE_CHARACTERS} letters, digits, spaces and _ . : / = + - @, in quotes if it looks like a number`,
  pattern: new RegExp(`^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,${MAX_TAG_VALUE_CHARACTERS}}$`, "u"),
};

export const AUDIENCE: TextRule = {
  noun: "an audience",
  allowed: `1 to ${MAX_AUDIENCE_CHARACTERS} letters, digits and . _ ~ : / @ -, without wildcards`,
  pattern: new RegExp(`^[\\w.~:/@-]{1,${MAX_AUDIENCE_CHARACTERS}}$`),
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const NOT_IN_TRUST_POLICIES = /[^\t\n\r\u0020-\u00ff]/u;
