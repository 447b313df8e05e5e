/** The format of a string, for the check, the message and the editor. */
export interface TextRule {
  /** The name of the value, with its article: `the name of a role`. Messages read `expected NOUN (ALLOWED), got VALUE`. */
  readonly noun: string;
  /** The allowed form, in words, without parentheses and semicolons. */
  readonly allowed: string;
  readonly pattern: RegExp;
  /** Whether it is a name that GitHub also accepts with characters above U+00FF, which IAM accepts in no policy. */
  readonly isGithubName?: true;
}

const ABOVE_IAM = /[\u0100-\u{10ffff}]/gu;

/** Whether GitHub accepts a name, and IAM does not accept it in a policy. */
export function isOnlyForGithub({ isGithubName, pattern }: TextRule, text: string): boolean {
  return isGithubName === true && !pattern.test(text) && pattern.test(text.replace(ABOVE_IAM, "x"));
}

/**
 * The problem of a text that does not match a rule.
 * @param hint the end of the message.
 */
export function ruleProblem(rule: TextRule, text: string, hint = ""): string {
  return isOnlyForGithub(rule, text)
    ? `expected ${rule.noun} (characters up to U+00FF, because IAM policies cannot contain others), got ${givenText(text)}. GitHub accepts this name. Rename it, or trust another claim. See docs/guide/trust.md#names-that-iam-does-not-accept`
    : `expected ${rule.noun} (${rule.allowed}), got ${givenText(text)}${hint}`;
}

const SHOWN_CHARACTERS = 80;

/** Whole characters and escapes of JSON. */
const JSON_CHARACTERS = /^(?:\\u[0-9a-f]{4}|\\[^u]|[^\\])*/;

/** A value for a message, on one line. A long one is cut, and a long string has its length. */
export function givenText(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  if (text.length <= SHOWN_CHARACTERS) return text;
  const [shown] = JSON_CHARACTERS.exec(text.slice(0, SHOWN_CHARACTERS)) ?? [""];
  const isInQuotes = shown.replace(/\\./g, "").split('"').length % 2 === 0;
  const length = typeof value === "string" ? ` (${value.length} characters)` : "";
  return `${shown}…${isInQuotes ? '"' : ""}${length}`;
}
