/** The format of a string, for the check, the message and the editor. */
export interface TextRule {
  /** The name of the value, with its article: `the name of a role`. Messages read `expected NOUN (ALLOWED), got VALUE`. */
  readonly noun: string;
  /** The allowed form, in words, without parentheses and semicolons. */
  readonly allowed: string;
  readonly pattern: RegExp;
}
