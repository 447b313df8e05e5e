import type { Environment } from "../config/config";
import { isPattern } from "../policy/github-names";
import { filterName, type RefName } from "./ref-name";
import type { Trigger } from "./trigger";

/**
 * The branches and tags of a trigger that an environment does not allow, for messages. An environment without patterns allows all.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
 */
export function excludedRefs(
  { branches, tags }: Pick<Environment, "branches" | "tags">,
  trigger: Pick<Trigger, "event" | "branches" | "tags">,
): readonly string[] {
  // The branches of pull requests and merge queues are their targets, not the refs that they run on.
  if (branches.length + tags.length === 0 || ["pull_request", "merge_group"].includes(trigger.event))
    return [];
  const outside = (names: readonly RefName[], allowed: readonly string[]) =>
    names.filter((name) => !allowed.some((pattern) => isAllowed(name, pattern)));
  return [
    ...outside(trigger.branches, branches).map(({ pattern }) => `the branch ${pattern}`),
    ...outside(trigger.tags, tags).map(({ pattern }) => `the tag ${pattern}`),
  ];
}

/** A pattern of a trigger is allowed only if the environment has the same pattern. */
function isAllowed({ pattern, filter }: RefName, allowed: string): boolean {
  return (
    filter === filterName(allowed).filter || (!isPattern(pattern) && deploymentPattern(allowed).test(pattern))
  );
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
