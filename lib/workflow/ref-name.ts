/** A name or pattern of branches or tags. */
export interface RefName {
  /** As in access.yaml: `*` matches any characters. */
  readonly pattern: string;
  /** As a filter of a workflow. */
  readonly filter: string;
}

/** In a trust policy, `*` also matches `/`. In a filter, `**` does. Other characters with a meaning in filters are escaped. */
export function refName(pattern: string): RefName {
  return { pattern, filter: pattern.replace(/\*+/g, "**").replace(/^!|[+]/g, "\\$&") };
}

/** In a deployment branch pattern, `?` is one character and `[…]` a set. Filters have another `?`, so the filter has the wider `*`. */
export function filterName(pattern: string): RefName {
  return {
    pattern: pattern.replace(/\[[^\]]*\]|[?]/g, "*").replace(/\*+/g, "*"),
    filter: pattern.replaceAll("?", "*").replace(/^!|[+]/g, "\\$&"),
  };
}
