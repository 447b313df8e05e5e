/** Names of branches or tags. */
export interface RefName {
  /** `*` stands for any text, as in access.yaml. */
  readonly pattern: string;
  /** In the words of a workflow's filter. */
  readonly filter: string;
}

/** `*` crosses `/` in a trust policy, which `**` does in a filter; the other signs that a filter gives a meaning are taken literally. */
export function refName(pattern: string): RefName {
  return { pattern, filter: pattern.replace(/\*+/g, "**").replace(/^!|[+]/g, "\\$&") };
}

/** In a deployment branch's pattern `?` is one character and `[…]` one of some; a filter's `?` is another thing, and its `*` lets in more. */
export function filterName(pattern: string): RefName {
  return {
    pattern: pattern.replace(/\[[^\]]*\]|[?]/g, "*").replace(/\*+/g, "*"),
    filter: pattern.replaceAll("?", "*").replace(/^!|[+]/g, "\\$&"),
  };
}
