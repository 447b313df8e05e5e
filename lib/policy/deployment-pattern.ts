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
