/** What a piece of text has to look like, once for the check, the message and the editor. */
export interface TextRule {
  /** What it is, with its article: `a role name`. */
  readonly noun: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  readonly pattern: RegExp;
}
