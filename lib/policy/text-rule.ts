/**
 * What a piece of text has to look like, once for the check, the message and the editor.
 *
 * @example
 * ```ts
 * import { CLAIMS, type TextRule } from "cdktf-github-actions-ecr/policy";
 *
 * const problem = (text: string, { noun, allowed, pattern }: TextRule) =>
 *   pattern.test(text) ? undefined : `not ${noun}; allowed: ${allowed}`;
 * console.log(problem("acme/web", CLAIMS.repositoryId.rule)); // not an id of GitHub's; allowed: digits, without wildcards
 * ```
 */
export interface TextRule {
  /** What it is, with its article: `a role name`. */
  readonly noun: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  readonly pattern: RegExp;
}
