import { distinct, mapped, type NonEmpty } from "./non-empty";

/** Where in a repository a workflow run comes from. A token names one of these, the first that applies. */
export type Context =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "pullRequest" }
  | { readonly kind: "branch"; readonly pattern: string }
  | { readonly kind: "tag"; readonly pattern: string };

/** One repository, or all that a pattern matches, in one context. */
export interface TrustEntry {
  /** GitHub's own casing: subjects are compared with case. */
  readonly owner: string;
  /** A name, or a pattern with `*`. */
  readonly repository: string;
  readonly context: Context;
}

/** The patterns of all entries, each once. */
export function subjectPatterns(entries: NonEmpty<TrustEntry>): NonEmpty<string> {
  return distinct(mapped(entries, subjectPattern));
}

/**
 * The value of a token's `sub` claim that an entry trusts, as a pattern for StringLike.
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function subjectPattern({ owner, repository, context }: TrustEntry): string {
  return `repo:${owner}/${repository}:${contextPattern(context)}`;
}

function contextPattern(context: Context): string {
  switch (context.kind) {
    case "environment":
      return `environment:${literal(context.name.replaceAll(":", "%3A"))}`;
    case "pullRequest":
      return "pull_request";
    case "branch":
      return `ref:refs/heads/${pattern(context.pattern)}`;
    case "tag":
      return `ref:refs/tags/${pattern(context.pattern)}`;
  }
}

/**
 * Text that IAM takes as it stands, nothing in it a wildcard or the start of a policy variable.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
function literal(text: string): string {
  return text.replace(/[*?$]/g, escaped);
}

/** Text in which `*` is a wildcard and nothing else is. Git allows `$` in a ref name, and no `?`. */
function pattern(text: string): string {
  return text.replaceAll("$", escaped);
}

function escaped(character: string): string {
  return `\${${character}}`;
}

/** Whether a name of the file stands for many. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}
